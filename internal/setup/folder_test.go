package setup_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

func TestAFolderIsReadAndWrittenWithoutLeavingIt(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	for path, text := range map[string]string{"CODEOWNERS": "/a/ @acme/x\n", "src/OWNERS": "approvers: [b]\n", "node_modules/x/OWNERS": "x"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := setup.Folder(dir)
	if err != nil || f.Files["CODEOWNERS"] == "" || strings.Join(f.Paths, " ") != "CODEOWNERS src/OWNERS" {
		t.Errorf("%+v, %v", f, err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, ".github")); err != nil {
		t.Fatal(err)
	}
	err = setup.WriteFolder(dir, []welcome.File{{Path: welcome.ConfigFile, Text: "stage: 1\n"}})
	if left, read := os.ReadDir(outside); err == nil || read != nil || len(left) > 0 {
		t.Errorf("a link that leads out was followed: %v, %v", err, left)
	}
}

// racing is a repository in which somebody else's run opens the pull request first.
type racing struct {
	facts  welcome.Facts
	looks  int
	edited int
	drops  int
}

func (r *racing) Survey(context.Context, string) (welcome.Facts, error) {
	r.looks++
	f := r.facts
	if r.looks > 1 {
		f.Pull = &welcome.Pull{Number: 7, Open: true, Ours: true}
	}
	return f, nil
}

func (r *racing) Begin(context.Context, welcome.Facts) error { return nil }

func (r *racing) Write(context.Context, welcome.Facts, []welcome.File, string) error { return nil }

func (r *racing) Drop(context.Context, welcome.Facts) error { r.drops++; return nil }

func (r *racing) Open(context.Context, welcome.Facts, string, string) (welcome.Pull, error) {
	return welcome.Pull{}, errors.New("a pull request already exists")
}

func (r *racing) Edit(_ context.Context, _ welcome.Facts, number int, _, _ string) (welcome.Pull, error) {
	r.edited = number
	return welcome.Pull{Number: number, Open: true}, nil
}

func TestOfTwoRunsAtOnceOneOpensAndTheOtherEdits(t *testing.T) {
	r := &racing{facts: welcome.Facts{Repository: "acme/shop", Trunk: "main", Files: map[string]string{}}}
	out, err := setup.Init(t.Context(), r, "acme/shop", welcome.Wishes{}, welcome.Texts{})
	if err != nil || out.Did != setup.Updated || r.edited != 7 || r.drops != 0 {
		t.Errorf("%+v, %v, edited %d, dropped %d times", out, err, r.edited, r.drops)
	}
}
