package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// holding is an incident at rest that has so many comments.
func holding(t *testing.T, comments int) Input {
	t.Helper()
	in := begin(t)
	say(&in, ben, 5, "/ack")
	settle(t, &in)
	in.World.Issue.Comments = comments
	return in
}

// goneOn is the same after its continuation was made.
func goneOn(t *testing.T, in Input) Input {
	t.Helper()
	p := make1(t, in)
	if len(p.Actions) != 1 || p.Actions[0].Kind != ItemCreate {
		t.Fatalf("want one issue and nothing else: %s", kinds(p))
	}
	a := p.Actions[0]
	if a.Node != in.World.Issue.NodeID || !strings.HasSuffix(a.Title, " (continued)") || !marker.Has(a.Body, fmt.Sprintf("continues %d", in.World.Issue.Number)) {
		t.Fatalf("%+v", a)
	}
	in.World.Continuation = &snapshot.Item{ID: 99, NodeID: "I_99", Number: 99, Title: a.Title, Body: a.Body, Mine: true, Open: true}
	return in
}

func TestAnIncidentWithRoomLeftHasNoContinuation(t *testing.T) {
	for _, n := range []int{0, 2400, NearlyFull - 1} {
		if p := make1(t, holding(t, n)); !p.Empty() {
			t.Errorf("%d comments: %s", n, kinds(p))
		}
	}
}

func TestAnIncidentThatIsNearlyFullGoesOnInOneIssue(t *testing.T) {
	in := goneOn(t, holding(t, NearlyFull))
	notes := of(make1(t, in), CommentCreate)
	if len(notes) != 1 || notes[0] != "continued:99" {
		t.Fatalf("where to go on is told by %v", notes)
	}
	settle(t, &in)
	if p := make1(t, in); !p.Empty() {
		t.Errorf("a second look: %s", kinds(p))
	}
	if !strings.Contains(in.World.Card.Body, "The talk goes on in #99") {
		t.Errorf("the card does not say so:\n%s", visibleText(in.World.Card.Body))
	}
	in.World.Continuation = nil // a person deleted it
	if made := of(make1(t, in), ItemCreate); len(made) != 0 {
		t.Errorf("one that is gone is made again: %v", made)
	}
}

func TestNothingIsMadeForAnIssueThatIsClosedOrCannotHaveSubIssues(t *testing.T) {
	closed, old := holding(t, NearlyFull), holding(t, NearlyFull)
	closed.World.Issue.Open = false
	old.World.NoSubIssues = true
	for _, in := range []Input{closed, old} {
		if made := of(make1(t, in), ItemCreate); len(made) != 0 {
			t.Errorf("made %v", made)
		}
	}
}

func TestWhatIsToBeSaidIsSaidOnTheContinuation(t *testing.T) {
	in := goneOn(t, holding(t, NearlyFull))
	settle(t, &in)
	say(&in, ben, 6, "/recoverd")
	replies := 0
	for _, a := range make1(t, in).Actions {
		if a.Kind != CommentCreate {
			continue
		}
		if replies++; a.Node != "I_99" {
			t.Errorf("%s is written on the full issue", a.Key)
		}
	}
	if replies != 1 {
		t.Errorf("%d answers, want 1", replies)
	}
}

func TestTheContinuationIsClosedWithTheIncidentUnlessAPersonOpensItAgain(t *testing.T) {
	in := goneOn(t, holding(t, NearlyFull))
	settle(t, &in)
	in.World.Issue.Open, in.World.Issue.ClosedAt = false, in.Now
	if n := len(of(make1(t, in), ItemClose)); n != 1 {
		t.Errorf("closed %d times, want once", n)
	}
	in.World.Continuation.Events = []snapshot.Event{{Kind: "Reopened", Actor: ben, At: in.Now.Add(time.Minute)}}
	if n := len(of(make1(t, in), ItemClose)); n != 0 {
		t.Error("closed against a person's will")
	}
}

func TestTheLedgerFindsRoomThoughTheIncidentHasNone(t *testing.T) {
	long := func(comments int) Input {
		in := holding(t, comments)
		for n := range 900 {
			in.World.Comments = append(in.World.Comments, snapshot.Comment{
				ID: int64(5001 + n), NodeID: fmt.Sprintf("IC_%d", 5001+n), Author: ben, CreatedAt: in.Now.Add(time.Duration(n) * time.Second),
				Body: fmt.Sprintf("/note %d seen %x%x", n, n*7919*104729, n*n*31337),
			})
		}
		in.Now = in.Now.Add(time.Hour)
		judge(&in)
		return in
	}
	p := make1(t, long(NearlyFull+ledgerRoom))
	if len(p.Actions) != 1 || p.Actions[0].Kind != ItemCreate {
		t.Fatalf("want the continuation first, and nothing that could be refused: %s", kinds(p))
	}
	in := goneOn(t, long(NearlyFull+ledgerRoom))
	for _, in := range []Input{in, long(NearlyFull - 1)} {
		where := ""
		if in.World.Continuation != nil {
			where = in.World.Continuation.NodeID
		}
		parts := 0
		for _, a := range make1(t, in).Actions {
			if a.Kind != OverflowCreate {
				continue
			}
			if parts++; a.Node != where {
				t.Errorf("%d comments: a part of the ledger goes to %q", in.World.Issue.Comments, a.Node)
			}
		}
		if parts == 0 {
			t.Error("nothing moved out of the card: this shows nothing")
		}
	}
}
