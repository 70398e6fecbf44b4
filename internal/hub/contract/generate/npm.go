package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// npmPackage is one pinned package: integrity is npm's own sha512 of the tarball, so
// that a changed package is refused, not silently embedded.
type npmPackage struct {
	name, version, integrity string
	files                    []string
}

var (
	openapiPackage = npmPackage{
		name: "@octokit/openapi", version: "23.0.2",
		integrity: "sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
		files:     []string{"generated/api.github.com.json", "LICENSE"},
	}
	graphqlPackage = npmPackage{
		name: "@octokit/graphql-schema", version: "15.26.1",
		integrity: "sha512-RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA==",
		files:     []string{"schema.graphql", "LICENSE.md"},
	}
)

// fetch downloads the package with the ordinary npm client and returns its files.
func (p npmPackage) fetch() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "contract-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("npm", "pack", "--silent", p.name+"@"+p.version)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s@%s (is npm installed?): %w", p.name, p.version, err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("npm pack %s wrote %d archives, want 1", p.name, len(found))
	}
	packed, err := os.ReadFile(found[0])
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(packed)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != p.integrity {
		return nil, fmt.Errorf("%s@%s has integrity %s, pinned is %s", p.name, p.version, got, p.integrity)
	}
	return p.unpack(packed)
}

// unpack reads the wanted files from the tarball, whose paths begin with "package/".
func (p npmPackage) unpack(packed []byte) (map[string][]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, f := range p.files {
		wanted[f] = true
	}
	got := map[string][]byte{}
	for tr := tar.NewReader(zr); len(got) < len(wanted); {
		head, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s@%s holds %d of the files %v", p.name, p.version, len(got), p.files)
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(head.Name, "package/")
		if !wanted[name] {
			continue
		}
		if got[name], err = io.ReadAll(tr); err != nil {
			return nil, err
		}
	}
	return got, nil
}
