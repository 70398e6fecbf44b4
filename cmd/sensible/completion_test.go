package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCompletionIsWrittenForEachShell(t *testing.T) {
	for shell, want := range map[string]string{"bash": "__start_sensible", "zsh": "#compdef sensible", "fish": "complete -c sensible", "powershell": "Register-ArgumentCompleter"} {
		var out, errOut bytes.Buffer
		if code := run([]string{"completion", shell}, &out, &errOut); code != 0 || !strings.Contains(out.String(), want) || errOut.Len() != 0 {
			t.Errorf("%s: %d %s", shell, code, errOut.String())
		}
		path, err := exec.LookPath(shell)
		if err != nil {
			continue // the shell is not here to judge
		}
		file := filepath.Join(t.TempDir(), "completion")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if text, err := exec.Command(path, "-n", file).CombinedOutput(); err != nil {
			t.Errorf("%s cannot read it: %s", shell, text)
		}
	}
}

func TestKeysOfTheSettingsAreCompletedWithWhatTheyDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sensible.yml")
	if err := os.WriteFile(file, []byte("severities: [{name: down}, {name: slow}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if code := run([]string{"__complete", "config", "explain", "--file", file, "severities.sl"}, &out, &bytes.Buffer{}); code != 0 {
		t.Fatal(code)
	}
	for _, want := range []string{"severities.slow.update_every\tHow often people are told how it stands.", "severities.slow.page\t", ":4"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not offered:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "severities.down") {
		t.Error("a key that does not begin so is offered")
	}
}
