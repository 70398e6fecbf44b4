package git

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// world is a hub's store with one private and one public repository behind a git server.
type world struct {
	store  *store.Store
	git    *Git
	url    string
	events []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{store: store.New(store.NewClock(noon, 0)), git: newGit(t)}
	w.store.SetGit(w.git)
	w.store.Update(func() {
		w.store.Subscribe(func(e store.Event) { w.events = append(w.events, e.Name+"."+e.Action) })
		people := map[string]store.Role{"aiko": store.Admin, "eve": store.Read}
		for _, login := range []string{"acme", "aiko", "eve", "zoe"} {
			user, err := w.store.AddUser(login, "", 0)
			if err != nil {
				t.Fatal(err)
			}
			w.store.AddUserToken(user, "token-"+login)
		}
		for _, in := range []store.RepositoryInput{
			{FullName: "acme/shop", Private: true, Files: map[string]string{"README.md": "# shop\n"}},
			{FullName: "acme/open", Files: map[string]string{"README.md": "# open\n"}},
		} {
			repo, err := w.store.AddRepository(in)
			if err != nil {
				t.Fatal(err)
			}
			for login, role := range people {
				w.store.SetCollaborator(repo, w.store.User(login), role)
			}
		}
	})
	server := httptest.NewServer(&Server{Git: w.git, Store: w.store})
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

// client runs the git program as a stranger would, without this machine's configuration.
func client(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	command := exec.Command("git", args...)
	command.Dir = dir
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b"}
	out, err := command.CombinedOutput()
	return string(out), err
}

func (w *world) as(login string) string {
	return strings.Replace(w.url, "http://", "http://x-access-token:token-"+login+"@", 1)
}

func TestTheGitProgramClonesShallowAndPushes(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	for _, step := range [][]string{
		{"clone", "--depth", "1", w.as("aiko") + "/acme/shop.git", "work"},
		{"-C", "work", "checkout", "-b", "topic"},
		{"-C", "work", "commit", "--allow-empty", "-m", "more"},
		{"-C", "work", "push", "origin", "topic"},
	} {
		if out, err := client(t, dir, step...); err != nil {
			t.Fatalf("git %v: %v\n%s", step, err, out)
		}
	}
	info, err := w.git.CommitInfo("acme/shop", "topic")
	if err != nil || info.Message != "more" {
		t.Fatalf("got %+v, %v", info, err)
	}
	if got := strings.Join(w.events, " "); !strings.Contains(got, "push.") {
		t.Errorf("no push event: %s", got)
	}
}

func TestAPushLargerThanGitSendsAtOnceArrives(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	if out, err := client(t, dir, "clone", w.as("aiko")+"/acme/shop.git", "work"); err != nil {
		t.Fatal(out)
	}
	noise := make([]byte, 3<<20) // over http.postBuffer: sent in chunks
	state := uint32(1)
	for i := range noise {
		state = state*1664525 + 1013904223
		noise[i] = byte(state >> 24)
	}
	if err := os.WriteFile(filepath.Join(dir, "work", "noise"), noise, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range [][]string{{"add", "."}, {"commit", "-m", "noise"}, {"push", "origin", "HEAD:main"}} {
		if out, err := client(t, dir, append([]string{"-C", "work"}, step...)...); err != nil {
			t.Fatalf("git %v: %v\n%s", step, err, out)
		}
	}
	if data, _, err := w.git.ReadFile("acme/shop", "main", "noise"); err != nil || len(data) != len(noise) {
		t.Errorf("got %d bytes, %v", len(data), err)
	}
}

func TestGoGitClonesShallowAndPushes(t *testing.T) {
	w := newWorld(t)
	auth := &githttp.BasicAuth{Username: "anything", Password: "token-aiko"}
	repo, err := gogit.PlainClone(t.TempDir(), false, &gogit.CloneOptions{URL: w.url + "/acme/shop.git", Depth: 1, Auth: auth})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	who := &object.Signature{Name: "app", Email: "app@example.com", When: noon.Add(time.Hour)}
	if _, err := tree.Commit("from go-git", &gogit.CommitOptions{Author: who, AllowEmptyCommits: true}); err != nil {
		t.Fatal(err)
	}
	if err := repo.Push(&gogit.PushOptions{Auth: auth}); err != nil {
		t.Fatal(err)
	}
	if info, err := w.git.CommitInfo("acme/shop", "main"); err != nil || info.Message != "from go-git" {
		t.Errorf("got %+v, %v", info, err)
	}
}

func TestUnsignedPushesAreRefusedInGitHubsWordsWhereSignaturesAreRequired(t *testing.T) {
	w := newWorld(t)
	w.store.Update(func() { w.store.Repository("acme/shop").RequireSignedCommits = true })
	dir := t.TempDir()
	_, _ = client(t, dir, "clone", w.as("aiko")+"/acme/shop.git", "work")
	_, _ = client(t, dir, "-C", "work", "commit", "--allow-empty", "-m", "unsigned")
	out, err := client(t, dir, "-C", "work", "push", "origin", "HEAD:main")
	for _, words := range []string{"remote: error: GH006: Protected branch update failed for refs/heads/main.", "remote: error: Commits must have verified signatures."} {
		if err == nil || !strings.Contains(out, words) {
			t.Errorf("want %q in:\n%s", words, out)
		}
	}
	if len(w.events) > 0 {
		t.Errorf("a refused push told the store: %v", w.events)
	}
}

func TestWhoMayReadAndPushIsTheStoresAnswer(t *testing.T) {
	w := newWorld(t)
	cases := []struct {
		name, path, token string
		push              bool
		want              int
	}{
		{"anybody reads what is public", "/acme/open.git", "", false, 200},
		{"anybody is asked for credentials to push", "/acme/open.git", "", true, 401},
		{"nobody learns that a private one exists", "/acme/shop.git", "", false, 401},
		{"a wrong token is a 401 even for what is public", "/acme/open.git", "wrong", false, 401},
		{"an outsider sees no private one", "/acme/shop.git", "token-zoe", false, 404},
		{"a reader reads", "/acme/shop.git", "token-eve", false, 200},
		{"a reader does not push", "/acme/shop.git", "token-eve", true, 403},
		{"a writer pushes", "/acme/shop.git", "token-aiko", true, 200},
		{"what is not there is a 404", "/acme/gone.git", "token-aiko", false, 404},
		{"no way out of the directory", "/acme/..%2f..%2fx.git", "token-aiko", false, 404},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			service := map[bool]string{false: "git-upload-pack", true: "git-receive-pack"}[c.push]
			request, _ := http.NewRequest(http.MethodGet, w.url+c.path+"/info/refs?service="+service, nil)
			if c.token != "" {
				request.SetBasicAuth("x-access-token", c.token)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != c.want {
				t.Errorf("got %d, want %d", response.StatusCode, c.want)
			}
			if asked := response.Header.Get("WWW-Authenticate") != ""; asked != (c.want == 401) {
				t.Errorf("WWW-Authenticate: %v", asked)
			}
		})
	}
}

func TestARenamedRepositoryRedirectsGit(t *testing.T) {
	w := newWorld(t)
	w.store.Update(func() {
		repo := w.store.Repository("acme/open")
		if err := w.store.RenameRepository(store.As(w.store.User("aiko")), repo, "opened"); err != nil {
			t.Error(err)
		}
	})
	out, err := client(t, t.TempDir(), "ls-remote", w.url+"/acme/open.git")
	if err != nil || !strings.Contains(out, "refs/heads/main") {
		t.Errorf("%v\n%s", err, out)
	}
}
