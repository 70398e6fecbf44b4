package git

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func newGit(t *testing.T) *Git {
	t.Helper()
	g, err := New(t.TempDir(), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var aiko = store.Signature{Name: "aiko", Email: "aiko@example.com", At: noon}

func withRepo(t *testing.T) *Git {
	t.Helper()
	g := newGit(t)
	files := map[string]string{"README.md": "# shop\n", "docs/a.md": "one\ntwo\nthree\n"}
	if err := g.CreateRepo("acme/shop", "main", files, aiko); err != nil {
		t.Fatal(err)
	}
	return g
}

func commit(t *testing.T, g *Git, in store.CommitInput) string {
	t.Helper()
	in.Author, in.Committer = aiko, aiko
	sha, err := g.Commit("acme/shop", in)
	if err != nil {
		t.Fatal(err)
	}
	return sha
}

func TestFilesOfANewRepositoryAreInItsFirstCommit(t *testing.T) {
	g := withRepo(t)
	data, blob, err := g.ReadFile("acme/shop", "main", "docs/a.md")
	if err != nil || string(data) != "one\ntwo\nthree\n" || len(blob) != 40 {
		t.Fatalf("read %q %q: %v", data, blob, err)
	}
	info, err := g.CommitInfo("ACME/Shop", "refs/heads/main")
	if err != nil {
		t.Fatal(err)
	}
	if info.Message != "Initial commit" || info.Author.Name != "aiko" || !info.Committer.At.Equal(noon) || len(info.Parents) != 0 {
		t.Fatalf("got %+v", info)
	}
	entries, err := g.ListDir("acme/shop", "main", "docs")
	if err != nil || len(entries) != 1 || entries[0].Path != "a.md" || entries[0].Size != 14 {
		t.Fatalf("got %+v, %v", entries, err)
	}
	_, tree, err := g.ReadTree("acme/shop", info.SHA, true)
	if err != nil || len(tree) != 3 {
		t.Fatalf("got %+v, %v", tree, err)
	}
}

func TestWhatIsNotThereIsAnErrGitNotFound(t *testing.T) {
	g := withRepo(t)
	cases := map[string]error{}
	_, cases["a branch"] = g.ResolveRef("acme/shop", "gone")
	_, cases["an expression"] = g.ResolveRef("acme/shop", "main~0")
	_, cases["an option"] = g.ResolveRef("acme/shop", "--all")
	_, cases["a repository"] = g.ResolveRef("acme/gone", "main")
	_, cases["a path outside"] = g.ResolveRef("../shop", "main")
	_, _, cases["a file"] = g.ReadFile("acme/shop", "main", "gone.md")
	_, _, cases["a directory as a file"] = g.ReadFile("acme/shop", "main", "docs")
	_, cases["a directory"] = g.ListDir("acme/shop", "main", "gone")
	_, cases["a blob"] = g.ReadBlob("acme/shop", strings.Repeat("a", 40))
	cases["a ref to delete"] = g.DeleteRef("acme/shop", "refs/heads/gone")
	cases["an object for a ref"] = g.UpdateRef("acme/shop", "refs/heads/new", strings.Repeat("b", 40), "", false)
	_, cases["a file to remove"] = g.Commit("acme/shop", store.CommitInput{Branch: "main", Message: "m", Deletions: []string{"gone"}})
	_, cases["a branch to commit to"] = g.Commit("acme/shop", store.CommitInput{Branch: "gone", Message: "m"})
	for what, err := range cases {
		if !errors.Is(err, store.ErrGitNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestACommitAddsChangesAndRemovesFilesOnANewBranch(t *testing.T) {
	g := withRepo(t)
	base, _ := g.ResolveRef("acme/shop", "main")
	sha := commit(t, g, store.CommitInput{Branch: "fix/1", StartPoint: "main", ExpectedHead: base, Message: "Fix\n\nbody",
		Additions: map[string][]byte{"docs/a.md": []byte("one\n2\nthree\n"), "new/b.txt": {0, 1, 2}}, Deletions: []string{"README.md"}})
	if head, _ := g.ResolveRef("acme/shop", "fix/1"); head != sha {
		t.Fatalf("the branch is at %s, not %s", head, sha)
	}
	changes, err := g.Diff("acme/shop", "main", "fix/1")
	if err != nil || len(changes) != 3 {
		t.Fatalf("got %+v, %v", changes, err)
	}
	if c := changes[0]; c.Path != "README.md" || c.Status != "removed" || c.Deletions != 1 {
		t.Errorf("got %+v", c)
	}
	if c := changes[1]; c.Status != "modified" || c.Additions != 1 || c.Deletions != 1 || c.Patch != "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three" {
		t.Errorf("got %+v", c)
	}
	if c := changes[2]; c.Path != "new/b.txt" || c.Status != "added" || c.Patch != "" {
		t.Errorf("got %+v", c)
	}
	if _, err := g.Commit("acme/shop", store.CommitInput{Branch: "fix/1", ExpectedHead: base, Message: "m"}); !errors.Is(err, store.ErrGitMoved) {
		t.Errorf("a stale expected head: %v", err)
	}
}

func TestRefsMoveOnlyForwardUnlessForced(t *testing.T) {
	g := withRepo(t)
	first, _ := g.ResolveRef("acme/shop", "main")
	second := commit(t, g, store.CommitInput{Branch: "main", Message: "two", Additions: map[string][]byte{"x": []byte("x")}})
	if err := g.UpdateRef("acme/shop", "refs/heads/main", first, "", false); !errors.Is(err, store.ErrGitMoved) {
		t.Errorf("backward without force: %v", err)
	}
	if err := g.UpdateRef("acme/shop", "refs/heads/main", first, second, true); err != nil {
		t.Errorf("backward with force: %v", err)
	}
	if err := g.UpdateRef("acme/shop", "refs/heads/main", second, second, false); !errors.Is(err, store.ErrGitMoved) {
		t.Errorf("a wrong old value: %v", err)
	}
	if err := g.UpdateRef("acme/shop", "refs/heads/other", second, store.ZeroSHA, false); err != nil {
		t.Error(err)
	}
	refs, err := g.Refs("acme/shop", "refs/heads/o")
	if err != nil || len(refs) != 1 || refs[0].SHA != second || refs[0].Type != "commit" {
		t.Errorf("got %+v, %v", refs, err)
	}
	log, err := g.Log("acme/shop", "other", store.LogOptions{Not: "main"})
	if err != nil || len(log) != 1 || log[0].Message != "two" {
		t.Errorf("got %+v, %v", log, err)
	}
	if base, err := g.MergeBase("acme/shop", "main", "other"); err != nil || base != first {
		t.Errorf("got %s, %v", base, err)
	}
}

func TestMergesByEachMethodAndRefusesConflicts(t *testing.T) {
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			g := withRepo(t)
			commit(t, g, store.CommitInput{Branch: "topic", StartPoint: "main", Message: "b", Additions: map[string][]byte{"b": []byte("b")}})
			head := commit(t, g, store.CommitInput{Branch: "topic", Message: "c", Additions: map[string][]byte{"c": []byte("c")}})
			clash := commit(t, g, store.CommitInput{Branch: "clash", StartPoint: "main", Message: "d", Additions: map[string][]byte{"docs/a.md": []byte("zwei\n")}})
			commit(t, g, store.CommitInput{Branch: "main", Message: "e", Additions: map[string][]byte{"docs/a.md": []byte("deux\n")}})
			if ok, err := g.CanMerge("acme/shop", "main", head); err != nil || !ok {
				t.Fatalf("can merge: %v, %v", ok, err)
			}
			if ok, err := g.CanMerge("acme/shop", "main", clash); err != nil || ok {
				t.Fatalf("a conflict can merge: %v, %v", ok, err)
			}
			sha, err := g.Merge("acme/shop", store.MergeInput{Base: "main", Head: head, Method: method, Message: "Merged", Who: aiko})
			if err != nil {
				t.Fatal(err)
			}
			info, _ := g.CommitInfo("acme/shop", "main")
			want := map[string]struct {
				parents int
				message string
			}{"merge": {2, "Merged"}, "squash": {1, "Merged"}, "rebase": {1, "c"}}[method]
			if info.SHA != sha || len(info.Parents) != want.parents || info.Message != want.message {
				t.Errorf("got %+v", info)
			}
			if data, _, err := g.ReadFile("acme/shop", "main", "c"); err != nil || string(data) != "c" {
				t.Errorf("read %q, %v", data, err)
			}
			_, err = g.Merge("acme/shop", store.MergeInput{Base: "main", Head: clash, Method: method, Message: "m", Who: aiko})
			if !errors.Is(err, store.ErrGitConflict) {
				t.Errorf("a conflict: %v", err)
			}
		})
	}
}

func TestARenamedFileAndARenamedRepositoryAreFollowed(t *testing.T) {
	g := withRepo(t)
	commit(t, g, store.CommitInput{Branch: "main", Message: "move", Deletions: []string{"docs/a.md"},
		Additions: map[string][]byte{"docs/b.md": []byte("one\ntwo\nthree\n")}})
	info, _ := g.CommitInfo("acme/shop", "main")
	changes, err := g.Diff("acme/shop", info.Parents[0], info.SHA)
	if err != nil || len(changes) != 1 || changes[0].Status != "renamed" || changes[0].PreviousPath != "docs/a.md" || changes[0].Path != "docs/b.md" {
		t.Fatalf("got %+v, %v", changes, err)
	}
	if err := g.RenameRepo("acme/shop", "acme/store"); err != nil {
		t.Fatal(err)
	}
	if _, err := g.ResolveRef("acme/store", "main"); err != nil {
		t.Error(err)
	}
}

func TestTreesAreLaidOverABaseWithDirectoriesAndRemovals(t *testing.T) {
	g := withRepo(t)
	main, entries, err := g.ReadTree("acme/shop", "main", false)
	if err != nil {
		t.Fatal(err)
	}
	var docs string
	for _, e := range entries {
		if e.Path == "docs" {
			docs = e.SHA
		}
	}
	tree, err := g.WriteTree("acme/shop", main, []store.TreeEntry{{Path: "copy", Mode: "040000", Type: "tree", SHA: docs}, {Path: "docs"}})
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := g.ReadTree("acme/shop", tree, true)
	if err != nil || len(got) != 3 || got[1].Path != "copy" || got[2].Path != "copy/a.md" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := g.WriteTree("acme/shop", main, []store.TreeEntry{{Path: "../x", Mode: "100644", Type: "blob", SHA: got[2].SHA}}); err == nil {
		t.Error("a path outside of the repository was taken")
	}
}
