package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExitStatusesAreThoseOfTheContract holds every subcommand to: 0 done, 1 it ran and found something wrong, 2 wrong
// usage; errors are one plain line on standard error.
func TestExitStatusesAreThoseOfTheContract(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{"good.yml": "stage: 2\n", "bad.yml": "stage: 7\n", "broken.json": "{", "empty.json": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for line, want := range map[string]int{
		"":                                    0,
		"version":                             0,
		"validate good.yml":                   0,
		"validate --schema":                   0,
		"validate bad.yml":                    1,
		"validate nowhere.yml":                1,
		"validate":                            1, // there is no .github/sensible.yml here
		"validate good.yml bad.yml":           2,
		"validate --loudly":                   2,
		"replay broken.json":                  1,
		"replay empty.json":                   1,
		"replay nowhere.json":                 1,
		"replay":                              2,
		"replay good.yml --format sarif":      2,
		"replay a.json b.json":                2,
		"timeline":                            2,
		"timeline nowhere.md":                 1,
		"hub --seed nowhere.yml":              1,
		"hub --fault moon=full":               2,
		"serve --check":                       2, // no credentials
		"demo":                                2,
		"demo --script --out /dev/null/there": 1,
		"lint":                                2,
		"version please":                      2,
	} {
		t.Run(line, func(t *testing.T) {
			var out, errs bytes.Buffer
			got := run(strings.Fields(line), &out, &errs)
			if got != want {
				t.Errorf("exit status %d, want %d: %s", got, want, errs.String())
			}
			if said := strings.TrimSpace(errs.String()); want == 2 && (strings.Contains(said, "\n") || !strings.HasPrefix(said, "sensible: ")) {
				t.Errorf("wrong usage is told in one line: %q", said)
			}
		})
	}
}
