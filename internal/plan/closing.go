package plan

import (
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/when"
)

// closingPrefix begins the key of the closing comment; the number of reopenings follows, for each recovery has its own.
const closingPrefix = "closing:"

// draftPatience is how long the closing comment waits for the draft's branch, so that it can link to it.
const draftPatience = 2 * time.Minute

// closingView is what the closing comment shows.
type closingView struct {
	Who      string
	Title    string
	Lasted   string
	Wanted   bool // a postmortem is owed
	Triaged  bool
	Draft    string // its address
	Due      string // "2026-11-27 19:00 JST"
	Items    []incident.ActionItem
	Missing  []missingView // what policy wants known before an incident is closed
	Night    bool          // the writer is not at work
	Tonight  bool          // … and it is dark there
	Resumes  string
	NoBranch bool
}

// closing wants one comment at recovery that says what is next, by whom and by when. It is written once and never edited.
func closing(s *scene) error {
	i := s.Incident
	recovered, ok := i.Milestones[incident.Recovered]
	if !ok || !i.Declared || i.Ended() || !s.Config.Effective().ClosingComment {
		return nil
	}
	key := fmt.Sprintf("%s%d", closingPrefix, i.Reopened)
	if _, posted := s.Ledger.Posted[key]; posted || s.ownComment(key) != nil {
		return nil
	}
	if s.awaitsDraft() {
		return nil
	}
	body, err := s.render("closing", s.closingView(recovered.At))
	if err != nil {
		return err
	}
	s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	return nil
}

// awaitsDraft says whether the draft's branch is about to come. Where it does not come, the comment does not wait for ever.
func (s *scene) awaitsDraft() bool {
	if !s.postmortemWanted() || s.World.Document.BranchOID != "" || s.World.Document.OnDefault || s.World.Postmortem != nil {
		return false
	}
	var until time.Time // by our own clock, as far as it is known: GitHub's may differ
	for _, f := range s.Ledger.Accepted() {
		if (f.Verb == "recovered" || f.Verb == "close") && f.Accepted.After(until) {
			until = f.Accepted
		}
	}
	for _, o := range s.Ledger.Seen {
		if (o.Kind == "closed" || o.Kind == "phase") && o.At.After(until) { // by hand: the issue, or its phase label
			until = o.At
		}
	}
	until = until.Add(draftPatience)
	s.wakeAt(until)
	return s.Now.Before(until)
}

func (s *scene) closingView(recovered time.Time) closingView {
	i := s.Incident
	who := writer(s)
	v := closingView{
		Who: who.Login, Title: i.Title, Wanted: s.postmortemWanted() && !s.learned(), Triaged: i.Has(incident.Triaged),
		Items: i.Actions, Missing: s.missing(), Draft: s.draftURL(), Lasted: s.running(false),
	}
	if row := s.Config.Row(string(i.Highest)); !row.PostmortemDue.IsZero() {
		v.Due = when.Stamp(s.Config.After(who.Login, recovered, row.PostmortemDue), s.teamZones(who.Login)[0])
	}
	if v.Night = !s.Config.InWorkingHours(who.Login, s.Now); v.Night {
		zone := s.teamZones(who.Login)[0]
		start := s.Config.NextWorkingTime(who.Login, s.Now)
		hour := s.Now.In(zone).Hour()
		v.Tonight = hour < 6 || hour >= 18
		v.Resumes = when.Clock(start, zone)
		if start.Sub(s.Now) > 20*time.Hour {
			v.Resumes = when.Stamp(start, zone)
		}
	}
	return v
}

// draftURL is where the draft can be read: its pull request, else the file on its branch; empty where there is neither.
func (s *scene) draftURL() string {
	if p := s.World.Postmortem; p != nil {
		return p.URL
	}
	if s.World.Document.BranchOID == "" {
		return ""
	}
	return fmt.Sprintf("%s/blob/%s/%s", s.homeURL(), s.branch(), s.documentPath())
}
