package replay

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ImportedPrefix begins the marker of an issue that an import made; behind it stands the key of the row.
const ImportedPrefix = "imported "

// brought says whether an import made the issue and somebody else's account carries its record: then it is history, and
// nothing is begun about it. With a card of ours its record is ours.
func brought(w snapshot.World) bool {
	_, ok := marker.Find(w.Issue.Body, ImportedPrefix)
	return ok && w.Card == nil
}

// recall puts the milestones of an imported incident where the table had them; what it did not have is not known. Facts
// that people told since count over them.
func recall(i *incident.Incident, l ledger.Ledger) {
	if !l.Imported() {
		return
	}
	clear(i.Milestones)
	i.Declared = true
	for _, o := range l.Seen {
		if o.Kind == ledger.Imported {
			i.Mark(incident.Milestone(o.Ref), incident.Point{At: o.At, Quality: incident.Stated}, false)
		}
	}
	if !i.Has(incident.MilestoneDeclared) {
		i.Mark(incident.MilestoneDeclared, incident.Point{At: l.Declaration.At, Quality: incident.Assumed}, false)
	}
}

// settle ends an imported incident: what follows from rules gives way to what the table had, and nothing is owed.
func settle(i *incident.Incident, l ledger.Ledger) {
	if !l.Imported() || i.Ended() {
		return
	}
	delete(i.Milestones, incident.Improved)
	delete(i.Milestones, incident.Prepared)
	for _, o := range l.Seen {
		m := incident.Milestone(o.Ref)
		if o.Kind == ledger.Imported && (m == incident.Improved || m == incident.Prepared) {
			i.Milestones[m] = incident.Point{At: o.At, Quality: incident.Stated}
		}
	}
	i.Phase, i.Status = incident.Closed, incident.Resolved
}
