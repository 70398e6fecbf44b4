package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem/lint"
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

func TestTheClosingCommentWaitsForTheDraftHoweverTheRecoveryWasTold(t *testing.T) {
	for kind, detail := range map[string]string{"closed": "COMPLETED", "phase": "post-incident"} {
		in := after(t, "/ack")
		judge(&in)
		in.Ledger.Seen = append(in.Ledger.Seen, ledger.Observation{Kind: kind, At: in.Now, Actor: ben, Ref: "event:LE_x", Detail: detail})
		in.Incident.Mark(incident.Recovered, incident.Point{At: in.Now, Quality: incident.Observed}, false)
		in.Incident.Derive(incident.Afterwards{PostmortemAsked: true})
		if got := of(make1(t, in), CommentCreate); slices.Contains(got, "closing:0") {
			t.Errorf("%s: told before there is a draft to link to: %v", kind, got)
		}
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
	in.World.Items[0].Fields["Stage"] = "Done"
	in.World.Items[0].Fields["Due"] = ""
	p := make1(t, in)
	for _, a := range p.Actions {
		if a.Kind == BoardItem && (a.Fields["Stage"] != "" || a.Fields["Due"] == "" || len(a.Fields) != 1) {
			t.Errorf("a person's choice is written over: %v", a.Fields)
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

func TestABoardOutOfReachIsOneLineOnTheCard(t *testing.T) {
	for name, change := range map[string]func(*Input){
		"unreachable":      func(in *Input) { in.World.BoardState = snapshot.BoardUnreachable },
		"a user's account": func(in *Input) { in.World.Repository.OwnerIsOrg = false },
	} {
		in := after(t, "/action Alert I:high S:s U:medium C:low", "/recovered")
		change(&in)
		settle(t, &in)
		if in.World.Board != nil || strings.Count(in.World.Card.Body, "board of follow-ups cannot be reached") != 1 {
			t.Errorf("%s: %s", name, in.World.Card.Body)
		}
	}
}

func TestAClosedPullRequestIsOpenedAgainWhenSomebodyAsks(t *testing.T) {
	in := after(t, "/ack", "/recovered", "/postmortem")
	settle(t, &in)
	in.World.Postmortem.Open, in.World.Postmortem.ClosedAt = false, in.Now
	in.Now = in.Now.Add(time.Hour)
	say(&in, ben, 72, "/postmortem refresh")
	if p := make1(t, in); len(of(p, PullReopen))+len(of(p, FileCommit))+len(of(p, PullCreate)) != 0 {
		t.Errorf("to refresh it is no wish to open it: %v", p.Actions)
	}
	say(&in, ben, 73, "/postmortem")
	gone := in
	settle(t, &in)
	if !in.World.Postmortem.Open || in.World.Postmortem.Number != 77 {
		t.Errorf("%+v", in.World.Postmortem)
	}
	gone.World.Document = snapshot.Document{}
	settle(t, &gone)
	if !gone.World.Postmortem.Open || !gone.World.Document.Found {
		t.Errorf("without its branch: %+v", gone.World.Postmortem)
	}
}

func TestWhatAPersonWroteIsMergedAndAConflictIsOfferedOnce(t *testing.T) {
	in := after(t, "/ack", "/impact all of them", "/recovered", "/postmortem")
	settle(t, &in)
	d := &in.World.Document
	d.Text, d.MineOnly = strings.Replace(d.Text, "> all of them", "Everybody, for an hour.", 1), false
	say(&in, ben, 12, "/impact half of them\n/note one more thing")
	in.Now = in.Now.Add(20 * time.Minute)
	settle(t, &in)
	text := in.World.Document.Text
	if !strings.Contains(text, "Everybody, for an hour.") || strings.Contains(text, "> half") || !strings.Contains(text, "one more thing") {
		t.Errorf("merged:\n%s", text)
	}
	if n := len(in.World.Postmortem.Offered); n != 1 {
		t.Errorf("%d suggestions", n)
	}
	say(&in, ben, 40, "/postmortem recreate")
	in.Now = in.Now.Add(40 * time.Minute)
	settle(t, &in)
	if text := in.World.Document.Text; strings.Contains(text, "Everybody") || !strings.Contains(text, "> half of them") {
		t.Errorf("written anew:\n%s", text)
	}
	in.World.Document.Text = strings.Replace(in.World.Document.Text, "> half of them", "Everybody again.", 1)
	in.Now = in.Now.Add(40 * time.Minute)
	if p := make1(t, in); len(of(p, FileCommit)) != 0 {
		t.Error("written over twice")
	}
}

func TestANewTitleDoesNotMoveTheDocument(t *testing.T) {
	in := after(t, "/ack", "/recovered", "/postmortem")
	settle(t, &in)
	path := in.World.Document.Path
	in.World.Issue.Title = "Something else"
	in.Now = in.Now.Add(time.Hour)
	settle(t, &in)
	if in.World.Document.Path != path {
		t.Errorf("from %s to %s", path, in.World.Document.Path)
	}
}

func TestARaisedSeverityBringsTheFullDocumentAndALoweredOneKeepsIt(t *testing.T) {
	in := after(t, "/ack", "/severity 3", "/recovered", "/postmortem")
	in.Config.Severities[1].Postmortem = policy.PostmortemLight
	settle(t, &in)
	light := in.World.Document.Text
	if strings.Contains(light, "## What went well") {
		t.Fatal("not the light one")
	}
	in.World.Document.Text = strings.Replace(light, "_Two sentences: what users saw, and what ended it._", "It broke.", 1)
	say(&in, ben, 30, "/severity 1")
	in.Now = in.Now.Add(40 * time.Minute)
	settle(t, &in)
	full := in.World.Document.Text
	if !strings.Contains(full, "## What went well") || !strings.Contains(full, "It broke.") || !strings.Contains(full, "## Unknowns") {
		t.Errorf("raised:\n%s", full)
	}
	say(&in, ben, 90, "/severity 4")
	in.Now = in.Now.Add(40 * time.Minute)
	settle(t, &in)
	if !strings.Contains(in.World.Document.Text, "## What went well") || !in.World.Postmortem.Open {
		t.Errorf("lowered:\n%s", in.World.Document.Text)
	}
}

func TestASecretInTheDocumentFailsTheCheckAndIsNotRepeated(t *testing.T) {
	in := after(t, "/ack", "/recovered", "/postmortem")
	settle(t, &in)
	const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
	in.World.Document.Text = strings.Replace(in.World.Document.Text, "_What helped, and should stay as it is?_", "We used "+token+" then.", 1)
	at := strings.Index(in.World.Document.Text, token)
	in.Secrets = []lint.Secret{{Start: at, End: at + len(token), Kind: "github-pat"}}
	in.World.Postmortem.HeadOID, in.World.Document.BranchOID = "new", "new"
	p := make1(t, in)
	seen := map[Kind]bool{}
	for _, a := range p.Actions {
		seen[a.Kind] = true
		if a.Kind == CheckCreate && (a.Fields["conclusion"] != "failure" || len(a.Buttons) != 3) {
			t.Errorf("%+v", a.Fields)
		}
		if a.Kind != FileCommit && strings.Contains(fmt.Sprint(a), token) {
			t.Errorf("%s repeats it", a.Kind)
		}
	}
	if !seen[CheckCreate] || !seen[ReviewCreate] {
		t.Errorf("%v", p.Actions)
	}
	in.Ledger.Seen = append(in.Ledger.Seen, ledger.Observation{Kind: "button", Detail: ButtonFixes, At: in.Now, Actor: ben, Ref: "delivery:1"})
	in.Now = in.Now.Add(40 * time.Minute)
	in.World.Document.Text, in.Secrets = refreshed(t, in), nil
	at = strings.Index(in.World.Document.Text, token)
	in.Secrets = []lint.Secret{{Start: at, End: at + len(token), Kind: "github-pat"}}
	body := committed(make1(t, in))
	if !strings.Contains(body, "[secret removed]") || strings.Contains(body, token) {
		t.Errorf("after the button:\n%s", body)
	}
}

// refreshed is the document after what is due without any button.
func refreshed(t *testing.T, in Input) string {
	t.Helper()
	in.Ledger.Seen = nil
	if text := committed(make1(t, in)); text != "" {
		return text
	}
	return in.World.Document.Text
}

// committed is the document that a plan commits, empty for none.
func committed(p Plan) string {
	for _, a := range p.Actions {
		if a.Kind == FileCommit {
			return a.Body
		}
	}
	return ""
}
