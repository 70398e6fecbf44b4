package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// of returns the targets (or keys) of the actions of one kind.
func of(p Plan, kind Kind) []string {
	var out []string
	for _, a := range p.Actions {
		if a.Kind == kind {
			out = append(out, a.Target+a.Key)
		}
	}
	return out
}

// after plays lines of ben's and returns the incident before anything is planned.
func after(t *testing.T, lines ...string) Input {
	t.Helper()
	in := begin(t)
	judge(&in)
	for n, l := range lines {
		say(&in, ben, 5+n, l)
	}
	return in
}

func TestTheIssueIsClosedWhenItsWorkIsDone(t *testing.T) {
	tests := []struct {
		name   string
		said   []string
		change func(*Input)
		want   []string
	}{
		{"open while it lasts", []string{"/fixed"}, nil, nil},
		{"open until learned", []string{"/recovered"}, nil, nil},
		{"learned", []string{"/recovered", "/learned"}, nil, []string{"issue.close COMPLETED"}},
		{"recovered, no postmortem owed", []string{"/severity 4", "/recovered"}, nil, []string{"issue.close COMPLETED"}},
		{"cancelled", []string{"/cancel a test"}, nil, []string{"issue.close NOT_PLANNED"}},
		{"duplicate", []string{"/duplicate #7"}, nil, []string{"issue.close DUPLICATE"}},
		{"opened again by a person", []string{"/severity 4", "/recovered"}, func(in *Input) {
			in.World.Events = []snapshot.Event{{Kind: "Reopened", Actor: eve, At: in.Now.Add(time.Second)}}
		}, nil},
		{"closed by hand stays closed", []string{"/ack"}, func(in *Input) {
			in.World.Issue.Open, in.World.Issue.ClosedAt = false, in.Now
		}, nil},
		{"reopened by command", []string{"/recovered", "/reopen again"}, func(in *Input) {
			in.World.Issue.Open, in.World.Issue.ClosedAt = false, zero.Add(5*time.Minute)
		}, []string{"issue.reopen "}},
	}
	for _, tt := range tests {
		in := after(t, tt.said...)
		if tt.change != nil {
			tt.change(&in)
		}
		var got []string
		for _, a := range make1(t, in).Actions {
			if a.Kind == IssueClose || a.Kind == IssueReopen {
				got = append(got, string(a.Kind)+" "+a.Target)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestTheLeadIsAssignedAndAPersonsNoIsTaken(t *testing.T) {
	in := after(t, "/ack")
	if got := of(make1(t, in), AssigneeAdd); !slices.Equal(got, []string{"ben"}) {
		t.Errorf("assigned %v", got)
	}
	in.World.Events = []snapshot.Event{{Kind: "Assigned", Whom: ben, Bot: true, At: in.Now}, {Kind: "Unassigned", Whom: ben, Actor: ben, At: in.Now}}
	if got := of(make1(t, in), AssigneeAdd); len(got) != 0 {
		t.Errorf("assigned again %v", got)
	}
}

func TestReactionsTellWhatBecameOfALine(t *testing.T) {
	for line, want := range map[string][]string{
		"/ack": {"ROCKET"}, "/fxied": {"CONFUSED"}, "/severity nine": {"CONFUSED"}, "/recovered": {"HOORAY"}, "/cancel no": {"HOORAY"},
		"/ack\n/fxied": {"ROCKET", "CONFUSED"}, "hello": nil, "/fixed at 7:40 IST": {"ROCKET"},
	} {
		in := after(t, line)
		if got := of(make1(t, in), ReactionAdd); !slices.Equal(got, want) {
			t.Errorf("%q gets %v, want %v", line, got, want)
		}
		in.World.Comments[0].Reactions = want
		if got := of(make1(t, in), ReactionAdd); len(got) != 0 {
			t.Errorf("%q gets %v again", line, got)
		}
	}
	in := begin(t)
	say(&in, eve, 3, "/fixed")
	if got := of(make1(t, in), ReactionAdd); !slices.Equal(got, []string{"THUMBS_DOWN"}) {
		t.Errorf("without permission: %v", got)
	}
}

func TestSomebodyWithoutPermissionIsToldOnceInTenMinutes(t *testing.T) {
	in := begin(t)
	for _, minute := range []int{1, 3, 9, 12} {
		say(&in, eve, minute, "/fixed")
	}
	if got := of(make1(t, in), CommentCreate); !slices.Equal(got, []string{"reply c1001", "reply c1004"}) {
		t.Errorf("answers: %v", got)
	}
}

func TestACommandByEmailIsAnsweredBecauseAReactionWouldNotBeSeen(t *testing.T) {
	in := begin(t)
	judge(&in)
	say(&in, ben, 3, "hello")
	in.Ledger.Judged = 0
	in.World.Comments[0].Body, in.World.Comments[0].ByEmail = "/severity 1\n\nOn Monday, x wrote:\n> hi", true
	judge(&in)
	settle(t, &in)
	if got := replyAfter(in, "/severity"); !strings.HasPrefix(got, "**Applied**: `/severity sev1`") {
		t.Error(got)
	}
}

func TestAnAnswerOfSomebodyElseIsNotBelieved(t *testing.T) {
	in := after(t, "/fxied")
	in.World.Comments = append(in.World.Comments, snapshot.Comment{ID: 2000, Author: eve, Body: "<!-- sensible:reply c1001 -->", CreatedAt: in.Now})
	if got := of(make1(t, in), CommentCreate); !slices.Equal(got, []string{"reply c1001"}) {
		t.Errorf("answers: %v", got)
	}
}

func TestHelpDoesNotSwallowTheAnswerToAnotherLine(t *testing.T) {
	in := after(t, "/fxied\n/help fixed")
	settle(t, &in)
	answer := replyAfter(in, "/fxied")
	if !strings.Contains(answer, "Paste this: `/fixed`") || !strings.Contains(answer, "The change that ends the impact is in place.") {
		t.Error(answer)
	}
}

func TestAnAnswerIsSettledWhenTheLineIsPutRight(t *testing.T) {
	in := after(t, "/fxied")
	settle(t, &in)
	judge(&in)
	c := &in.World.Comments[0]
	c.Body, c.EditedAt, c.Editor = "/fixed", in.Now, c.Author
	judge(&in)
	settle(t, &in)
	if got := replyAfter(in, "/fixed"); !strings.HasPrefix(got, "Settled") {
		t.Error(got)
	}
}

func TestTheNextStepFollowsTheIncident(t *testing.T) {
	steps := []struct{ said, want string }{
		{"hello", "severity"}, // a responder's first comment is a sign of life
		{"/severity unknown", "lead"}, {"/lead", "impact"}, {"/impact shops", "identify"}, {"/severity 1", "identify"}, {"/identified unknown", "update"},
		{"/update looking", "mitigate"}, {"/mitigated", "update"}, {"/update better", "fix"}, {"/fixed", "update"}, {"/update soon", "recover"},
	}
	in := begin(t)
	in.World.Issue.Body = strings.Replace(in.World.Issue.Body, "SEV2", "I don't know", 1)
	judge(&in)
	if rule, _ := (&scene{Input: in}).next(); rule.name != "ack" {
		t.Errorf("at first: %s", rule.name)
	}
	for n, step := range steps {
		say(&in, ben, 5+n, step.said)
		if rule, _ := (&scene{Input: in}).next(); rule.name != step.want {
			t.Errorf("after %q: %s, want %s", step.said, rule.name, step.want)
		}
	}
}

func TestAStageWithoutNextStepHasNone(t *testing.T) {
	in := after(t, "/ack")
	in.Config.Stage = 0
	settle(t, &in)
	if strings.Contains(in.World.Card.Body, "**Next") || in.World.Card.Pinned {
		t.Error(in.World.Card.Body)
	}
}
