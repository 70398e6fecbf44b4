//go:build !unix

package postgrestest

import (
	"os"
	"os/exec"
)

var immediate = os.Kill

func give(string) error { return nil }

func demote(*exec.Cmd) {}
