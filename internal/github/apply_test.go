package github_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// same compares what Apply said GitHub shows with what GitHub shows; events are our own doings, which Apply leaves out.
func (w *world) same(applied, observed snapshot.World) {
	w.Helper()
	applied.Events, observed.Events = nil, nil
	slices.Sort(applied.RepoLabels)
	slices.Sort(observed.RepoLabels)
	if diff := cmp.Diff(observed, applied); diff != "" {
		w.Errorf("GitHub shows (-), Apply said (+):\n%s", diff)
	}
}

func TestALedgerAndAllThatNeedsNothingElseGoesIntoOneRequest(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	w.as("aiko", "POST", "/repos/acme/shop/labels", map[string]any{"name": "bug", "color": "ededed"})
	id := w.comment("ben", k, "/ack")
	before := w.observe(k, reconcile.Want{})
	ben := before.Comments[0].Author
	w.hub.Advance(time.Minute)
	total := w.sent.total()
	got := w.apply(k, before,
		plan.Action{Kind: plan.LabelAdd, Target: "bug"},
		plan.Action{Kind: plan.ReactionAdd, Node: before.Comments[0].NodeID, ID: id, Target: "ROCKET"},
		plan.Action{Kind: plan.AssigneeAdd, Target: ben.Login, ID: ben.ID},
		plan.Action{Kind: plan.CommentCreate, Key: "reply", Body: "hello\n\n" + marker.Of("reply c1")},
		plan.Action{Kind: plan.CardCreate, Body: card},
	)
	if n := w.sent.total() - total; n != 1 || got.Stale || len(got.Vain) != 0 {
		t.Errorf("%d requests, stale %v, in vain %v", n, got.Stale, got.Vain)
	}
	if len(got.World.Issue.Labels) != 1 || len(got.World.Issue.Assignees) != 1 || len(got.World.Comments) != 2 || got.World.Card == nil {
		t.Errorf("%+v", got.World)
	}
	w.same(got.World, w.observe(k, reconcile.Want{}))
	fresh := w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	cold, err := fresh.Observe(t.Context(), k, reconcile.Want{})
	if err != nil {
		t.Fatal(err)
	}
	w.same(got.World, cold)
}

func TestALabelThatDoesNotExistIsMadeFirst(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	got := w.apply(k, w.observe(k, reconcile.Want{}),
		plan.Action{Kind: plan.LabelAdd, Target: "phase/detection"},
		plan.Action{Kind: plan.LabelCreate, Target: "phase/detection", Fields: map[string]string{"color": "d93f0b", "description": "in it"}},
		plan.Action{Kind: plan.CardCreate, Body: card},
	)
	if !slices.Equal(got.World.Issue.Labels, []string{"phase/detection"}) {
		t.Errorf("labels %v", got.World.Issue.Labels)
	}
	removed := w.apply(k, got.World, plan.Action{Kind: plan.LabelRemove, Target: "phase/detection"})
	w.same(removed.World, w.observe(k, reconcile.Want{}))
}

func TestACommentThatSomebodyWroteMeanwhileMakesTheWorldStale(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	before := w.observe(k, reconcile.Want{})
	w.comment("ben", k, "/ack")
	if got := w.apply(k, before, plan.Action{Kind: plan.CommentCreate, Body: "ours"}); !got.Stale {
		t.Error("the comment between was passed over")
	}
}

func TestAContinuationIsMinimisedAndFoundAgain(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	got := w.apply(k, w.observe(k, reconcile.Want{}),
		plan.Action{Kind: plan.CardCreate, Body: card},
		plan.Action{Kind: plan.OverflowCreate, Body: "older\n\n<!-- sensible:ledger-continuation v1 -->"})
	if len(got.World.Overflow) != 1 || !got.World.Overflow[0].Minimized {
		t.Fatalf("%+v", got.World.Overflow)
	}
	for range 30 {
		w.comment("ben", k, "talk")
	}
	again := w.observe(k, reconcile.Want{})
	if len(again.Overflow) != 1 || len(again.Comments) != 30 {
		t.Errorf("%d continuations, %d comments", len(again.Overflow), len(again.Comments))
	}
}

func TestAnAmbiguousFailureIsAnErrorAndNothingIsSentAgain(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	before := w.observe(k, reconcile.Want{})
	sent := w.calls("Apply")
	w.fault("status=502,when=after,match=Apply,count=1")
	_, err := w.client.Apply(t.Context(), k, before, plan.Plan{Actions: []plan.Action{{Kind: plan.CommentCreate, Body: "once\n\n" + marker.Of("reply c1")}, {Kind: plan.IssueClose, Target: "COMPLETED"}}})
	if err == nil || !strings.Contains(err.Error(), "comment.create") {
		t.Errorf("error %v", err)
	}
	if n := w.calls("Apply") - sent; n != 1 {
		t.Errorf("sent %d times", n)
	}
	if got := w.observe(k, reconcile.Want{}); len(got.Comments) != 1 || got.Issue.Open {
		t.Errorf("what GitHub did is not seen: %d comments", len(got.Comments))
	}
}

func TestWhereTheLedgerCannotBeWrittenNothingElseIsTried(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	before := w.observe(k, reconcile.Want{})
	_, err := w.client.Apply(t.Context(), k, before, plan.Plan{Actions: []plan.Action{
		{Kind: plan.CardUpdate, Node: "IC_kwDOAAAAAA", Body: card},
		{Kind: plan.ItemCreate, Node: before.Issue.NodeID, Title: "too early", Body: "x"},
	}})
	if err == nil || len(w.observe(k, reconcile.Want{}).Items) != 0 {
		t.Errorf("error %v", err)
	}
}

func TestTheIssueIsClosedAndOpenedAgain(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	closed := w.apply(k, w.observe(k, reconcile.Want{}), plan.Action{Kind: plan.IssueClose, Target: "NOT_PLANNED"})
	w.same(closed.World, w.observe(k, reconcile.Want{}))
	if closed.World.Issue.Open || closed.World.Issue.ClosedAt.IsZero() {
		t.Errorf("%+v", closed.World.Issue)
	}
	open := w.apply(k, closed.World, plan.Action{Kind: plan.IssueReopen})
	w.same(open.World, w.observe(k, reconcile.Want{}))
}

func TestActionItemsAreSubIssuesOnTheBoardWithTheirFields(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	want := reconcile.Want{Board: "Incident follow-ups"}
	before := w.observe(k, want)
	if before.BoardState != snapshot.BoardMissing {
		t.Fatalf("board %q", before.BoardState)
	}
	made := w.apply(k, before,
		plan.Action{Kind: plan.LabelCreate, Target: "action-item", Fields: map[string]string{"color": "ededed"}},
		plan.Action{Kind: plan.ItemCreate, Node: before.Issue.NodeID, Title: "alert earlier", Body: "do it", Fields: map[string]string{"labels": "action-item", "assignee": "ben"}},
		plan.Action{Kind: plan.BoardCreate, Title: "Incident follow-ups"},
		plan.Action{Kind: plan.BoardField, Target: "Importance", Fields: map[string]string{"type": "SINGLE_SELECT", "options": "high,medium,low"}},
		plan.Action{Kind: plan.BoardField, Target: "ISU", Fields: map[string]string{"type": "NUMBER"}},
		plan.Action{Kind: plan.BoardField, Target: "Due", Fields: map[string]string{"type": "DATE"}},
		plan.Action{Kind: plan.BoardField, Target: "Incident", Fields: map[string]string{"type": "TEXT"}},
	)
	if len(made.World.Items) != 1 || !made.World.Items[0].Mine || made.World.Board == nil || len(made.Vain) != 0 {
		t.Fatalf("items %+v, board %+v, in vain %v", made.World.Items, made.World.Board, made.Vain)
	}
	fields := map[string]string{"Importance": "high", "ISU": "2.5", "Due": "2026-12-24", "Incident": "1: Checkout 502"}
	sent := w.calls("Apply")
	filled := w.apply(k, made.World, plan.Action{Kind: plan.BoardItem, Node: made.World.Items[0].NodeID, Target: "alert earlier", Fields: fields})
	if n := w.calls("Apply") - sent; n != 2 {
		t.Errorf("%d requests for an item", n)
	}
	seen := w.observe(k, want)
	if diff := cmp.Diff(fields, subset(seen.Items[0].Fields, fields)); diff != "" || seen.Items[0].BoardItem == "" {
		t.Errorf("on the board %+v: %s", seen.Items[0], diff)
	}
	filled.World.Board, seen.Board = nil, nil // GitHub's own fields stand there too
	filled.World.Items[0].Fields, seen.Items[0].Fields = nil, nil
	w.same(filled.World, seen)
}

func subset(have, of map[string]string) map[string]string {
	out := map[string]string{}
	for k := range of {
		out[k] = have[k]
	}
	return out
}

func TestAUsersBoardIsOutOfReachAndSaidSo(t *testing.T) {
	w := newWorld(t, func(s *seed.Seed) {
		s.Repositories = append(s.Repositories, seed.Repository{FullName: "aiko/own", Collaborators: map[string]string{"aiko": "admin"}, Files: map[string]string{"README.md": "x"}})
		s.Installations = append(s.Installations, seed.Installation{ID: 11, App: 1, Account: "aiko"})
	})
	made := w.as("aiko", "POST", "/repos/aiko/own/issues", map[string]any{"title": "x"})
	k, err := w.client.Find(t.Context(), "aiko/own")
	if err != nil {
		t.Fatal(err)
	}
	k.Number = int(made["number"].(float64))
	if got := w.observe(k, reconcile.Want{Board: "Incident follow-ups"}); got.BoardState != snapshot.BoardUnreachable {
		t.Errorf("board %q", got.BoardState)
	}
}

func TestACardIsPinnedOnceAndAPersonMayUnpinIt(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	got := w.apply(k, w.observe(k, reconcile.Want{}), plan.Action{Kind: plan.CardCreate, Body: card})
	pinned := w.apply(k, got.World, plan.Action{Kind: plan.CardPin, ID: got.World.Card.ID})
	if !pinned.World.Card.Pinned || !w.observe(k, reconcile.Want{}).Card.Pinned {
		t.Error("not pinned")
	}
	fresh := w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	if cold, err := fresh.Observe(t.Context(), k, reconcile.Want{}); err != nil || !cold.Card.Pinned {
		t.Errorf("a new process does not know: %v", err)
	}
	w.fault("status=410,when=before,match=PUT /repos/*/pin,count=1")
	other := w.issue("another")
	made := w.apply(other, w.observe(other, reconcile.Want{}), plan.Action{Kind: plan.CardCreate, Body: card})
	if old := w.apply(other, made.World, plan.Action{Kind: plan.CardPin, ID: made.World.Card.ID}); len(old.Vain) != 1 {
		t.Errorf("a server without pins: in vain %v", old.Vain)
	}
}

func TestAnotherNodeThanAskedForIsNeverAssigned(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	got := w.apply(k, w.observe(k, reconcile.Want{}), plan.Action{Kind: plan.AssigneeAdd, Target: "ben", ID: 424242})
	if len(got.Vain) != 1 || len(got.World.Issue.Assignees) != 0 {
		t.Errorf("in vain %v, assigned %v", got.Vain, got.World.Issue.Assignees)
	}
}
