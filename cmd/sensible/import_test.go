package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const pastTable = `id,title,severity,started_at,detected_at,fixed_at,recovered_at,learned_at,services
A-1,Checkout 502,SEV1,2020-06-13T15:54:00Z,2020-06-13T15:58:00Z,2020-06-13T16:40:00Z,2020-06-13T16:54:00Z,2020-06-15T10:00:00Z,checkout; api
A-2,Slow search,minor,2020-07-13T15:54:00Z,,,2020-07-13T16:54:00Z,,
A-3,Backwards,minor,2020-07-13T15:54:00Z,,,2020-07-13T14:54:00Z,,
`

// terminal runs the program as a person does, against the live hub, with the App's key.
func (l *live) terminal(args ...string) (code int, out, errOut string) {
	l.t.Helper()
	key := filepath.Join(l.t.TempDir(), "app.pem")
	if err := os.WriteFile(key, l.app.set.PrivateKey, 0o600); err != nil {
		l.t.Fatal(err)
	}
	l.t.Setenv("GITHUB_API_URL", l.api)
	var o, e bytes.Buffer
	args = append(args, "--app-id", fmt.Sprint(l.app.set.AppID), "--private-key", key)
	code = run(args, &o, &e)
	return code, o.String(), e.String()
}

func (l *live) file(name, text string) string {
	l.t.Helper()
	path := filepath.Join(l.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return path
}

func TestImportedIncidentsAreClosedLabelledAndTriggerNothing(t *testing.T) {
	l := openLive(t)
	path := l.file("past.csv", pastTable)
	code, out, errOut := l.terminal("import", path, "--repo", l.repo, "--dry-run")
	if code != 1 || !strings.Contains(out, "2 would be imported, 0 there already, 1 rejected") || errOut != "" {
		t.Fatalf("dry run: %d\n%s%s", code, out, errOut)
	}
	code, out, errOut = l.terminal("import", path, "--repo", l.repo)
	if code != 1 || !strings.Contains(out, "line 4: A-3 rejected: recovered_at") || !strings.Contains(out, "2 imported, 0 there already, 1 rejected") {
		t.Fatalf("%d\n%s%s", code, out, errOut)
	}
	l.rest()
	issues := l.imports()
	if len(issues) != 2 {
		t.Fatalf("%d issues", len(issues))
	}
	for title, labels := range map[string]string{"Checkout 502": "incident phase/closed severity/sev1", "Slow search": "incident phase/closed severity/sev3"} {
		i := issues[title]
		var names []string
		for _, n := range i.Labels {
			names = append(names, n.Name)
		}
		if i.State != "closed" || strings.Join(names, " ") != labels {
			t.Errorf("%s is %s with %v", title, i.State, names)
		}
	}
	l.issue = issues["Checkout 502"].Number
	l.say("aiko", "I remember that one")
	l.restart()
	if ours := l.ours(); len(ours) != 1 || !strings.Contains(ours[0].Body, "| TTR, time to recover | 1 h |") {
		t.Errorf("want the card alone, with the times of the table: %+v", ours)
	}
	var pulls []any
	if l.call("aiko", "GET", "/repos/"+l.repo+"/pulls?state=all", nil, &pulls); len(pulls) != 0 {
		t.Error("a postmortem is asked for")
	}
	l.must(l.labels(), "phase/closed")
	code, out, _ = l.terminal("import", path, "--repo", l.repo, "--json")
	var again struct {
		Rows     []importedRow
		Rejected []struct{ Line int }
	}
	if err := json.Unmarshal([]byte(out), &again); err != nil || code != 1 || len(again.Rows) != 2 || again.Rows[0].Result != "known" || len(again.Rejected) != 1 {
		t.Errorf("again: %d %v\n%s", code, err, out)
	}
	if len(l.imports()) != 2 {
		t.Error("imported twice")
	}
}

type importedIssue struct {
	Number       int
	Title, State string
	Labels       []struct{ Name string }
}

// imports are the issues that an import made, by title.
func (l *live) imports() map[string]importedIssue {
	l.t.Helper()
	var all []struct {
		importedIssue
		Body string
	}
	l.call("aiko", "GET", "/repos/"+l.repo+"/issues?state=all&per_page=100", nil, &all)
	out := map[string]importedIssue{}
	for _, i := range all {
		if strings.Contains(i.Body, "<!-- sensible:imported ") {
			if _, twice := out[i.Title]; twice {
				l.t.Errorf("%s is there twice", i.Title)
			}
			out[i.Title] = i.importedIssue
		}
	}
	return out
}

func TestAnImportThatLosesAnswersMakesNothingTwice(t *testing.T) {
	l := openLive(t)
	if err := l.hub.Faults().Add("status=502,when=after,match=POST /repos/*/issues,count=1"); err != nil {
		t.Fatal(err)
	}
	path := l.file("past.csv", strings.Join(strings.Split(pastTable, "\n")[:3], "\n"))
	if code, out, errOut := l.terminal("import", path, "--repo", l.repo); code != 0 {
		t.Fatalf("%d\n%s%s", code, out, errOut)
	}
	if got := l.imports(); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestWhatCannotBeReachedIsOneLineThatSaysWhatToDo(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "POST", "/orgs/acme/repos", map[string]any{"name": "old", "auto_init": true}, nil)
	l.call("aiko", "PATCH", "/repos/acme/old", map[string]any{"archived": true}, nil)
	l.call("aiko", "POST", "/orgs/acme/repos", map[string]any{"name": "quiet", "auto_init": true}, nil)
	l.call("aiko", "PATCH", "/repos/acme/quiet", map[string]any{"has_issues": false}, nil)
	path := l.file("past.csv", pastTable)
	for name, want := range map[string]string{
		"acme/old": "is archived", "acme/quiet": "issues are switched off", "acme/none": "is not installed on acme/none", "shop": "write owner/name",
	} {
		code, out, errOut := l.terminal("import", path, "--repo", name)
		if code == 0 || !strings.Contains(errOut, want) || strings.Count(errOut, "\n") != 1 || out != "" {
			t.Errorf("%s: %d %q %q", name, code, out, errOut)
		}
	}
	t.Setenv("GITHUB_API_URL", l.api)
	for token, want := range map[string]string{"": "no credentials for GitHub", "wrong": "GitHub does not accept the token"} {
		t.Setenv("GITHUB_TOKEN", token)
		var o, e bytes.Buffer
		code := run([]string{"import", path, "--repo", l.repo}, &o, &e)
		if code == 0 || !strings.Contains(e.String(), want) || strings.Count(e.String(), "\n") != 1 {
			t.Errorf("token %q: %d %q", token, code, e.String())
		}
	}
}

func TestTheTokenOfAnotherRepositorysWorkflowIsRefusedBeforeAnythingIsBegun(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "POST", "/orgs/acme/repos", map[string]any{"name": "other", "auto_init": true, "visibility": "public"}, nil)
	l.hub.Store().Update(func() {
		l.hub.Store().Repository("acme/other").Private = false
		l.hub.Store().AddActionsToken(l.hub.Store().Repository(l.repo), "ghs_gallery", nil)
	})
	t.Setenv("GITHUB_API_URL", l.api)
	t.Setenv("GITHUB_TOKEN", "ghs_gallery")
	var o, e bytes.Buffer
	code := run([]string{"import", l.file("past.csv", pastTable), "--repo", "acme/other"}, &o, &e)
	if code != 1 || !strings.Contains(e.String(), "this token is of another repository (acme/gallery)") || strings.Count(e.String(), "\n") != 1 || o.Len() != 0 {
		t.Errorf("%d %q %q", code, o.String(), e.String())
	}
}
