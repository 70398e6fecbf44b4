package github_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// allowed gives the App the permissions for what changed, less some, and adds repositories.
func allowed(without ...string) func(*seed.Seed) {
	return func(s *seed.Seed) {
		s.Apps[0].Permissions["deployments"] = "read"
		for _, p := range without {
			delete(s.Apps[0].Permissions, p)
		}
		for name, private := range map[string]bool{"acme/api": false, "acme/secret": true} {
			s.Repositories = append(s.Repositories, seed.Repository{
				FullName: name, Private: private, Collaborators: map[string]string{"aiko": "admin"}, Files: map[string]string{"README.md": "# x", "api/a.go": "package a"},
			})
		}
	}
}

// deliver deploys, releases, merges and pushes in a repository, a minute apart.
func (w *world) deliver(repo string) {
	w.Helper()
	post := func(method, path string, in any) map[string]any {
		w.hub.Advance(time.Minute)
		return w.as("aiko", method, "/repos/"+repo+path, in)
	}
	first := post("POST", "/deployments", map[string]any{"ref": "main", "environment": "production", "description": "v42"})
	post("POST", fmt.Sprintf("/deployments/%.0f/statuses", first["id"]), map[string]any{"state": "failure"})
	post("POST", "/releases", map[string]any{"tag_name": "v42", "name": "Forty-two"})
	post("POST", "/releases", map[string]any{"tag_name": "v43", "name": "Not yet", "draft": true})
	post("PUT", "/contents/api/b.go", map[string]any{"message": "Tune the pool", "content": "cGFja2FnZSBh", "branch": "main"})
	post("PUT", "/contents/docs.md", map[string]any{"message": "Write docs", "content": "eA==", "branch": "main"})
}

func told(changes []snapshot.Change) string {
	var out []string
	for _, c := range changes {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.Kind, c.Title, c.Environment, c.State)))
	}
	return strings.Join(out, "|")
}

func TestWhatChangedComesNewestFirstInOneRequest(t *testing.T) {
	w := newWorld(t, allowed())
	since := w.hub.Clock().Now()
	w.deliver("acme/shop")
	before := w.sent.total()
	got, err := w.client.Changes(t.Context(), w.key, true, []reconcile.Place{{Owner: "acme", Repo: "shop"}}, since)
	if err != nil {
		t.Fatal(err)
	}
	if want := "commit Write docs|commit Tune the pool|release Forty-two|deployment v42 production FAILURE"; !strings.HasPrefix(told(got), want) {
		t.Errorf("got %s, want %s", told(got), want)
	}
	for _, c := range got {
		if c.URL == "" || c.Repo != "acme/shop" || c.ID == "" {
			t.Errorf("%+v", c)
		}
	}
	if n := w.sent.total() - before; n != 1 {
		t.Errorf("%d requests", n)
	}
	if !slices.IsSortedFunc(got, func(a, b snapshot.Change) int { return b.At.Compare(a.At) }) {
		t.Error("not newest first")
	}
	late, err := w.client.Changes(t.Context(), w.key, true, []reconcile.Place{{Owner: "acme", Repo: "shop", Path: "api"}}, since.Add(150*time.Second))
	if err != nil || told(late) != "commit Tune the pool|release Forty-two" {
		t.Errorf("of a folder, since the release: %s %v", told(late), err)
	}
}

func TestAMissingPermissionCostsOnlyWhatItIsFor(t *testing.T) {
	w := newWorld(t, allowed("deployments"))
	since := w.hub.Clock().Now()
	w.deliver("acme/shop")
	got, err := w.client.Changes(t.Context(), w.key, true, []reconcile.Place{{Owner: "acme", Repo: "shop"}}, since)
	if err != nil || strings.Contains(told(got), "deployment") || !strings.Contains(told(got), "release Forty-two") {
		t.Errorf("%s %v", told(got), err)
	}
}

func TestNothingOfAPrivateRepositoryIsToldInAPublicOne(t *testing.T) {
	w := newWorld(t, allowed())
	since := w.hub.Clock().Now()
	w.deliver("acme/api")
	w.deliver("acme/secret")
	places := []reconcile.Place{{Owner: "acme", Repo: "api"}, {Owner: "acme", Repo: "secret"}, {Owner: "acme", Repo: "no-such"}}
	for private, want := range map[bool]string{false: "acme/api", true: "acme/api acme/secret"} {
		got, err := w.client.Changes(t.Context(), w.key, private, places, since)
		if err != nil {
			t.Fatal(err)
		}
		var repos []string
		for _, c := range got {
			if !slices.Contains(repos, c.Repo) {
				repos = append(repos, c.Repo)
			}
		}
		slices.Sort(repos)
		if strings.Join(repos, " ") != want {
			t.Errorf("private %v: %v", private, repos)
		}
	}
}

func TestWhoRefersToTheIncidentIsTold(t *testing.T) {
	w := newWorld(t, allowed())
	k := w.issue("Checkout 502")
	w.as("aiko", "POST", "/repos/acme/shop/issues", map[string]any{"title": "Pool too small", "body": "see #" + itoa(k.Number)})
	got := w.observe(k, reconcile.Want{})
	found := false
	for _, e := range got.Events {
		if e.Kind == "CrossReferenced" && e.Title == "Pool too small" && e.Number != 0 && e.URL != "" && e.Repo == "" && !e.Pull {
			found = true
		}
	}
	if !found {
		t.Errorf("%+v", got.Events)
	}
}
