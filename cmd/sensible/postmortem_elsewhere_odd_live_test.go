package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

// A repository that can be read and not written shows only when it is written to.
func TestARepositoryThatRefusesTheDraftLeavesItBesideTheIncident(t *testing.T) {
	o := with(seed.Repository{}) // public: everybody may read it
	add := o.seed
	o.seed = func(s *seed.Seed) {
		add(s)
		s.Repositories[0].Private = false
		s.Installations[0].Repositories = []string{s.Repositories[0].FullName}
	}
	e := openElsewhere(t, away, o)
	if pulls := e.pulls(away); len(pulls) != 0 {
		t.Errorf("written there: %+v", pulls)
	}
	e.here("that repository cannot be found or written")
	e.wait(20 * time.Minute)
	wrote := writes(e.demoWorld)
	e.wait(3 * time.Hour)
	if n := writes(e.demoWorld) - wrote; n != 0 {
		t.Errorf("%d writes while nothing happened", n)
	}
}

func TestABranchOfAnotherIncidentWithTheSameNumberIsLeftAlone(t *testing.T) {
	e := &elsewhere{coping: cope(t, with(seed.Repository{Private: true})).declare(), home: away}
	var base struct{ Object struct{ SHA string } }
	e.call("aiko", "GET", "/repos/"+away+"/git/ref/heads/main", nil, &base)
	e.call("aiko", "POST", "/repos/"+away+"/git/refs", map[string]string{"ref": "refs/heads/" + e.branch(), "sha": base.Object.SHA}, nil)
	e.call("aiko", "PUT", "/repos/"+away+"/contents/postmortems/other.md", map[string]string{
		"message": "of acme/api", "branch": e.branch(), "content": base64.StdEncoding.EncodeToString([]byte("# another\n")),
	}, nil)
	e.config("stage: 2\npostmortems: {repository: " + away + "}\n")
	e.say("ben", "/ack\n/fixed\n/recovered")
	e.say("ben", "/postmortem")
	e.here("belongs to another incident with this number")
}

func TestAButtonAndAPushElsewhereReachTheIncident(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{Private: true}))
	e.wait(20 * time.Minute)
	d := &drafted{live: e.live}
	d.pressOn(away, "ben", d.idOf("ben"), "ready", "33333333-cccc")
	e.wait(20 * time.Minute)
	text, _ := e.file()
	e.must(text, "status: ready")
}

func TestWhereSignaturesAreRequiredElsewhereGitHubMakesTheCommit(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{Private: true, RequireSignedCommits: true}))
	text, _ := e.file()
	e.must(text, "> all orders fail")
	e.edit("_What helped, and should stay as it is?_", "The rollback.")
	e.wait(20 * time.Minute)
	e.say("ben", "/note the pool was full")
	e.wait(20 * time.Minute)
	text, _ = e.file()
	e.must(text, "the pool was full")
	e.must(text, "The rollback.")
}

// Two postmortems that are written at the same time meet in the index, whatever repository they are in.
func TestTwoPostmortemsElsewhereMeetInTheIndex(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{Private: true}))
	other := `{"version":1,"postmortems":[` + "\n" + `{"path":"postmortems/2022/2022-09-07-another-1.md","incident":1}]}` + "\n"
	e.call("aiko", "PUT", "/repos/"+away+"/contents/postmortems/index.json", map[string]string{
		"message": "another", "branch": "main", "content": base64.StdEncoding.EncodeToString([]byte(other)),
	}, nil)
	e.wait(20 * time.Minute)
	e.say("ben", "/note one more thing")
	e.wait(40 * time.Minute)
	e.call("aiko", "PUT", fmt.Sprintf("/repos/%s/pulls/%d/merge", away, e.pulls(away)[0].Number), map[string]any{}, nil)
	var f struct{ Content string }
	e.call("aiko", "GET", "/repos/"+away+"/contents/postmortems/index.json", nil, &f)
	index, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(f.Content, "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	e.must(string(index), "another-1.md")
	e.must(string(index), fmt.Sprintf(`"incident":%d`, e.issue))
}

// A new process knows nothing of the other repository until it has looked, and finds the same postmortem there.
func TestANewProcessFindsThePostmortemElsewhere(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{Private: true}))
	e.edit("_What helped, and should stay as it is?_", "The rollback.")
	e.wait(40 * time.Minute)
	wrote := writes(e.demoWorld)
	e.restart()
	e.wait(time.Minute)
	if n := writes(e.demoWorld) - wrote; n != 0 || len(e.pulls(away)) != 1 || len(e.pulls(e.repo)) != 0 {
		t.Errorf("%d writes by a new process; there %v, here %v", n, e.pulls(away), e.pulls(e.repo))
	}
}
