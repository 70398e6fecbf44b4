package replay

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Fold turns a ledger into the incident. What GitHub itself keeps (whether items are done) comes from the world.
func Fold(l ledger.Ledger, w snapshot.World, cfg policy.Config) incident.Incident {
	cfg = cfg.Pinned(l.Declaration.Rules)
	i := start(l.Declaration, w.Issue)
	recall(&i, l)
	hold(&i, cfg)
	for _, s := range steps(l) {
		s.apply(&i)
		hold(&i, cfg)
		i.Derive(incident.Afterwards{PostmortemAsked: true})
	}
	items(&i, w, l, cfg)
	i.Derive(incident.Afterwards{PostmortemAsked: owesPostmortem(i, w, cfg)})
	settle(&i, l)
	return i
}

// owesPostmortem says whether learning is awaited. A severity lowered later keeps the document that was begun.
func owesPostmortem(i incident.Incident, w snapshot.World, cfg policy.Config) bool {
	begun := w.Postmortem != nil || w.Document.BranchOID != "" || w.Document.OnDefault
	return i.WantsPM || AsksPostmortem(i.Severity, cfg) || begun && AsksPostmortem(i.Highest, cfg)
}

// AsksPostmortem says whether the policy asks for a postmortem at a severity. While nobody has said how bad it was, it is
// asked for wherever any severity asks: no incident ends unread because nobody gave it a number.
func AsksPostmortem(s incident.Severity, cfg policy.Config) bool {
	if s != incident.Unknown && s != "" {
		return cfg.Row(string(s)).Postmortem != policy.PostmortemNone
	}
	return slices.ContainsFunc(cfg.Severities, func(r policy.Severity) bool { return r.Postmortem != policy.PostmortemNone })
}

// start is the incident as declared.
func start(d ledger.Declaration, issue snapshot.Issue) incident.Incident {
	i := incident.New(issue.Number, issue.Title)
	i.Components = append([]string(nil), d.Components...)
	i.DetectedBy, i.Symptom, i.Impact, i.Drill = d.DetectedBy, d.Symptom, d.Impact, d.Drill
	for _, l := range d.Links {
		i.Links = append(i.Links, incident.Link{URL: l})
	}
	if d.Severity != "" {
		i.Severity = incident.Severity(d.Severity)
	}
	detected := incident.Point{At: issue.CreatedAt, Quality: incident.Observed}
	if !d.Detected.IsZero() {
		detected.At = d.Detected
	}
	if d.DetectedTold {
		detected.Quality = incident.Stated
	}
	i.Mark(incident.Detected, detected, false)
	if !d.Started.IsZero() {
		i.Mark(incident.Started, incident.Point{At: d.Started, Quality: d.StartedQ}, false)
	}
	if d.Responder {
		i.Declared = true
		i.Mark(incident.MilestoneDeclared, incident.Point{At: d.At, Quality: incident.Observed}, false)
	}
	i.Derive(incident.Afterwards{PostmortemAsked: true})
	return i
}

// hold remembers the highest severity ever held.
func hold(i *incident.Incident, cfg policy.Config) {
	now, highest := cfg.Rank(string(i.Severity)), cfg.Rank(string(i.Highest))
	if now > 0 && (highest == 0 || now < highest) {
		i.Highest = i.Severity
	}
}

// step is one fact or observation on its way into the incident.
type step struct {
	at    time.Time
	apply func(*incident.Incident)
}

// steps merges facts and observations in the order in which they count: by the time of writing or seeing. Where both
// happened in one second, what was said stands after what was seen.
func steps(l ledger.Ledger) []step {
	var out []step
	for _, o := range l.Seen {
		out = append(out, step{o.At, func(i *incident.Incident) { applySeen(i, o) }})
	}
	facts := l.Accepted()
	slices.SortStableFunc(facts, func(a, b ledger.Fact) int { return cmp.Or(ledger.Compare(a, b), cmp.Compare(a.Seq, b.Seq)) })
	for _, f := range facts {
		out = append(out, step{f.Posted, func(i *incident.Incident) { applyFact(i, f) }})
	}
	slices.SortStableFunc(out, func(a, b step) int { return a.at.Compare(b.at) })
	return out
}

// applyFact folds one fact; a verb from a newer version changes nothing here and stays in the ledger.
func applyFact(i *incident.Incident, f ledger.Fact) {
	spec, ok := command.Find(f.Verb)
	if f.Item != 0 {
		spec, ok = command.FindItem(f.Verb)
	}
	if !ok || spec.Apply == nil {
		return
	}
	spec.Apply(i, f)
	i.LastChange = &incident.Change{At: f.At, By: f.Actor, Verb: f.Verb, Args: f.Args, Quality: f.Quality}
}
