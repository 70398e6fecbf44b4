package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestByNightTheClosingCommentAsksForNothing(t *testing.T) {
	in := begin(t)
	judge(&in)
	in.Now = zero.Add(15 * time.Hour) // one o'clock at night in Tokyo
	say(&in, hana, 15*60, "/lead\n/recovered")
	plans := settle(t, &in)
	closing := commentOf(in, "closing:0")
	if !strings.Contains(closing, "Nothing more tonight. The draft waits until 09:00 JST.") {
		t.Error(closing)
	}
	if in.World.Document.BranchOID == "" || in.World.Postmortem != nil {
		t.Error("the branch should be there, the pull request not yet")
	}
	if len(plans) > 3 {
		t.Errorf("%d rounds", len(plans))
	}
	p := make1(t, in)
	if want := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC); !p.WakeAt.Equal(want) {
		t.Errorf("wakes at %v, want %v", p.WakeAt, want)
	}
	in.Now = p.WakeAt
	settle(t, &in)
	if in.World.Postmortem == nil || !slices.Equal(in.World.Postmortem.Reviewers, []string{"hana"}) {
		t.Errorf("in the morning: %+v", in.World.Postmortem)
	}
}

func TestTheClosingCommentIsWrittenOnceForEachRecovery(t *testing.T) {
	in := after(t, "/recovered")
	settle(t, &in)
	judge(&in)
	say(&in, ben, 20, "/note that was that")
	settle(t, &in)
	if in.Ledger.Posted["closing:0"] == 0 {
		t.Errorf("the ledger does not remember it: %v", in.Ledger.Posted)
	}
	later := in
	later.World.Comments = nil // out of sight
	if got := of(make1(t, later), CommentCreate); len(got) != 0 {
		t.Errorf("again: %v", got)
	}
	say(&in, ben, 30, "/reopen again")
	settle(t, &in)
	judge(&in)
	say(&in, ben, 40, "/recovered")
	settle(t, &in)
	if c := commentOf(in, "closing:1"); strings.HasPrefix(c, "no comment") {
		t.Error(c)
	}
}

func TestTheClosingCommentAsksForWhatPolicyWantsKnown(t *testing.T) {
	in := after(t, "/severity unknown", "/recovered")
	settle(t, &in)
	if c := commentOf(in, "closing:0"); !strings.Contains(c, "- How bad was it? `/severity sev1` or `/severity sev2`") {
		t.Error(c)
	}
	in = after(t, "/severity 2", "/recovered")
	in.Config.Incidents.CloseRequires = []string{"severity", "identified"}
	settle(t, &in)
	if c := commentOf(in, "closing:0"); strings.Contains(c, "How bad") ||
		!strings.Contains(c, "- What was it? `/identified what it was` or `/identified unknown`") {
		t.Error(c)
	}
}

func TestADocumentThatIsNotOursToWriteIsLeftAlone(t *testing.T) {
	in := after(t, "/ack", "/recovered", "/postmortem")
	settle(t, &in)
	first := in.World.Document.CommittedAt
	say(&in, ben, 12, "/note one more thing")
	p := make1(t, in)
	if len(of(p, FileCommit)) != 0 || !p.WakeAt.Equal(first.Add(15*time.Minute)) {
		t.Errorf("within 15 minutes: %v, wakes at %v", of(p, FileCommit), p.WakeAt)
	}
	in.Now = in.Now.Add(20 * time.Minute)
	if got := of(make1(t, in), FileCommit); len(got) != 1 {
		t.Errorf("after 15 minutes: %v", got)
	}
	for name, change := range map[string]func(*snapshot.World){
		"moved":    func(w *snapshot.World) { w.Document.Found = false },
		"merged":   func(w *snapshot.World) { w.Postmortem = &snapshot.PullRequest{Merged: true} },
		"rejected": func(w *snapshot.World) { w.Postmortem = &snapshot.PullRequest{ClosedAt: in.Now} },
	} {
		other := in
		change(&other.World)
		p := make1(t, other)
		if len(of(p, FileCommit))+len(of(p, PullCreate)) != 0 {
			t.Errorf("%s: %s", name, kinds(p))
		}
	}
	in.World.Postmortem.Body += "\nby hand"
	if got := of(make1(t, in), PullUpdate); len(got) != 0 {
		t.Errorf("a description changed by hand is written over")
	}
}

func TestActionItemsBecomeIssuesAtRecoveryAndFillTheBoardTwicePassed(t *testing.T) {
	in := after(t, "/ack", "/action Alert @ben I:high S:s U:medium C:low K:detect", "/action Big I:high S:xl U:high C:high")
	if got := of(make1(t, in), ItemCreate); len(got) != 0 {
		t.Errorf("before recovery: %v", got)
	}
	say(&in, ben, 20, "/recovered")
	plans := settle(t, &in)
	if len(plans) > 4 {
		t.Errorf("%d rounds", len(plans))
	}
	if len(in.World.Items) != 2 || in.World.Board == nil {
		t.Fatalf("%d items, board %v", len(in.World.Items), in.World.Board)
	}
	want := map[string]string{
		"Stage": "Next", "Importance": "high", "Size": "s", "Urgency": "medium", "Confidence": "low", "Kind": "detect",
		"ISU": "2", "Incident": "42: Checkout 502", "Severity": "sev2", "Due": "2026-12-24",
	}
	for name, value := range want {
		if got := in.World.Items[0].Fields[name]; got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

func TestTheBoardIsPeoplesToChange(t *testing.T) {
	in := after(t, "/action Alert I:high S:s U:medium C:low", "/recovered")
	in.World.BoardState = snapshot.BoardReachable
	in.World.Board = &snapshot.Board{NodeID: "PVT_9", Fields: []snapshot.BoardField{
		{Name: "Stage", Type: "SINGLE_SELECT", Options: []snapshot.BoardOption{{Name: "Someday"}}},
		{Name: "Size", Type: "TEXT"},
	}}
	settle(t, &in)
	fields := in.World.Items[0].Fields
	if fields["Stage"] != "" || fields["Size"] != "" || fields["Importance"] != "high" {
		t.Errorf("%v", fields)
	}
	if len(in.World.Board.Fields[0].Options) != 1 {
		t.Error("options were changed")
	}
}
