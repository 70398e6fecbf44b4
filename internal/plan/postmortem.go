package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
)

// pushPause is the least time between two commits on a postmortem's branch, ours or anybody's: whoever is writing there is
// not interrupted.
const pushPause = 15 * time.Minute

// postmortemPull wants the draft on its branch at recovery, the pull request in its writer's working hours (at once where
// somebody asked), and both kept up to date beside what people write there.
//
// A pull request that was merged is history. One that a person closed is left alone until somebody says `/postmortem`
// again: then it is opened again, or, where its branch is gone, written anew in a new one.
func postmortemPull(s *scene) error {
	pull := s.World.Postmortem
	if !s.postmortemWanted() || pull != nil && pull.Merged {
		return nil
	}
	if pull != nil && !pull.Open && !s.askedAfter(pull.ClosedAt) {
		return nil
	}
	d, err := s.draft()
	if err != nil {
		return err
	}
	committed := s.commitDraft(d)
	switch {
	case pull != nil && !pull.Open && s.World.Document.BranchOID != "":
		s.do(Action{Kind: PullReopen, Node: pull.NodeID, Target: pull.Title})
		return nil
	case pull == nil || !pull.Open:
		return s.openPull(d, committed)
	}
	s.requestReview()
	s.markReady()
	if err := s.updatePull(d); err != nil {
		return err
	}
	return s.suggest(d)
}

// postmortemWanted says whether the policy asks for a document at this severity, or somebody did. One that was begun at a
// higher severity goes on.
func (s *scene) postmortemWanted() bool {
	i := s.Incident
	if !i.Has(incident.Recovered) || !i.Declared || i.Ended() {
		return false
	}
	begun := s.World.Postmortem != nil || s.World.Document.BranchOID != "" || s.World.Document.OnDefault
	return i.WantsPM || s.asks(i.Severity) || begun && s.asks(i.Highest)
}

// asks says whether the policy asks for a document at a severity; while nobody has said how bad it was, whether it does so
// at any: no incident ends unread because nobody gave it a number.
func (s *scene) asks(severity incident.Severity) bool {
	if severity != incident.Unknown && severity != "" {
		return s.Config.Row(string(severity)).Postmortem != policy.PostmortemNone
	}
	return slices.ContainsFunc(s.Config.Severities, func(r policy.Severity) bool { return r.Postmortem != policy.PostmortemNone })
}

// askedAfter says whether somebody asked for the document after a time; to bring it up to date is no such wish.
func (s *scene) askedAfter(t time.Time) bool {
	for _, f := range s.Ledger.Accepted() {
		if f.Verb == "postmortem" && f.Args != "refresh" && f.Posted.After(t) {
			return true
		}
	}
	return false
}

// commitDraft asks for one commit with the document and the index where they differ from what is wanted. It reports
// whether the branch exists.
func (s *scene) commitDraft(d draft) bool {
	doc := s.World.Document
	changed := d.text != doc.Text || d.index != doc.Index
	switch {
	case doc.OnDefault, !d.ours, !changed && doc.BranchOID != "" && !s.conflicts():
		return doc.BranchOID != ""
	case doc.BranchOID != "" && s.Now.Before(doc.CommittedAt.Add(pushPause)):
		s.wakeAt(doc.CommittedAt.Add(pushPause))
		return true
	}
	message := "pull/commit/update"
	if doc.BranchOID == "" {
		message = "pull/commit/draft"
	} else if d.recreated {
		message = "pull/commit/recreate"
	} else if !changed {
		message = "pull/commit/merge"
	}
	text, err := s.render(message, s.Incident.Number)
	if err != nil {
		return false // texts.go is tested to be complete
	}
	commit := Action{
		Kind: FileCommit, Target: s.documentPath(), Body: d.text,
		Fields: map[string]string{"branch": s.branch(), "message": text, "head": doc.BranchOID, "sign": s.Config.Postmortems.Sign},
	}
	if d.index != doc.Index {
		commit.Files = []File{{Path: s.indexPath(), Text: d.index}}
	}
	if !changed && s.conflicts() {
		commit.Key, commit.Fields["merge"] = "merge", s.home().DefaultBranch
		commit.Files = []File{{Path: s.indexPath(), Text: s.listed(d.text)}}
	}
	s.do(commit)
	return true
}

// conflicts says whether the pull request cannot be merged. Two postmortems that are written at the same time meet in the
// index, where each puts its line: that can be resolved without a person.
func (s *scene) conflicts() bool {
	p := s.World.Postmortem
	return p != nil && p.Open && p.Conflicts && s.listed(s.World.Document.Text) != s.World.Document.Index
}

// listed is the index of the default branch with this document's line.
func (s *scene) listed(text string) string {
	index, _ := postmortem.Index(s.World.Document.Listed, s.documentPath(), text)
	return index
}

// openPull asks for the pull request in working hours; until then the branch waits.
func (s *scene) openPull(d draft, ready bool) error {
	if !ready || s.World.Document.OnDefault || !s.mayOpenPull() {
		return nil
	}
	owner := writer(s).Login
	if !s.Incident.WantsPM && !s.Config.InWorkingHours(owner, s.Now) {
		s.wakeAt(s.Config.NextWorkingTime(owner, s.Now))
		return nil
	}
	body, err := s.pullBody(d)
	if err != nil {
		return err
	}
	name, err := s.book().Word("default", s.Config.Postmortems.Name)
	if err != nil {
		return err
	}
	title, err := s.render("pull/title", name+": "+inert.Plain(inert.Clip(s.Incident.Title, 180)))
	if err != nil {
		return err
	}
	s.do(Action{
		Kind: PullCreate, Key: "postmortem", Target: s.documentPath(), Title: title, Body: body,
		Fields: map[string]string{"branch": s.branch(), "base": s.home().DefaultBranch},
	})
	return nil
}

func (s *scene) branch() string { return fmt.Sprintf("postmortem/%d", s.Incident.Number) }

func (s *scene) indexPath() string { return postmortem.IndexPath(s.Config.Postmortems.Directory) }

// documentPath is where the document lies: as the ledger remembers, else where it was found, else where it belongs.
func (s *scene) documentPath() string {
	switch {
	case s.Ledger.Document != "":
		return s.Ledger.Document
	case s.World.Document.Found && s.World.Document.Path != "":
		return s.World.Document.Path
	}
	return postmortem.DocumentPath(s.World.Issue.Number, s.World.Issue.Title, s.World.Issue.CreatedAt, s.Config)
}
