package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// world is a store with one repository, without git.
func world(t interface{ Fatal(...any) }) (*store.Store, *store.Repository, *store.ScaledClock) {
	clock := store.NewClock(time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC), 0)
	s := store.New(clock)
	if _, err := s.AddOrganization("acme", ""); err != nil {
		t.Fatal(err)
	}
	r, err := s.AddRepository(store.RepositoryInput{FullName: "acme/shop", Private: true})
	if err != nil {
		t.Fatal(err)
	}
	for login, role := range map[string]store.Role{"ben": store.Write, "cho": store.Triage, "eve": store.Read} {
		u, err := s.AddUser(login, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		s.SetCollaborator(r, u, role)
	}
	return s, r, clock
}

func status(err error) int {
	var e *store.Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

func TestCommentsEndAt2500(t *testing.T) {
	s, r, _ := world(t)
	ben := store.As(s.User("ben"))
	i, err := s.AddIssue(ben, r, store.IssueInput{Title: "x"})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2500 {
		if _, err := s.AddComment(ben, i, fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.AddComment(ben, i, "one more"); status(err) != 403 {
		t.Errorf("the 2501st comment got %v", err)
	}
}

func TestSubIssuesEndAt100AndEightLevels(t *testing.T) {
	s, r, _ := world(t)
	ben := store.As(s.User("ben"))
	add := func() *store.Issue {
		i, err := s.AddIssue(ben, r, store.IssueInput{Title: "x"})
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	parent := add()
	for range 100 {
		if err := s.AddSubIssue(ben, parent, add(), false); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddSubIssue(ben, parent, add(), false); status(err) != 422 {
		t.Errorf("the 101st sub-issue got %v", err)
	}
	top := add()
	for level := 2; level <= 8; level++ {
		next := add()
		if err := s.AddSubIssue(ben, top, next, false); err != nil {
			t.Fatalf("level %d: %v", level, err)
		}
		top = next
	}
	if err := s.AddSubIssue(ben, top, add(), false); status(err) != 422 {
		t.Errorf("the ninth level got %v", err)
	}
}

func TestEditsKeepWhatStoodThereAndWhoChangedIt(t *testing.T) {
	s, r, clock := world(t)
	ben, cho := store.As(s.User("ben")), store.As(s.User("cho"))
	i, _ := s.AddIssue(cho, r, store.IssueInput{Title: "x"})
	c, _ := s.AddComment(cho, i, "one")
	clock.Advance(time.Minute)
	var changes map[string]any
	s.Subscribe(func(e store.Event) { changes = e.Changes })
	if err := s.EditComment(ben, c, "two"); err != nil {
		t.Fatal(err)
	}
	at, by := c.LastEdited()
	if by != ben.User || at.Minute() != 1 || c.Edits[0].Before != "one" {
		t.Errorf("last edited %v by %v, before %q", at, by.Login, c.Edits[0].Before)
	}
	if fmt.Sprint(changes) != "map[body:map[from:one]]" {
		t.Errorf("the event tells %v", changes)
	}
}

func TestOneCommentIsPinnedPerIssue(t *testing.T) {
	s, r, _ := world(t)
	ben := store.As(s.User("ben"))
	i, _ := s.AddIssue(ben, r, store.IssueInput{Title: "x"})
	one, _ := s.AddComment(ben, i, "1")
	two, _ := s.AddComment(ben, i, "2")
	for _, c := range []*store.Comment{one, two} {
		if err := s.PinComment(ben, c); err != nil {
			t.Fatal(err)
		}
	}
	if i.PinnedComment() != two || one.Pinned {
		t.Error("pinning another comment did not take the first one's place")
	}
}

func TestTransferredAndDeletedIssuesSayWhereTheyWent(t *testing.T) {
	s, r, _ := world(t)
	owner := store.OnBehalfOf(s.User("acme"))
	to, err := s.AddRepository(store.RepositoryInput{FullName: "acme/other"})
	if err != nil {
		t.Fatal(err)
	}
	i, _ := s.AddIssue(owner, r, store.IssueInput{Title: "x"})
	c, _ := s.AddComment(owner, i, "stays")
	moved, err := s.TransferIssue(owner, i, to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.FindIssue(r, i.Number); status(err) != 301 {
		t.Errorf("the old place answers %v", err)
	}
	if s.Comment(c.ID).Issue != moved {
		t.Error("the comment did not go along")
	}
	if err := s.DeleteIssue(owner, moved); err != nil {
		t.Fatal(err)
	}
	if _, err := s.FindIssue(to, moved.Number); status(err) != 410 {
		t.Errorf("a deleted issue answers %v", err)
	}
}

// Whatever readers and sorters do, only who may leaves a trace, and each change of labels is told once.
func TestOnlyWhoMaySortsAndEveryChangeIsRecordedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, _ := world(t)
		i, err := s.AddIssue(store.As(s.User("ben")), r, store.IssueInput{Title: "x"})
		if err != nil {
			t.Fatal(err)
		}
		events := 0
		s.Subscribe(func(e store.Event) {
			if e.Action == "labeled" || e.Action == "unlabeled" {
				events++
			}
		})
		if _, err := s.CreateLabel(store.As(s.User("ben")), r, "a", "", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.CreateLabel(store.As(s.User("ben")), r, "b", "", ""); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			who := rapid.SampledFrom([]string{"ben", "cho", "eve"}).Draw(t, "who")
			set := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b"}), func(v string) string { return v }).Draw(t, "labels")
			before := fmt.Sprint(i.Labels)
			err := s.SetLabels(store.As(s.User(who)), i, set)
			switch {
			case who == "eve" && (status(err) != 403 || fmt.Sprint(i.Labels) != before):
				t.Fatalf("a reader changed labels: %v", err)
			case who != "eve" && (err != nil || len(i.Labels) != len(set)):
				t.Fatalf("%s set %v and got %v, %v", who, set, i.Labels, err)
			}
		}
		if len(i.Timeline) != events {
			t.Fatalf("%d entries in the timeline, %d events", len(i.Timeline), events)
		}
	})
}

func TestTheClockStandsStillRunsAndIsMoved(t *testing.T) {
	start := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	still := store.NewClock(start, 0)
	still.Advance(30 * time.Minute)
	still.Advance(-time.Hour)
	if got := still.Now(); !got.Equal(start.Add(30 * time.Minute)) {
		t.Errorf("the standing clock shows %v", got)
	}
	fast := store.NewClock(start, 1e6)
	if first, second := fast.Now(), fast.Now(); second.Before(first) || first.Before(start) {
		t.Errorf("the running clock went from %v to %v", first, second)
	}
}

func TestANewIssuesEventShowsItsLabelsAlready(t *testing.T) {
	s, r, _ := world(t)
	var told []string
	s.Subscribe(func(e store.Event) {
		if e.Issue != nil {
			told = append(told, fmt.Sprintf("%s:%d", e.Action, len(e.Issue.Labels)))
		}
	})
	ben, cho := store.As(s.User("ben")), store.As(s.User("cho"))
	if _, err := s.AddIssue(ben, r, store.IssueInput{Title: "x", Labels: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(told) != "[opened:1 labeled:1]" {
		t.Errorf("told %v", told)
	}
	i, err := s.AddIssue(cho, r, store.IssueInput{Title: "x", Labels: []string{"a", "unknown"}})
	if err != nil || len(i.Labels) != 1 {
		t.Errorf("who may sort but not make labels got %v, %v", i, err)
	}
	if _, err := s.AddIssue(ben, r, store.IssueInput{Title: "x", Labels: []string{""}}); status(err) != 422 || len(r.Issues) != 2 {
		t.Errorf("a label without name: %v, %d issues", err, len(r.Issues))
	}
}
