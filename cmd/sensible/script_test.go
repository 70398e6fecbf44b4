package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the program itself as `sensible`.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sensible": main})
}

// TestScripts runs what people type, as txtar files: one behaviour each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
