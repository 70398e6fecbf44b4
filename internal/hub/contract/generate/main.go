// Command generate writes GitHub's machine-readable contract into
// internal/hub/contract/data: REST routes, webhooks and the GraphQL schema, without
// descriptions and examples, compressed. It runs by `go generate
// ./internal/hub/contract`, needs npm and the network, and is the only part of the
// project that does; it decides nothing about validation.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("data"); err != nil {
		fmt.Fprintln(os.Stderr, "generate the contract:", err)
		os.Exit(1)
	}
}

// run fetches the pinned packages and writes every file of the folder out.
func run(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	rest, err := openapiPackage.fetch()
	if err != nil {
		return err
	}
	sdl, err := graphqlPackage.fetch()
	if err != nil {
		return err
	}
	if err := writeOpenAPI(out, rest["generated/api.github.com.json"]); err != nil {
		return err
	}
	schema, err := mendSchema(string(sdl["schema.graphql"]))
	if err != nil {
		return err
	}
	if err := writeGzip(filepath.Join(out, "schema.graphql.gz"), schema); err != nil {
		return err
	}
	return writeLicences(out, rest["LICENSE"], sdl["LICENSE.md"])
}

// writeOpenAPI writes the REST routes and the webhooks as two documents, each with the
// components that it reaches and no others.
func writeOpenAPI(out string, text []byte) error {
	var full map[string]any
	if err := json.Unmarshal(text, &full); err != nil {
		return fmt.Errorf("read %s: %w", openapiPackage.name, err)
	}
	strip(full, false)
	for _, part := range []struct {
		section, file string
		keep          func(string) bool
	}{
		{"paths", "rest.json.gz", keepRoute},
		{"x-webhooks", "webhooks.json.gz", keepWebhook},
	} {
		data, err := json.Marshal(cut(full, part.section, part.keep))
		if err != nil {
			return err
		}
		if err := writeGzip(filepath.Join(out, part.file), data); err != nil {
			return err
		}
	}
	return nil
}

// writeGzip compresses without a time stamp, so that the same input gives the same file.
func writeGzip(path string, data []byte) error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d packed\n", path, len(data), packed.Len())
	return os.WriteFile(path, packed.Bytes(), 0o644)
}

// writeLicences keeps the text that both MIT licences ask to be kept.
func writeLicences(out string, openapi, graphql []byte) error {
	text := fmt.Sprintf("%s@%s\n\n%s\n\n%s@%s\n\n%s\n",
		openapiPackage.name, openapiPackage.version, bytes.TrimSpace(openapi),
		graphqlPackage.name, graphqlPackage.version, bytes.TrimSpace(graphql))
	return os.WriteFile(filepath.Join(out, "LICENSES.txt"), []byte(text), 0o644)
}
