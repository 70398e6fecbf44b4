package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/nudge"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/when"
)

// nudgePrefix begins the key of a nudge; its rule, the second it was asked in and who was asked follow, so that the key is
// all that has to be remembered.
const nudgePrefix = "nudge:"

// nudgeView is what a nudge shows.
type nudgeView struct {
	nudge.Nudge
	Paste []string
	Last  string // how long it is owed
	Ends  string // handoff: when the shift ends, in the addressee's zone
	URL   string // of the postmortem
	Key   string // of the policy, which switches the rule off
}

// nudges wants one comment that asks one person for one thing, where something is owed for too long, and folds away the
// earlier ones: they are answered, or asked anew.
func nudges(s *scene) error {
	if !s.Timers { // a reminder that comes hours late reminds of nothing: the card says so
		return nil
	}
	due, next := nudge.Choose(s.nudgeInput())
	s.wakeAt(next)
	if due != nil {
		if err := s.nudge(*due); err != nil {
			return err
		}
	}
	s.foldNudges(due != nil)
	return nil
}

func (s *scene) nudge(n nudge.Nudge) error {
	v := nudgeView{Nudge: n, Last: s.spanOrNothing(n.Since, s.Now), Paste: s.nudgePaste(n), Key: "nudges.rules." + n.Rule, URL: s.draftURL()}
	if !n.Until.IsZero() {
		v.Ends = when.Stamp(n.Until, s.teamZones(n.Who)[0])
	}
	body, err := s.render("nudge/"+n.Rule, v)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%s%s:%d:%s", nudgePrefix, n.Rule, s.Now.Unix(), n.Who)
	s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	return nil
}

// nudgePaste is what the addressee may paste.
func (s *scene) nudgePaste(n nudge.Nudge) []string {
	switch n.Rule {
	case policy.NoSeverity:
		return severities(s)
	case policy.NotAcknowledged:
		return []string{"/ack"}
	case policy.NoUpdate, policy.Idle:
		return []string{"/update how it stands"}
	case policy.NotRecovered:
		return []string{"/recovered"}
	case policy.NoPostmortem:
		return []string{"/postmortem"}
	case policy.Handoff:
		if n.Next != "" {
			return []string{"/handoff @" + n.Next}
		}
		return []string{"/handoff @"}
	}
	return nil
}

// foldNudges minimises the nudges in sight that no longer ask for anything: the last one stays open while what it asks for
// is owed.
func (s *scene) foldNudges(another bool) {
	last := true
	for n := len(s.World.Comments) - 1; n >= 0; n-- {
		c := s.World.Comments[n]
		rest, is := marker.Find(c.Body, nudgePrefix)
		if !c.Mine || !is {
			continue
		}
		rule, _, _ := strings.Cut(rest, ":")
		stays := last && !another && nudge.Owed(s.nudgeInput(), rule, c.CreatedAt)
		if last = false; !stays && !c.Minimized {
			s.do(Action{Kind: CommentMinimise, Node: c.NodeID, ID: c.ID, Target: nudgePrefix + rule})
		}
	}
}

// nudgeInput gathers what the choice looks at.
func (s *scene) nudgeInput() nudge.Input {
	in := nudge.Input{
		Incident: s.Incident, Config: s.Config, Declared: s.Ledger.Declaration.At, SeverityTold: s.told("severity"),
		Helpers: s.helpers(), Activity: s.activity(), Asked: s.askedBefore(), Now: s.Now,
		PostmortemOwed: s.postmortemWanted() && !s.learned(),
	}
	if s.Ledger.Declaration.Responder {
		in.Declarer = s.Ledger.Declaration.By
	}
	if at, ok := s.Incident.Milestones[incident.MilestoneDeclared]; ok {
		in.Declared = at.At
	}
	if p := s.World.Postmortem; p != nil {
		in.PostmortemOpen = p.Open
		for _, t := range []time.Time{p.CreatedAt, p.ReadyAt, s.World.Document.CommittedAt} {
			if t.After(in.PostmortemAt) {
				in.PostmortemAt = t
			}
		}
	}
	return in
}

// askedBefore reads the nudges of the past out of their keys, oldest first.
func (s *scene) askedBefore() (out []nudge.Asked) {
	for key := range s.Ledger.Posted {
		rest, is := strings.CutPrefix(key, nudgePrefix)
		parts := strings.SplitN(rest, ":", 3)
		if !is || len(parts) != 3 {
			continue
		}
		if second, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			out = append(out, nudge.Asked{Rule: parts[0], At: time.Unix(second, 0).UTC(), Who: parts[2]})
		}
	}
	slices.SortFunc(out, func(a, b nudge.Asked) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	return out
}

// helpers are the responders who wrote, the latest first.
func (s *scene) helpers() (out []nudge.Helper) {
	last := map[string]nudge.Helper{}
	saw := func(p incident.Person, at time.Time) {
		if h, ok := last[identity(p)]; !ok || at.After(h.Last) {
			last[identity(p)] = nudge.Helper{Who: p, Last: at}
		}
	}
	for _, o := range s.Ledger.Seen {
		if o.Kind == "engaged" || o.Kind == "helper" {
			saw(o.Actor, o.At)
		}
	}
	for _, f := range s.Ledger.Accepted() {
		saw(f.Actor, f.Posted)
	}
	for _, c := range s.World.Comments {
		if _, responder := last[identity(c.Author)]; responder {
			saw(c.Author, c.CreatedAt)
		}
	}
	for _, h := range last {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b nudge.Helper) int {
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return strings.Compare(a.Who.Login, b.Who.Login)
	})
	return out
}

// activity is when anybody last did something here.
func (s *scene) activity() time.Time {
	last := s.Ledger.Declaration.At
	saw := func(c snapshot.Comment) {
		if !c.Mine && !c.Bot && c.CreatedAt.After(last) {
			last = c.CreatedAt
		}
	}
	for _, c := range s.World.Comments {
		saw(c)
	}
	for _, f := range s.Ledger.Facts {
		if f.Posted.After(last) {
			last = f.Posted
		}
	}
	return last
}
