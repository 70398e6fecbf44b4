// Package contract is GitHub's machine-readable contract, embedded: the OpenAPI
// description of REST and of the webhooks, and the public GraphQL schema, cut and
// compressed by the generator beside it. It says whether a request, a response, a
// webhook or a document is legal, and what a route is called. It does not answer
// requests, knows no state, and repairs nothing.
//
// Everything is read lazily, a route's schemas when that route is first validated, so a
// program that never validates pays nothing.
package contract

//go:generate go run ./generate

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

//go:embed data/*.gz data/LICENSES.txt
var data embed.FS

// Licences is the text of the licences that the embedded data came with (MIT).
func Licences() (string, error) {
	text, err := data.ReadFile("data/LICENSES.txt")
	return string(text), err
}

// unpack returns one embedded file, decompressed.
func unpack(name string) ([]byte, error) {
	packed, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("open the embedded contract %s: %w", name, err)
	}
	zr, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the embedded contract %s: %w", name, err)
	}
	text, err := io.ReadAll(zr)
	if err != nil {
		return nil, fmt.Errorf("unpack the embedded contract %s: %w", name, err)
	}
	return text, nil
}
