package github

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// eventShape is an entry of the timeline, by the fragment EventShape.
type eventShape struct {
	Typename          string `json:"__typename"`
	ID                string
	CreatedAt         time.Time
	Actor             *actor
	Label             named
	Assignee          *actor
	StateReason       string
	PreviousTitle     string
	CurrentTitle      string
	WillCloseTarget   bool
	IsCrossRepository bool
	Source, Subject   *referring
	Closer, Commit    *referring
	CommitRepository  *whereabouts
}

// referring is an issue, a pull request or a commit that an event is about.
type referring struct {
	Typename        string `json:"__typename"`
	Number          int
	Title           string
	URL             string
	OID             string `json:"oid"`
	MessageHeadline string
	Repository      *whereabouts
	Labels          nodes[named]
}

type whereabouts struct {
	NameWithOwner string
	IsPrivate     bool
}

// event puts an entry into the words of package snapshot. here is the incident's repository: what lies in a private one is
// not told in a public one, where our card would show it to everybody.
func (e eventShape) event(here whereabouts) snapshot.Event {
	out := snapshot.Event{
		ID: e.ID, Kind: strings.TrimSuffix(e.Typename, "Event"), Actor: e.Actor.person(), Bot: e.Actor.bot(),
		At: second(e.CreatedAt), Label: e.Label.Name, Whom: e.Assignee.person(), From: e.PreviousTitle, To: e.CurrentTitle,
		Reason: e.StateReason, Closes: e.WillCloseTarget,
	}
	about := e.about()
	if about == nil || about.Repository.hiddenFrom(here) {
		return out
	}
	out.Number, out.Title, out.URL, out.Commit = about.Number, about.Title, about.URL, about.OID
	out.ActionItem = snapshot.Item{Labels: names(about.Labels.Nodes)}.HasLabel("action-item")
	out.Pull = about.Typename == "PullRequest"
	if about.OID != "" {
		out.Title = about.MessageHeadline
	}
	if r := about.Repository; r != nil && r.NameWithOwner != here.NameWithOwner {
		out.Repo = r.NameWithOwner
	}
	return out
}

// about is the other thing that an event names.
func (e eventShape) about() *referring {
	switch {
	case e.Commit != nil:
		one := *e.Commit
		one.Repository = e.CommitRepository
		return &one
	case e.Closer != nil && (e.Closer.Number != 0 || e.Closer.OID != ""):
		return e.Closer
	case e.Subject != nil && e.Subject.Typename == "PullRequest":
		return e.Subject
	}
	return e.Source
}

func (w *whereabouts) hiddenFrom(here whereabouts) bool {
	return w != nil && w.IsPrivate && !here.IsPrivate
}
