package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// drafted is an incident that recovered, with its pull request open.
type drafted struct {
	*live
	path string
}

type livePull struct {
	Number int
	State  string
	Body   string
	Head   struct{ SHA, Ref string }
}

func openDraft(t *testing.T, config string) *drafted {
	t.Helper()
	l := openLive(t)
	if config != "" {
		l.config(config)
	}
	l.say("ben", "/ack\n/impact all orders fail")
	l.say("ben", "/fixed\n/recovered")
	l.say("ben", "/postmortem")
	d := &drafted{live: l}
	var files []struct{ Filename string }
	l.call("aiko", "GET", fmt.Sprintf("/repos/acme/gallery/pulls/%d/files", d.pull().Number), nil, &files)
	for _, f := range files {
		if strings.HasSuffix(f.Filename, ".md") {
			d.path = f.Filename
		}
	}
	if d.path == "" {
		t.Fatalf("no document among %v", files)
	}
	return d
}

func (d *drafted) branch() string { return fmt.Sprintf("postmortem/%d", d.issue) }

// pull is the newest pull request of the branch.
func (d *drafted) pull() livePull {
	d.t.Helper()
	var all, mine []livePull
	d.call("aiko", "GET", "/repos/acme/gallery/pulls?state=all&per_page=100", nil, &all)
	for _, p := range all {
		if p.Head.Ref == d.branch() {
			mine = append(mine, p)
		}
	}
	if len(mine) == 0 {
		d.t.Fatal("no pull request")
	}
	newest := mine[0]
	for _, p := range mine {
		if p.Number > newest.Number {
			newest = p
		}
	}
	return newest
}

func (d *drafted) file(path string) (text, sha string) {
	d.t.Helper()
	var f struct{ Content, SHA string }
	d.call("aiko", "GET", "/repos/acme/gallery/contents/"+path+"?ref="+d.branch(), nil, &f)
	raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(f.Content, "\n", ""))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(raw), f.SHA
}

func (d *drafted) text() string { text, _ := d.file(d.path); return text }

// edit replaces words in the document, as a person does on the branch.
func (d *drafted) edit(old, with string) {
	d.t.Helper()
	text, sha := d.file(d.path)
	if !strings.Contains(text, old) {
		d.t.Fatalf("no %q in\n%s", old, text)
	}
	d.call("ben", "PUT", "/repos/acme/gallery/contents/"+d.path, map[string]string{
		"message": "words", "sha": sha, "branch": d.branch(), "content": base64.StdEncoding.EncodeToString([]byte(strings.Replace(text, old, with, 1))),
	}, nil)
	d.rest()
}

func (d *drafted) commits() int {
	d.t.Helper()
	var list []struct{ SHA string }
	d.call("aiko", "GET", "/repos/acme/gallery/commits?per_page=100&sha="+d.branch(), nil, &list)
	return len(list)
}

func (d *drafted) mustNot(text, word string) {
	d.t.Helper()
	if strings.Contains(text, word) {
		d.t.Errorf("unwanted %q in:\n%s", word, text)
	}
}

func TestWhatPeopleWroteInTheDraftStaysAndNewFactsComeBesideIt(t *testing.T) {
	d := openDraft(t, "")
	d.edit("_What helped, and should stay as it is?_", "The rollback took one minute.")
	d.edit("| Recovered: users are fine again |", "| Everything was well again |")
	d.wait(20 * time.Minute)
	before := d.commits()
	d.say("ben", "/note the pool was full")
	d.say("cho", "/note and small")
	d.wait(30 * time.Minute)
	text := d.text()
	for _, want := range []string{"The rollback took one minute.", "| Everything was well again |", "the pool was full", "and small"} {
		d.must(text, want)
	}
	d.mustNot(text, "Recovered: users are fine again |")
	if n := d.commits() - before; n > 2 {
		t.Errorf("%d commits for two notes within a quarter of an hour", n)
	}
	wrote := writes(d.demoWorld)
	d.wait(time.Hour)
	if n := writes(d.demoWorld) - wrote; n != 0 {
		t.Errorf("%d writes while nothing happened", n)
	}
	d.restart()
	if n := writes(d.demoWorld) - wrote; n != 0 {
		t.Errorf("%d writes by a new process", n)
	}
}

func TestWhatWouldOverlapIsSuggestedOnce(t *testing.T) {
	d := openDraft(t, "")
	d.edit("> all orders fail", "Everybody, everywhere.")
	d.wait(20 * time.Minute)
	d.say("ben", "/impact half of the orders fail")
	d.wait(20 * time.Minute)
	d.say("ben", "/note later")
	d.wait(40 * time.Minute)
	d.restart()
	d.must(d.text(), "Everybody, everywhere.")
	d.mustNot(d.text(), "> half of the orders")
	var reviews []struct {
		Body string
		User struct{ Login string }
	}
	d.call("aiko", "GET", fmt.Sprintf("/repos/acme/gallery/pulls/%d/reviews", d.pull().Number), nil, &reviews)
	if len(reviews) != 1 || reviews[0].User.Login != "sensible[bot]" {
		t.Fatalf("reviews %+v", reviews)
	}
	var comments []struct{ Body, Path string }
	d.call("aiko", "GET", fmt.Sprintf("/repos/acme/gallery/pulls/%d/comments", d.pull().Number), nil, &comments)
	if len(comments) != 1 || comments[0].Path != d.path || !strings.Contains(comments[0].Body, "```suggestion\n> half of the orders fail\n```") {
		t.Errorf("%+v", comments)
	}
}

func TestRecreateWritesOverEverythingOnceAndSaysSo(t *testing.T) {
	d := openDraft(t, "")
	d.edit("> all orders fail", "Everybody, everywhere.")
	d.wait(20 * time.Minute)
	d.say("ben", "/postmortem recreate")
	d.wait(20 * time.Minute)
	d.must(d.text(), "> all orders fail")
	ours := d.ours()
	d.must(ours[len(ours)-1].Body, "written anew")
	d.edit("> all orders fail", "Everybody again.")
	d.wait(40 * time.Minute)
	d.must(d.text(), "Everybody again.")
}

func TestTheIndexIsCommittedWithTheDocument(t *testing.T) {
	d := openDraft(t, "")
	text, _ := d.file("postmortems/index.json")
	var index struct {
		Postmortems []struct {
			Path, Status string
			Incident     int
		}
	}
	if err := json.Unmarshal([]byte(text), &index); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, p := range index.Postmortems {
		if p.Path == d.path && p.Incident == d.issue && p.Status == "draft" {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%s", text)
	}
}

func TestATemplateThatFailsIsToldWithItsLine(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "PUT", "/repos/acme/gallery/contents/docs/pm.md", map[string]string{
		"message": "ours", "content": base64.StdEncoding.EncodeToString([]byte("# ours\n\n{{.Nothing}}\n")),
	}, nil)
	l.config("stage: 2\npostmortems: {template: docs/pm.md}\n")
	l.say("ben", "/ack\n/recovered")
	l.say("ben", "/postmortem")
	d := &drafted{live: l}
	d.must(d.pull().Body, "`docs/pm.md` was not used**, because of line 3")
	var file struct{ SHA string }
	l.call("aiko", "GET", "/repos/acme/gallery/contents/docs/pm.md", nil, &file)
	l.call("aiko", "PUT", "/repos/acme/gallery/contents/docs/pm.md", map[string]string{
		"message": "ours", "sha": file.SHA, "content": base64.StdEncoding.EncodeToString([]byte("# Ours alone\n\n{{template \"pm/timeline\" .}}\n")),
	}, nil)
	l.wait(20 * time.Minute)
	l.say("ben", "/note something")
	l.wait(20 * time.Minute)
	d.mustNot(d.pull().Body, "docs/pm.md")
}

func TestAClosedPullRequestWaitsUntilSomebodyAsks(t *testing.T) {
	d := openDraft(t, "")
	first := d.pull()
	d.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/pulls/%d", first.Number), map[string]string{"state": "closed"}, nil)
	d.wait(20 * time.Minute)
	d.say("ben", "/note one thing")
	d.wait(20 * time.Minute)
	if p := d.pull(); p.State != "closed" {
		t.Fatalf("opened by itself: %+v", p)
	}
	d.say("ben", "/postmortem")
	if p := d.pull(); p.State != "open" || p.Number != first.Number {
		t.Errorf("asked for: %+v", p)
	}
	d.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/pulls/%d", first.Number), map[string]string{"state": "closed"}, nil)
	d.call("aiko", "DELETE", "/repos/acme/gallery/git/refs/heads/"+d.branch(), nil, nil)
	d.wait(20 * time.Minute)
	d.say("ben", "/postmortem")
	d.wait(20 * time.Minute)
	if p := d.pull(); p.State != "open" || p.Number == first.Number {
		t.Errorf("without its branch: %+v", p)
	}
	d.must(d.text(), "one thing")
}

func TestABranchThatWasRewrittenGoesOnFromWhatIsThere(t *testing.T) {
	d := openDraft(t, "")
	d.edit("_What helped, and should stay as it is?_", "The rollback.")
	var head struct{ Commit struct{ Commit struct{ Tree struct{ SHA string } } } }
	d.call("aiko", "GET", "/repos/acme/gallery/branches/"+d.branch(), nil, &head)
	var base struct{ Object struct{ SHA string } }
	d.call("aiko", "GET", "/repos/acme/gallery/git/ref/heads/main", nil, &base)
	var squashed struct{ SHA string }
	d.call("ben", "POST", "/repos/acme/gallery/git/commits", map[string]any{"message": "squashed", "tree": head.Commit.Commit.Tree.SHA, "parents": []string{base.Object.SHA}}, &squashed)
	d.call("ben", "PATCH", "/repos/acme/gallery/git/refs/heads/"+d.branch(), map[string]any{"sha": squashed.SHA, "force": true}, nil)
	d.wait(20 * time.Minute)
	d.say("ben", "/note after the rebase")
	d.wait(20 * time.Minute)
	d.must(d.text(), "The rollback.")
	d.must(d.text(), "after the rebase")
}

func TestMarkedReadyWithItsFactorsWrittenItIsTriaged(t *testing.T) {
	d := openDraft(t, "")
	d.edit("status: draft", "status: ready")
	d.mustNot(d.card().Body, "| triaged | 20")
	d.edit("_What made this possible, and what made it last? Several things usually did; \"unknown\" is an answer._", "A pool of ten.")
	d.wait(time.Minute)
	d.must(d.card().Body, "triaged")
	d.wait(30 * time.Minute)
	if !strings.Contains(d.text(), "triaged: {at:") {
		t.Errorf("not in the front matter:\n%s", d.text()[:900])
	}
}

func TestLearnedIsStampedAndToldOnce(t *testing.T) {
	d := openDraft(t, "")
	d.say("ben", "/triaged unknown")
	d.wait(20 * time.Minute)
	d.say("ben", "/learned")
	d.wait(20 * time.Minute)
	d.must(d.text(), "learned: {at:")
	d.call("aiko", "PUT", fmt.Sprintf("/repos/acme/gallery/pulls/%d/merge", d.pull().Number), map[string]any{}, nil)
	d.rest()
	d.restart()
	told := 0
	for _, c := range d.ours() {
		if strings.Contains(c.Body, "<!-- sensible:learned:0 -->") {
			told++
			if text, _, _ := strings.Cut(c.Body, "\n\n<!--"); strings.Count(text, "\n") != 2 {
				t.Errorf("not three lines:\n%s", c.Body)
			}
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// press sends the delivery of a button, as GitHub does.
func (d *drafted) press(login string, id int64, button, delivery string) {
	d.t.Helper()
	var repo struct {
		ID    int64
		Name  string
		Owner map[string]any
	}
	d.call("aiko", "GET", "/repos/acme/gallery", nil, &repo)
	body, err := json.Marshal(map[string]any{
		"action": "requested_action", "requested_action": map[string]string{"identifier": button},
		"check_run":    map[string]any{"name": "postmortem / review", "check_suite": map[string]any{"head_branch": d.branch()}},
		"repository":   map[string]any{"id": repo.ID, "name": repo.Name, "owner": repo.Owner, "default_branch": "main"},
		"sender":       map[string]any{"login": login, "id": id},
		"installation": map[string]any{"id": demoInstallation},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	mac := hmac.New(sha256.New, d.app.set.Secret)
	mac.Write(body)
	req := httptest.NewRequest(http.MethodPost, "/webhook", bytes.NewReader(body))
	req.Header.Set("X-GitHub-Event", "check_run")
	req.Header.Set("X-GitHub-Delivery", delivery)
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	answer := httptest.NewRecorder()
	d.front.ServeHTTP(answer, req)
	if answer.Code != http.StatusAccepted {
		d.t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	d.rest()
}

func (d *drafted) idOf(login string) int64 {
	d.t.Helper()
	var u struct{ ID int64 }
	d.call("aiko", "GET", "/users/"+login, nil, &u)
	return u.ID
}

func TestTheReviewIsACheckWithButtonsForThoseWhoMay(t *testing.T) {
	d := openDraft(t, "")
	var checks struct {
		CheckRuns []struct {
			Name, Conclusion string
			Output           struct{ Title string }
		} `json:"check_runs"`
	}
	d.call("aiko", "GET", "/repos/acme/gallery/commits/"+d.pull().Head.SHA+"/check-runs", nil, &checks)
	if len(checks.CheckRuns) != 1 || checks.CheckRuns[0].Name != "postmortem / review" || checks.CheckRuns[0].Conclusion != "neutral" {
		t.Fatalf("%+v", checks)
	}
	d.wait(20 * time.Minute)
	d.press("eve", d.idOf("eve"), "ready", "11111111-aaaa")
	d.wait(time.Minute)
	d.must(d.text(), "status: draft")
	d.press("ben", d.idOf("ben"), "ready", "22222222-bbbb")
	d.wait(20 * time.Minute) // at most one push in 15 minutes
	d.must(d.text(), "status: ready")
	d.call("aiko", "GET", "/repos/acme/gallery/commits/"+d.pull().Head.SHA+"/check-runs", nil, &checks)
	if len(checks.CheckRuns) != 1 || checks.CheckRuns[0].Conclusion != "failure" {
		t.Errorf("ready with empty sections: %+v", checks)
	}
	d.edit("status: ready", "status: draft")
	d.wait(30 * time.Minute)
	d.press("ben", d.idOf("ben"), "ready", "22222222-bbbb")
	d.wait(20 * time.Minute)
	d.must(d.text(), "status: draft")
}
