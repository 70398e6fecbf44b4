package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
)

// rewrite changes the postmortem where it is published, as a person who edits it on GitHub.
func (d *drafted) rewrite(old, new string) {
	d.t.Helper()
	var file struct{ SHA, Content string }
	d.call("aiko", "GET", "/repos/acme/gallery/contents/"+d.path, nil, &file)
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(file.Content, "\n", ""))
	if err != nil {
		d.t.Fatal(err)
	}
	d.must(string(text), old)
	d.call("aiko", "PUT", "/repos/acme/gallery/contents/"+d.path, map[string]string{
		"message": "wording", "sha": file.SHA, "content": base64.StdEncoding.EncodeToString([]byte(strings.Replace(string(text), old, new, 1))),
	}, nil)
	d.rest()
	d.wait(7 * time.Minute)
}

func (l *live) titles() string {
	l.t.Helper()
	var out []string
	for _, it := range l.items() {
		out = append(out, it.Title)
	}
	return strings.Join(out, " | ")
}

func TestRowsOfThePostmortemBecomeIssuesAtTheMergeOnce(t *testing.T) {
	d := openDraft(t, "")
	d.say("ben", "/action Alert on a full pool I:high S:s U:medium C:high")
	d.wait(20 * time.Minute)
	rows := "\n- [ ] Limit the pool per tenant @ben 2022-10-20 I:high S:m U:high C:high K:prevent\n- Alert on a full pool!\n- [x] rolled back\n"
	d.edit("## Unknowns", strings.TrimPrefix(rows, "\n")+"\n## Unknowns")
	d.wait(20 * time.Minute)
	d.must(d.pull().Body, "Limit the pool per tenant")
	d.mustNot(d.pull().Body, "- Alert on a full pool")
	if got := d.titles(); got != "Alert on a full pool" {
		t.Fatalf("before the merge there are: %s", got)
	}
	d.call("aiko", "PUT", fmt.Sprintf("/repos/acme/gallery/pulls/%d/merge", d.pull().Number), map[string]any{}, nil)
	d.rest()
	d.wait(3 * time.Minute)
	if got := d.titles(); got != "Alert on a full pool | Limit the pool per tenant" {
		t.Fatalf("after the merge there are: %s", got)
	}
	made := d.items()[1]
	if len(made.Assignees) != 1 || made.Assignees[0].Login != "ben" || !strings.Contains(made.Body, "2022-10-20") {
		t.Errorf("owner and date: %+v", made)
	}
	d.rewrite("Limit the pool per tenant", "Limit the pool for each tenant")
	if got := d.titles(); got != "Alert on a full pool | Limit the pool for each tenant" {
		t.Errorf("after a row was reworded there are: %s", got)
	}
	d.patch("ben", made.Number, map[string]any{"title": "Pool limits"})
	d.rewrite("Limit the pool for each tenant", "Limit pools for all tenants")
	d.rewrite("- Alert on a full pool!\n", "")
	if got := d.titles(); got != "Alert on a full pool | Pool limits" {
		t.Errorf("a person's title, and an item whose row is gone: %s", got)
	}
	d.restart()
	d.wait(time.Hour)
	if got := d.titles(); got != "Alert on a full pool | Pool limits" {
		t.Errorf("after a restart: %s", got)
	}
}
