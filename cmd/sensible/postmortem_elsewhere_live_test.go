package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

// elsewhere is an incident that recovered, with its postmortem wanted in another repository.
type elsewhere struct {
	*coping
	home string // where the postmortem is looked for
	path string
}

const away = "acme/postmortems"

// openElsewhere lets an incident recover under a policy that wants the postmortem in another repository.
func openElsewhere(t *testing.T, wanted string, o oddities) *elsewhere {
	t.Helper()
	e := &elsewhere{coping: cope(t, o).declare(), home: away}
	e.config("stage: 2\npostmortems: {repository: " + wanted + "}\n")
	e.say("ben", "/ack\n/impact all orders fail")
	e.say("ben", "/fixed\n/recovered")
	e.say("ben", "/postmortem")
	return e
}

// with adds the other repository to the world.
func with(r seed.Repository) oddities {
	return oddities{seed: func(s *seed.Seed) {
		if r.FullName == "" {
			r.FullName = away
		}
		r.Collaborators = s.Repositories[0].Collaborators
		if r.Files == nil {
			r.Files = map[string]string{"README.md": "# postmortems\n", ".github/CODEOWNERS": "* @cho\n"}
		}
		s.Repositories = append(s.Repositories, r)
	}}
}

// pulls are the pull requests of the incident's branch in a repository.
func (e *elsewhere) pulls(repo string) []livePull {
	e.t.Helper()
	var all, mine []livePull
	e.call("aiko", "GET", "/repos/"+repo+"/pulls?state=all&per_page=100", nil, &all)
	for _, p := range all {
		if p.Head.Ref == e.branch() {
			mine = append(mine, p)
		}
	}
	return mine
}

func (e *elsewhere) branch() string { return fmt.Sprintf("postmortem/%d", e.issue) }

// file is the document on its branch.
func (e *elsewhere) file() (text, sha string) {
	e.t.Helper()
	pulls := e.pulls(e.home)
	if len(pulls) != 1 {
		e.t.Fatalf("pull requests in %s: %+v", e.home, pulls)
	}
	var files []struct{ Filename string }
	e.call("aiko", "GET", fmt.Sprintf("/repos/%s/pulls/%d/files", e.home, pulls[0].Number), nil, &files)
	for _, f := range files {
		if strings.HasSuffix(f.Filename, ".md") {
			e.path = f.Filename
		}
	}
	var f struct{ Content, SHA string }
	e.call("aiko", "GET", "/repos/"+e.home+"/contents/"+e.path+"?ref="+e.branch(), nil, &f)
	raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(f.Content, "\n", ""))
	if err != nil {
		e.t.Fatal(err)
	}
	return string(raw), f.SHA
}

func (e *elsewhere) edit(old, with string) {
	e.t.Helper()
	text, sha := e.file()
	if !strings.Contains(text, old) {
		e.t.Fatalf("no %q in\n%s", old, text)
	}
	e.call("ben", "PUT", "/repos/"+e.home+"/contents/"+e.path, map[string]string{
		"message": "words", "sha": sha, "branch": e.branch(), "content": base64.StdEncoding.EncodeToString([]byte(strings.Replace(text, old, with, 1))),
	}, nil)
	e.rest()
}

// here makes sure that the postmortem is beside the incident, and that one line on the card says why.
func (e *elsewhere) here(why string) {
	e.t.Helper()
	if pulls := e.pulls(e.repo); len(pulls) != 1 || pulls[0].State != "open" {
		e.t.Errorf("beside the incident: %+v", pulls)
	}
	card := e.card().Body
	e.must(card, why)
	if strings.Count(card, "The postmortem is written here") != 1 {
		e.t.Errorf("not one line:\n%s", card)
	}
}

func TestThePostmortemLivesInAnotherRepository(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{Private: true}))
	pulls := e.pulls(away)
	if len(pulls) != 1 || len(e.pulls(e.repo)) != 0 {
		t.Fatalf("there %+v, here %+v", pulls, e.pulls(e.repo))
	}
	e.must(pulls[0].Body, fmt.Sprintf("/%s/issues/%d)", e.repo, e.issue))
	e.must(e.card().Body, fmt.Sprintf("/%s/pull/%d", away, pulls[0].Number))
	if strings.Contains(e.card().Body, "is written here") {
		t.Errorf("nothing was refused:\n%s", e.card().Body)
	}
	var asked struct {
		Users []struct{ Login string }
	}
	e.call("aiko", "GET", fmt.Sprintf("/repos/%s/pulls/%d/requested_reviewers", away, pulls[0].Number), nil, &asked)
	if len(asked.Users) != 2 || asked.Users[1].Login != "cho" {
		t.Errorf("the lead and the code owners there: %+v", asked)
	}
	var checks struct {
		CheckRuns []struct{ Name string } `json:"check_runs"`
	}
	e.call("aiko", "GET", "/repos/"+away+"/commits/"+pulls[0].Head.SHA+"/check-runs", nil, &checks)
	if len(checks.CheckRuns) != 1 {
		t.Errorf("the review there: %+v", checks)
	}
	e.call("aiko", "GET", "/repos/"+away+"/contents/postmortems/index.json?ref="+e.branch(), nil, nil) // is there

	e.edit("_What helped, and should stay as it is?_", "The rollback took one minute, as after acme/api#7.")
	e.wait(20 * time.Minute)
	e.say("ben", "/note the pool was full, fixes acme/api#7")
	e.wait(20 * time.Minute)
	text, _ := e.file()
	e.must(text, "The rollback took one minute, as after acme/api#7.")
	e.must(text, "the pool was full")
	if strings.Contains(text, "fixes acme/api#7") {
		t.Errorf("a reference into another repository is alive:\n%s", text)
	}
	wrote, looked := writes(e.demoWorld), queries(e)
	e.raise()
	if n := queries(e) - looked; n != 1 || writes(e.demoWorld) != wrote {
		t.Errorf("%d queries for one look, %d writes", n, writes(e.demoWorld)-wrote)
	}
	e.call("aiko", "PUT", fmt.Sprintf("/repos/%s/pulls/%d/merge", away, pulls[0].Number), map[string]any{}, nil)
	e.rest()
	e.must(e.card().Body, "| learned | 20")
}

// queries counts the GraphQL requests so far, but for the organisation's settings, which are asked for every ten minutes.
func queries(e *elsewhere) int {
	log := string(e.requests.bytes())
	return strings.Count(log, "/graphql") - strings.Count(log, `"operation":"Defaults"`)
}

func TestAPrivateIncidentIsNotToldInAPublicRepository(t *testing.T) {
	e := openElsewhere(t, away, with(seed.Repository{}))
	if pulls := e.pulls(away); len(pulls) != 0 {
		t.Errorf("told in public: %+v", pulls)
	}
	e.here("this repository is private and that one is public")
}

func TestWhatCannotBeReachedLeavesThePostmortemBesideTheIncident(t *testing.T) {
	t.Run("no such repository", func(t *testing.T) {
		e := openElsewhere(t, away, oddities{})
		e.here("that repository cannot be found or written")
		e.say("ben", "/note still here")
		e.wait(20 * time.Minute)
		e.here("that repository cannot be found or written")
	})
	t.Run("another owner", func(t *testing.T) {
		openElsewhere(t, "other/postmortems", oddities{}).here("belongs to another owner")
	})
	t.Run("outside the installation", func(t *testing.T) {
		o := with(seed.Repository{Private: true})
		add := o.seed
		o.seed = func(s *seed.Seed) {
			add(s)
			s.Installations[0].Repositories = []string{s.Repositories[0].FullName}
		}
		openElsewhere(t, away, o).here("that repository cannot be found or written")
	})
	t.Run("without a commit", func(t *testing.T) {
		openElsewhere(t, away, with(seed.Repository{Private: true, Files: map[string]string{}})).here("that repository cannot be found or written")
	})
}
