package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
)

// draft is the postmortem as it should be on its branch.
type draft struct {
	text      string
	index     string
	ours      bool // we may write it; false where a person took the file away, or it cannot be read
	recreated bool // written over, as somebody asked
	conflicts []postmortem.Conflict
	untracked bool // the record of what we wrote is gone: it is people's alone
	problem   *postmortem.Problem
}

// The kinds of wishes that a document answers once.
const (
	wishRecreate = "recreate"
	wishReady    = ButtonReady
	wishFixes    = ButtonFixes
)

// wish is what somebody asked for, by comment or button.
type wish struct {
	key string
	at  time.Time
}

// draft renders what is known now and merges it with what people wrote.
func (s *scene) draft() (draft, error) {
	fresh, problem, err := s.document()
	if err != nil {
		return draft{}, err
	}
	doc := s.World.Document
	d := draft{problem: problem, ours: true, text: doc.Text}
	again := s.lastWish(wishRecreate)
	switch {
	case doc.BranchOID == "":
		d.text = postmortem.Seal(fresh, answers(again))
	case s.pending(wishRecreate, again):
		d.text, d.recreated = postmortem.Seal(fresh, answers(again)), true
	case !doc.Found:
		d.ours = false
	default:
		merged := postmortem.Merge(doc.Text, fresh)
		d.text, d.conflicts, d.untracked = merged.Text, merged.Conflicts, merged.Untracked
	}
	if ready := s.lastWish(wishReady); d.ours && doc.Found && s.pending(wishReady, ready) {
		d.text = postmortem.Answer(postmortem.MarkReady(d.text), wishReady, ready.key)
	}
	if fixes := s.lastWish(wishFixes); d.ours && doc.Found && d.text == doc.Text && s.pending(wishFixes, fixes) {
		d.text = postmortem.Answer(putRight(d.text, s.findings(d.text)), wishFixes, fixes.key)
	}
	d.index = doc.Index
	if index, ok := postmortem.Index(doc.Index, s.documentPath(), d.text); ok {
		d.index = index
	}
	return d, nil
}

func answers(again wish) postmortem.Answered {
	if again.key == "" {
		return nil
	}
	return postmortem.Answered{wishRecreate: again.key}
}

// lastWish is the last command or button of a kind; the zero wish where there is none.
func (s *scene) lastWish(kind string) (w wish) {
	for _, f := range s.Ledger.Accepted() {
		if f.Verb == "postmortem" && f.Args == kind {
			w = wish{fmt.Sprintf("c%d-l%d", f.Comment, f.Line), f.Accepted}
		}
	}
	for _, o := range s.Ledger.Seen {
		if o.Kind == "button" && o.Detail == kind && o.At.After(w.at) {
			w = wish{strings.TrimPrefix(o.Ref, "delivery:"), o.At}
		}
	}
	return w
}

// pending says whether a wish waits. The document says which one it answered; where it cannot (a person took the record
// out), only a wish that is newer than what stands there counts, so that no text of a person's is written over twice.
func (s *scene) pending(kind string, w wish) bool {
	if w.key == "" {
		return false
	}
	if answered, ok := postmortem.AnsweredBy(s.World.Document.Text); ok {
		return answered[kind] != w.key
	}
	return w.at.After(s.World.Document.CommittedAt)
}

// document renders what is known, by the team's own template where they have one.
func (s *scene) document() (string, *postmortem.Problem, error) {
	own := s.World.Document.Template
	return postmortem.RenderOwn(postmortem.Document{
		Incident: s.Incident, Declaration: s.Ledger.Declaration, Entries: s.entries, Config: s.Config,
		IssueURL: s.World.Issue.URL, Repository: s.World.Repository.FullName(), Earlier: s.World.Earlier, Items: s.World.Items,
		Writer: writer(s), Light: s.light(),
	}, postmortem.Template{Path: s.Config.Postmortems.Template, Found: own.Found, Text: own.Text})
}

// light says whether the short template is enough: the policy wants no more at the highest severity held.
func (s *scene) light() bool {
	return s.Config.Row(string(s.Incident.Highest)).Postmortem != policy.PostmortemRequired
}
