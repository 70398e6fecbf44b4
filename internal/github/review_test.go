package github_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// reviewed is a pull request with a document of 80 lines.
func reviewed(t *testing.T) (*world, reconcile.Key, reconcile.Want, snapshot.World) {
	t.Helper()
	w := newWorld(t, func(s *seed.Seed) { s.Apps[0].Permissions["checks"] = "write" })
	k := w.issue("Checkout 502")
	want := reconcile.Want{Document: "postmortems/pm.md", Index: "postmortems/index.json"}
	branch := "postmortem/" + itoa(k.Number)
	got := w.apply(k, w.observe(k, want),
		plan.Action{
			Kind: plan.FileCommit, Target: want.Document, Body: strings.Repeat("line\n", 80),
			Files: []plan.File{{Path: want.Index, Text: "{}\n"}}, Fields: map[string]string{"branch": branch, "message": "draft"},
		},
		plan.Action{Kind: plan.PullCreate, Title: "Postmortem", Body: "please", Fields: map[string]string{"branch": branch, "base": "main"}})
	return w, k, want, got.World
}

func TestTheIndexGoesIntoTheSameCommit(t *testing.T) {
	w, k, want, got := reviewed(t)
	w.same(got, w.observe(k, want))
	if got.Document.Index != "{}\n" {
		t.Errorf("index %q", got.Document.Index)
	}
	if log := w.git("log", "--format=%s", "main..postmortem/"+itoa(k.Number)); log != "draft\n" {
		t.Errorf("commits:\n%s", log)
	}
}

func TestABranchThatMovedMeanwhileIsNotWrittenOver(t *testing.T) {
	w, k, want, got := reviewed(t)
	old := got.Document.BranchOID
	path := "/repos/acme/shop/contents/postmortems/pm.md"
	file := w.as("aiko", "GET", path+"?ref=postmortem/"+itoa(k.Number), nil)
	w.as("aiko", "PUT", path, map[string]any{
		"message": "mine", "branch": "postmortem/" + itoa(k.Number), "sha": file["sha"],
		"content": base64.StdEncoding.EncodeToString([]byte("a person's\n")),
	})
	after := w.apply(k, got, plan.Action{
		Kind: plan.FileCommit, Target: want.Document, Body: "ours\n",
		Fields: map[string]string{"branch": "postmortem/" + itoa(k.Number), "message": "refresh", "head": old},
	})
	if !after.Stale {
		t.Error("not told to look again")
	}
	if text := w.observe(k, want).Document.Text; text != "a person's\n" {
		t.Errorf("the branch says %q", text)
	}
}

func TestACheckHoldsMoreRemarksThanOneRequestAndIsUpdated(t *testing.T) {
	w, k, want, got := reviewed(t)
	check := plan.Action{
		Kind: plan.CheckCreate, Target: got.Postmortem.HeadOID, Key: "one", Title: "Advice", Body: "text",
		Fields:  map[string]string{"conclusion": "neutral", "details": "https://example.com/x"},
		Buttons: []plan.Button{{Label: "Refresh", Description: "what is known", ID: "refresh"}},
	}
	for n := range 70 {
		check.Notes = append(check.Notes, plan.Note{Path: want.Document, Start: n + 1, End: n + 1, Level: "warning", Title: "PM001", Body: fmt.Sprint("remark ", n)})
	}
	first := w.apply(k, got, check)
	w.same(first.World, w.observe(k, want))
	w.client = w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	run := w.observe(k, want).Postmortem.Check
	if run == nil || run.Key != "one" || run.ID != first.World.Postmortem.Check.ID {
		t.Fatalf("a new process sees %+v, wrote %+v", run, first.World.Postmortem.Check)
	}
	shown := w.as("aiko", "GET", fmt.Sprintf("/repos/acme/shop/check-runs/%d", run.ID), nil)
	if out, _ := shown["output"].(map[string]any); fmt.Sprint(out["annotations_count"]) != "70" || shown["conclusion"] != "neutral" {
		t.Errorf("%v", shown)
	}
	check.Kind, check.ID, check.Key, check.Notes = plan.CheckUpdate, run.ID, "two", nil
	second := w.apply(k, first.World, check)
	if r := second.World.Postmortem.Check; r.ID != run.ID || r.Key != "two" {
		t.Errorf("%+v", r)
	}
	asked := w.calls("GET /repos/{owner}/{repo}/commits/{ref}/check-runs")
	w.observe(k, want)
	if w.calls("GET /repos/{owner}/{repo}/commits/{ref}/check-runs") != asked {
		t.Error("a check that is known was asked for again")
	}
}

func TestAReviewIsFoundAgainByWhatItOffered(t *testing.T) {
	w, k, want, got := reviewed(t)
	key := plan.SuggestedPrefix + "abc def"
	after := w.apply(k, got, plan.Action{
		Kind: plan.ReviewCreate, ID: int64(got.Postmortem.Number), Key: key, Target: got.Postmortem.HeadOID, Body: "two\n\n" + marker.Of(key),
		Notes: []plan.Note{{Path: want.Document, Start: 2, End: 3, Body: "```suggestion\nx\n```"}, {Path: want.Document, Start: 5, End: 5, Body: "y"}},
	})
	w.same(after.World, w.observe(k, want))
	if p := w.observe(k, want).Postmortem; !slices.Equal(p.Offered, []string{"abc", "def"}) || len(p.Reviewers) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestAClosedPullRequestIsOpenedAgain(t *testing.T) {
	w, k, want, got := reviewed(t)
	w.as("aiko", "PATCH", fmt.Sprintf("/repos/acme/shop/pulls/%d", got.Postmortem.Number), map[string]any{"state": "closed"})
	closed := w.observe(k, want)
	if closed.Postmortem.Open || closed.Postmortem.ClosedAt.IsZero() {
		t.Fatalf("%+v", closed.Postmortem)
	}
	after := w.apply(k, closed, plan.Action{Kind: plan.PullReopen, Node: closed.Postmortem.NodeID})
	if !after.World.Postmortem.Open {
		t.Errorf("%+v", after.World.Postmortem)
	}
}
