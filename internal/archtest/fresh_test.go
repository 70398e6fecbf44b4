package archtest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup/needs"
)

var update = flag.Bool("update", false, "write the generated files anew")

// TestGeneratedFilesAreFresh holds what is committed against what the tables say now.
func TestGeneratedFilesAreFresh(t *testing.T) {
	levels := []form.Level{}
	for _, s := range policy.Default(1).Severities {
		levels = append(levels, form.Level{Name: s.Name, Title: s.Title, Meaning: s.Meaning})
	}
	files := map[string]string{
		".github/ISSUE_TEMPLATE/incident.yml":    form.Render(form.Template{Severities: levels}),
		".github/ISSUE_TEMPLATE/action-item.yml": form.RenderItem("en"),
		".github/sensible.schema.json":           string(policy.Schema()),
		".github/docs/permissions.md":            needs.Page("en"),
	}
	for name, want := range files {
		path := filepath.Join("..", "..", filepath.FromSlash(name))
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; run go test ./internal/archtest -update", err)
		}
		if string(got) != want {
			t.Errorf("%s is stale: run go test ./internal/archtest -update", name)
		}
	}
}
