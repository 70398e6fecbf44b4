package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// point is the moment that a fact tells, with its quality.
func point(f ledger.Fact) incident.Point {
	q := f.Quality
	if q == incident.NoQuality {
		q = incident.Stated
	}
	return incident.Point{At: f.At, Quality: q}
}

// mark folds a fact into a milestone.
func mark(i *incident.Incident, m incident.Milestone, f ledger.Fact) { i.Mark(m, point(f), f.Told) }

// declare makes a suspected incident a real one: a responder who works on it believes in it.
func declare(i *incident.Incident, f ledger.Fact) {
	i.Declared = true
	i.Mark(incident.MilestoneDeclared, incident.Point{At: f.Posted, Quality: incident.Observed}, false)
}

// reaches returns an Apply that declares the incident and sets one milestone.
func reaches(m incident.Milestone) func(*incident.Incident, ledger.Fact) {
	return func(i *incident.Incident, f ledger.Fact) {
		declare(i, f)
		mark(i, m, f)
	}
}

// beforeRecovery refuses what makes no sense once users are fine again, unless the line tells an earlier time and so is a
// correction of the record.
func beforeRecovery(c Call) *ledger.Problem {
	recovered, ok := c.Incident.Milestones[incident.Recovered]
	if !ok || (c.Told && c.At.Before(recovered.At)) {
		return nil
	}
	return &ledger.Problem{Code: ledger.TooLate, Paste: []string{"/action … K:repair"}}
}

// needs refuses an empty argument, with an example to paste.
func needs(usage, example string) func(Call) (string, *ledger.Problem) {
	return func(c Call) (string, *ledger.Problem) {
		if c.Args == "" {
			return "", &ledger.Problem{Code: ledger.NeedsArgument, Detail: usage, Paste: []string{example}}
		}
		return c.Args, nil
	}
}
