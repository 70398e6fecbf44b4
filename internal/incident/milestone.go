package incident

import (
	"fmt"
	"time"
)

// Milestone is a point in an incident's life.
type Milestone string

// The milestones, in the order of a life without surprises.
const (
	Started             Milestone = "started"
	Detected            Milestone = "detected"
	MilestoneDeclared   Milestone = "declared"
	Engaged             Milestone = "engaged"
	MilestoneIdentified Milestone = "identified"
	Mitigated           Milestone = "mitigated"
	Fixed               Milestone = "fixed"
	Recovered           Milestone = "recovered"
	Triaged             Milestone = "triaged"
	Learned             Milestone = "learned"
	Improved            Milestone = "improved"
	Prepared            Milestone = "prepared"
)

// Milestones lists all milestones in that order.
var Milestones = []Milestone{
	Started, Detected, MilestoneDeclared, Engaged, MilestoneIdentified, Mitigated,
	Fixed, Recovered, Triaged, Learned, Improved, Prepared,
}

// Quality says how a point in time is known; a higher one is better.
type Quality int

// The qualities.
const (
	NoQuality Quality = iota
	Assumed           // filled in by rule
	Observed          // the software saw it happen
	Stated            // a person or an alert said it
)

var qualityNames = [...]string{"", "assumed", "observed", "stated"}

// String returns the word that users read.
func (q Quality) String() string {
	if q < 0 || int(q) >= len(qualityNames) {
		return fmt.Sprintf("quality(%d)", int(q))
	}
	return qualityNames[q]
}

// MarshalText writes the word.
func (q Quality) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads the word; an unknown one (from a newer version) reads as Assumed, the weakest claim.
func (q *Quality) UnmarshalText(text []byte) error {
	*q = Assumed
	for i, n := range qualityNames {
		if n == string(text) {
			*q = Quality(i)
		}
	}
	return nil
}

// Point is a moment with its quality. At is UTC, whole seconds.
type Point struct {
	At      time.Time `json:"at"`
	Quality Quality   `json:"quality"`
	ByRule  bool      `json:"-"` // no fact says so: it stands for another milestone and moves with it
}

// Has says whether the milestone is set.
func (i *Incident) Has(m Milestone) bool { _, ok := i.Milestones[m]; return ok }

// Mark sets a milestone by the rules of the design: a bare repeat never moves one that is set, a repeat with an explicit
// time does, and a worse quality never replaces a better one. It reports whether anything changed.
func (i *Incident) Mark(m Milestone, p Point, explicit bool) bool {
	old, set := i.Milestones[m]
	if set && old.ByRule {
		set = false
	}
	if set && (p.Quality < old.Quality || (p.Quality == old.Quality && !explicit)) {
		return false
	}
	if set && old == p {
		return false
	}
	i.Milestones[m] = p
	return true
}

// Unmark removes a milestone (reopening, undo).
func (i *Incident) Unmark(m Milestone) { delete(i.Milestones, m) }

// Reopen takes the end back, whatever it was: the same incident goes on, and its times run to the last recovery. Of one
// that was learned from only the cancelling is taken back.
func (i *Incident) Reopen() {
	if i.Has(Recovered) || i.Cancelled != "" || i.DuplicateOf != 0 {
		i.Reopened++
	}
	i.Cancelled, i.DuplicateOf = "", 0
	if i.Has(Learned) {
		return
	}
	i.Unmark(Recovered)
	i.Unmark(Fixed)
	i.Unmark(Triaged) // what happened is not understood after all: it went on
}

// assume fills the milestones that have a rule for their absence: started = detected; fixed = recovered. Such a point
// follows the one it stands for, so it is written anew each time and goes when that one goes.
func (i *Incident) assume() {
	i.follow(Started, Detected)
	i.follow(Fixed, Recovered)
}

func (i *Incident) follow(m, source Milestone) {
	own, set := i.Milestones[m]
	if set && !own.ByRule {
		return
	}
	delete(i.Milestones, m)
	if src, ok := i.Milestones[source]; ok {
		i.Milestones[m] = Point{At: src.At, Quality: Assumed, ByRule: true}
	}
}

// improve sets Improved and Prepared from the postmortem and the action items (DESIGN §2). Both are derived from what
// GitHub shows, so they go again when an item is reopened.
func (i *Incident) improve(after Afterwards) {
	delete(i.Milestones, Improved)
	delete(i.Milestones, Prepared)
	from, ok := i.Milestones[Recovered]
	if learned, has := i.Milestones[Learned]; has {
		from = learned
	} else if after.PostmortemAsked {
		return
	}
	if !ok || i.Cancelled != "" || i.DuplicateOf != 0 {
		return
	}
	improved, done := latestDone(i.Actions, from.At, func(a ActionItem) bool { return a.Kind != "prepare" && a.DoNext() })
	if !done {
		return
	}
	i.Milestones[Improved] = Point{At: improved, Quality: Observed, ByRule: true}
	prepared, done := latestDone(i.Actions, improved, func(a ActionItem) bool { return a.Kind == "prepare" })
	if done && hasKind(i.Actions, "prepare") {
		i.Milestones[Prepared] = Point{At: prepared, Quality: Observed, ByRule: true}
	}
}

// latestDone returns the latest completion among the chosen items, at least from; false while one is open.
func latestDone(items []ActionItem, from time.Time, chosen func(ActionItem) bool) (time.Time, bool) {
	at := from
	for _, a := range items {
		switch {
		case !chosen(a), a.Declined && a.DoneAt.IsZero():
			continue
		case a.DoneAt.IsZero():
			return time.Time{}, false
		case a.DoneAt.After(at):
			at = a.DoneAt
		}
	}
	return at, true
}
