package plan

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// pretend carries a plan out on the world, as GitHub would.
func pretend(t rapid.TB, in *Input, p Plan) {
	w := &in.World
	for _, a := range p.Actions {
		carryOut(t, w, a, in.Now)
	}
	if w.Card == nil {
		return
	}
	l, verdict, err := ledger.Join(w.Card.Body, bodies(w.Overflow), binding(*w), ledger.Keyring{Current: in.Key})
	if err != nil || verdict == ledger.Absent {
		t.Fatalf("the ledger cannot be read back from the card: %v %v", verdict, err)
	}
	l.Judged, l.EventsTo = in.Ledger.Judged, in.Ledger.EventsTo
	in.Ledger = l
}

func carryOut(t rapid.TB, w *snapshot.World, a Action, now time.Time) {
	newComment := func(body string) snapshot.Comment {
		id := int64(1001 + len(w.Comments) + len(w.Overflow))
		return snapshot.Comment{ID: id, NodeID: fmt.Sprintf("IC_%d", id), Mine: true, Bot: true, Author: w.Viewer, Body: body, CreatedAt: now}
	}
	switch a.Kind {
	case CardCreate:
		if w.Card != nil {
			t.Fatalf("a second card")
		}
		c := newComment(a.Body)
		c.ID = 1
		w.Card = &c
	case CardUpdate:
		w.Card.Body = a.Body
	case CardPin:
		w.Card.Pinned = true
	case OverflowCreate:
		w.Overflow = append(w.Overflow, newComment(a.Body))
	case OverflowUpdate, CommentUpdate:
		for _, list := range [][]snapshot.Comment{w.Overflow, w.Comments} {
			for n := range list {
				if list[n].NodeID == a.Node {
					list[n].Body = a.Body
				}
			}
		}
	case CommentCreate:
		for _, c := range w.Comments {
			if c.Mine && strings.Contains(c.Body, a.Key+" -->") {
				t.Fatalf("comment %q is made twice", a.Key)
			}
		}
		w.Comments = append(w.Comments, newComment(a.Body))
	case CommentMinimise:
		for n := range w.Comments {
			if w.Comments[n].NodeID == a.Node {
				w.Comments[n].Minimized = true
			}
		}
	case ReactionAdd:
		for n := range w.Comments {
			if w.Comments[n].NodeID == a.Node {
				w.Comments[n].Reactions = append(w.Comments[n].Reactions, a.Target)
			}
		}
	case LabelCreate:
		w.RepoLabels = append(w.RepoLabels, a.Target)
	case LabelAdd:
		w.Issue.Labels = append(w.Issue.Labels, a.Target)
	case LabelRemove:
		var kept []string
		for _, l := range w.Issue.Labels {
			if l != a.Target {
				kept = append(kept, l)
			}
		}
		w.Issue.Labels = kept
	case AssigneeAdd:
		w.Issue.Assignees = append(w.Issue.Assignees, incident.Person{ID: a.ID, Login: a.Target})
	case IssueClose:
		w.Issue.Open, w.Issue.ClosedAt = false, now
	case IssueReopen:
		w.Issue.Open = true
	default:
		carryOutAfter(t, w, a, now)
	}
}

func carryOutAfter(t rapid.TB, w *snapshot.World, a Action, now time.Time) {
	switch a.Kind {
	case FileCommit:
		if a.Fields["head"] != w.Document.BranchOID {
			t.Fatalf("the commit goes onto %q, the branch stands at %q", a.Fields["head"], w.Document.BranchOID)
		}
		d := &w.Document
		d.BranchOID, d.CommittedAt, d.MineOnly, d.Path, d.Found, d.Text = hash(a.Body), now, true, a.Target, true, a.Body
		for _, f := range a.Files {
			d.Index = f.Text
		}
		if w.Postmortem != nil {
			w.Postmortem.HeadOID, w.Postmortem.Check = d.BranchOID, nil
		}
	case PullCreate:
		if w.Postmortem != nil && w.Postmortem.Open {
			t.Fatal("a second pull request")
		}
		w.Postmortem = &snapshot.PullRequest{NodeID: "PR_1", Number: 77, URL: "https://github.com/acme/shop/pull/77", Open: true, Title: a.Title, Body: a.Body, HeadOID: w.Document.BranchOID}
	case PullReopen:
		w.Postmortem.Open, w.Postmortem.ClosedAt = true, time.Time{}
	case PullReady:
		w.Postmortem.Draft, w.Postmortem.ReadyAt = false, now
	case ReviewCreate:
		w.Postmortem.Offered = append(w.Postmortem.Offered, strings.Fields(strings.TrimPrefix(a.Key, SuggestedPrefix))...)
	case CheckCreate, CheckUpdate:
		w.Postmortem.Check = &snapshot.CheckRun{ID: 5, OID: a.Target, Key: a.Key}
	case PullUpdate:
		w.Postmortem.Body = a.Body
	case ReviewRequest:
		w.Postmortem.Reviewers = append(w.Postmortem.Reviewers, a.Target)
	case ItemCreate:
		for _, it := range w.Items {
			if strings.Contains(it.Body, a.Key+" -->") {
				t.Fatalf("item %q is made twice", a.Key)
			}
		}
		n := 50 + len(w.Items)
		w.Items = append(w.Items, snapshot.Item{ID: int64(n), NodeID: fmt.Sprintf("I_%d", n), Number: n, Title: a.Title, Body: a.Body,
			URL: fmt.Sprintf("https://github.com/acme/shop/issues/%d", n), Mine: true, Open: true, Loose: a.Node == "", Fields: map[string]string{}})
	default:
		carryOutBoard(t, w, a, now)
	}
}

func bodies(comments []snapshot.Comment) []string {
	var out []string
	for _, c := range comments {
		out = append(out, c.Body)
	}
	return out
}

func binding(w snapshot.World) ledger.Binding {
	return ledger.Binding{RepositoryID: w.Repository.ID, IssueNodeID: w.Issue.NodeID}
}

// settle makes and carries out plans until nothing is left; more than four rounds is a quarrel with itself.
func settle(t rapid.TB, in *Input) []Plan {
	t.Helper()
	var made []Plan
	for range 5 {
		p := make1(t, *in)
		if p.Empty() {
			return made
		}
		made = append(made, p)
		pretend(t, in, p)
	}
	t.Fatalf("still something to do after 5 rounds: %s", kinds(made[len(made)-1]))
	return nil
}

func make1(t rapid.TB, in Input) Plan {
	t.Helper()
	p, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func kinds(p Plan) string {
	var out []string
	for _, a := range p.Actions {
		out = append(out, string(a.Kind)+" "+a.Target+a.Key)
	}
	return strings.Join(out, "\n")
}
