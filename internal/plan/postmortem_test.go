package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem/lint"
	"github.com/sensible-im/sensible/internal/snapshot"
)

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
	in.Ledger.Declaration.Rules = in.Config.Rules()
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

func TestTheLeadAndTheCodeOwnersAreAskedForAReview(t *testing.T) {
	in := after(t, "/ack", "/lead", "/recovered", "/postmortem")
	in.World.Document.Owners = "* @hana\n/postmortems/ @Ben @acme/sre\n"
	settle(t, &in)
	if got := in.World.Postmortem.Reviewers; !slices.Equal(got, []string{"ben", "acme/sre"}) {
		t.Errorf("%q", got)
	}
}
