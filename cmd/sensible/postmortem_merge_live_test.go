package main

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"
)

// Two postmortems that are written at the same time meet in the index.
func TestTwoPostmortemsAtOnceMeetInTheIndexAndBothCanBeMerged(t *testing.T) {
	d := openDraft(t, "")
	d.edit("_What helped, and should stay as it is?_", "The rollback.")
	var base struct{ Object struct{ SHA string } }
	d.call("aiko", "GET", "/repos/acme/gallery/git/ref/heads/main", nil, &base)
	other := `{"version":1,"postmortems":[` + "\n" + `{"path":"postmortems/2022/2022-09-07-another-1.md","incident":1}]}` + "\n"
	d.call("aiko", "PUT", "/repos/acme/gallery/contents/postmortems/index.json", map[string]string{
		"message": "another", "branch": "main", "content": base64.StdEncoding.EncodeToString([]byte(other)),
	}, nil)
	d.wait(20 * time.Minute)
	d.say("ben", "/note one more thing")
	d.wait(40 * time.Minute)
	index, _ := d.file("postmortems/index.json")
	d.must(index, "another-1.md")
	d.must(index, d.path)
	d.must(d.text(), "The rollback.")
	d.must(d.text(), "one more thing")
	d.mustNot(d.pull().Body, "conflicts with")
	before := d.commits()
	wrote := writes(d.demoWorld)
	d.wait(time.Hour)
	if n := d.commits() - before; n != 0 || writes(d.demoWorld) != wrote {
		t.Errorf("%d commits afterwards", n)
	}
	d.call("aiko", "PUT", fmt.Sprintf("/repos/acme/gallery/pulls/%d/merge", d.pull().Number), map[string]any{}, nil)
}

// A conflict in anything else is for people, and the description says so.
func TestAConflictInTheDocumentItselfIsLeftToPeople(t *testing.T) {
	d := openDraft(t, "")
	d.call("aiko", "PUT", "/repos/acme/gallery/contents/"+d.path, map[string]string{
		"message": "by hand", "branch": "main", "content": base64.StdEncoding.EncodeToString([]byte("# written by hand\n")),
	}, nil)
	d.wait(40 * time.Minute)
	text := d.text()
	d.say("ben", "/note one more thing")
	d.wait(40 * time.Minute)
	if d.text() != text {
		t.Error("a document that is on the default branch already was changed on its own")
	}
	d.must(d.pull().Body, "conflicts with")
}
