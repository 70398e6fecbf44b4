package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
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
