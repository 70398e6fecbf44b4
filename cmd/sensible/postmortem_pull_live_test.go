package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

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
	var head struct {
		Commit struct {
			Commit struct{ Tree struct{ SHA string } }
		}
	}
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
