package plan

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// nextRule is one row of the table that chooses the card's next step; the first whose condition holds is shown. Its text
// is the template next/<name>. Conditions never look at the clock, so that an idle incident keeps its step.
type nextRule struct {
	name string
	is   func(*scene) bool
	who  func(*scene) incident.Person
	// paste is what is to be pasted; none where the step is no command.
	paste func(*scene) []string
}

// nextRules lead through an incident: somebody on it, how bad, who leads, who suffers, what it is, end it, learn from it.
var nextRules = []nextRule{
	{"over", func(s *scene) bool { return s.Incident.Over() }, nobody, pasting()},
	{"suspected", func(s *scene) bool { return !s.Incident.Declared }, nobody, pasting("/incident", "/cancel why")},
	{"ack", open(func(s *scene) bool { return !s.Incident.Has(incident.Engaged) }), leader, pasting("/ack")},
	{"severity", open(func(s *scene) bool { return s.Incident.Severity == incident.Unknown && !s.told("severity") }), responder, severities},
	{"lead", open(func(s *scene) bool { return s.lead().IsZero() }), responder, pasting("/lead")},
	{"impact", open(func(s *scene) bool { return s.Incident.Impact == "" }), responder, pasting("/impact who cannot do what")},
	{"update", open(updateOwed), speaker, pasting("/update how it stands, and when you tell more")},
	{"identify", open(func(s *scene) bool {
		return !s.Incident.Has(incident.MilestoneIdentified) && !s.Incident.Has(incident.Mitigated) && !s.Incident.Has(incident.Fixed)
	}), responder, pasting("/identified what it is", "/identified unknown")},
	{"mitigate", open(func(s *scene) bool {
		return !s.Incident.Has(incident.Mitigated) && !s.Incident.Has(incident.Fixed)
	}), responder, pasting("/mitigated", "/fixed")},
	{"fix", open(func(s *scene) bool { return !s.Incident.Has(incident.Fixed) }), responder, pasting("/fixed")},
	{"recover", open(func(*scene) bool { return true }), responder, pasting("/recovered")},
	{"draft", func(s *scene) bool { return s.postmortemWanted() && s.World.Postmortem == nil && !s.learned() }, writer, pasting("/postmortem")},
	{"triage", func(s *scene) bool { return s.postmortemWanted() && !s.Incident.Has(incident.Triaged) }, writer, pasting("/triaged", "/triaged unknown")},
	{"merge", func(s *scene) bool { return s.postmortemWanted() && !s.learned() && s.World.Postmortem.Open }, writer, pasting()},
	{"learn", func(s *scene) bool { return s.postmortemWanted() && !s.learned() }, writer, pasting("/learned")},
	{"items", func(s *scene) bool { _, ok := s.openItem(); return ok }, itemOwner, pasting()},
	{"rest", func(*scene) bool { return true }, nobody, pasting()},
}

// nextView is what the text of a step shows.
type nextView struct {
	Who   string // a login; empty = whoever reads this
	Paste []string
	Age   string // of the last update; volatile
	Title string // of the item that waits
	URL   string
	More  int // further items
}

// next chooses the step.
func (s *scene) next() (nextRule, nextView) {
	for _, r := range nextRules {
		if !r.is(s) {
			continue
		}
		v := nextView{Who: r.who(s).Login, Paste: r.paste(s)}
		if item, ok := s.openItem(); ok {
			v.Title, v.URL, v.More = item.Title, s.itemURL(item), s.openItems()-1
		}
		if r.name == "merge" {
			v.URL = s.World.Postmortem.URL
		}
		return r, v
	}
	return nextRule{}, nextView{} // the last rule always holds
}

// nextText renders the step; empty where the stage has no such line, or nothing is left to do.
func (s *scene) nextText(full bool) (string, error) {
	if !s.Config.Effective().NextStep {
		return "", nil
	}
	rule, view := s.next()
	if u := s.Incident.LastUpdate; u != nil && full {
		view.Age = s.spanOrNothing(u.At, s.Now)
	}
	return s.render("next/"+rule.name, view)
}

func open(is func(*scene) bool) func(*scene) bool {
	return func(s *scene) bool { return s.Incident.Open() && is(s) }
}

func pasting(paste ...string) func(*scene) []string { return func(*scene) []string { return paste } }

func severities(s *scene) []string {
	var out []string
	for _, row := range s.Config.Severities {
		out = append(out, "/severity "+row.Name)
	}
	return out
}

// told says whether such a command was accepted: "unknown" is a legal answer, and is not asked for again.
func (s *scene) told(verb string) bool { return !s.lastFact(verb).IsZero() }

// updateOwed says whether the status has changed since the team was last told, where the policy wants updates.
func updateOwed(s *scene) bool {
	if s.Config.Row(string(s.Incident.Severity)).UpdateEvery.IsZero() {
		return false
	}
	var changed time.Time
	for _, m := range []incident.Milestone{incident.MilestoneIdentified, incident.Mitigated, incident.Fixed} {
		if p, ok := s.Incident.Milestones[m]; ok && p.At.After(changed) {
			changed = p.At
		}
	}
	return !changed.IsZero() && (s.Incident.LastUpdate == nil || s.Incident.LastUpdate.At.Before(changed))
}

func (s *scene) learned() bool { return s.Incident.Has(incident.Learned) }
