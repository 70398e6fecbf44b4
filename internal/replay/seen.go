package replay

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// What can be seen to happen, told by no command.
const (
	SeenEngaged  = "engaged"  // the first comment by a responder
	SeenDeclared = "declared" // a responder put the label `incident` on
	SeenSeverity = "severity" // a responder put a severity label on; Detail: the severity
	SeenClosed   = "closed"   // closed by hand; Detail: COMPLETED, NOT_PLANNED
	SeenReopened = "reopened" // reopened by hand
)

// seeEvents accepts what people did by hand since the ledger was last written: they are proposals like any other, so they
// count only where that person may. Our own doings come back as events too and are no news.
func seeEvents(l *ledger.Ledger, w snapshot.World, cfg policy.Config) {
	for _, e := range w.Events {
		if !judgedEvent(*l, w, cfg, e) {
			continue
		}
		o := ledger.Observation{Kind: seenKind(e, cfg), At: e.At, Actor: e.Actor, Ref: "event:" + e.ID}
		switch o.Kind {
		case SeenSeverity:
			o.Detail, _ = cfg.Severity(strings.TrimPrefix(e.Label, cfg.Labels.Severity))
		case SeenClosed:
			o.Detail = e.Reason
		}
		if may(w, cfg, o) {
			l.Seen = append(l.Seen, o)
		}
	}
	for _, e := range w.Events {
		if e.At.After(l.EventsTo) {
			l.EventsTo = e.At
		}
	}
}

// may says whether an act by hand counts. Closing a merely suspected incident needs no more than GitHub asked for.
func may(w snapshot.World, cfg policy.Config, o ledger.Observation) bool {
	if w.Permissions[o.Actor.ID].Responder() {
		return true
	}
	return o.Kind == SeenClosed && !w.Permissions[w.Issue.Author.ID].Responder() && cfg.Incidents.Declare != "anyone" &&
		o.Actor.Same(w.Issue.Author)
}

// judgedEvent says whether an event is news that judging looks at.
func judgedEvent(l ledger.Ledger, w snapshot.World, cfg policy.Config, e snapshot.Event) bool {
	if e.Bot || e.Actor.Same(w.Viewer) || e.At.Before(l.EventsTo) || seenKind(e, cfg) == "" {
		return false
	}
	if l.EventsTo.IsZero() && e.At.Sub(w.Issue.CreatedAt) < time.Second && e.Kind == "Labeled" && e.Actor.Same(w.Issue.Author) &&
		seenKind(e, cfg) == SeenDeclared {
		return false // the form's own label: the declaration says it already
	}
	for _, s := range l.Seen {
		if s.Ref == "event:"+e.ID {
			return false
		}
	}
	return true
}

// seenKind says what an event would mean; empty for those that mean nothing to the state.
func seenKind(e snapshot.Event, cfg policy.Config) string {
	switch {
	case e.Kind == "Labeled" && lowerASCII(e.Label) == lowerASCII(cfg.Labels.Incident):
		return SeenDeclared
	case e.Kind == "Labeled" && strings.HasPrefix(lowerASCII(e.Label), lowerASCII(cfg.Labels.Severity)):
		if name, ok := cfg.Severity(e.Label[len(cfg.Labels.Severity):]); ok && name != "" {
			return SeenSeverity
		}
	case e.Kind == "Closed":
		return SeenClosed
	case e.Kind == "Reopened":
		return SeenReopened
	}
	return ""
}

// applySeen folds one observation into the incident.
func applySeen(i *incident.Incident, o ledger.Observation) {
	observed := incident.Point{At: o.At, Quality: incident.Observed}
	switch o.Kind {
	case SeenEngaged:
		i.Mark(incident.Engaged, observed, false)
	case SeenDeclared:
		i.Declared = true
		i.Mark(incident.MilestoneDeclared, observed, false)
	case SeenSeverity:
		i.Severity, i.Because = incident.Severity(o.Detail), ""
	case SeenClosed:
		if !i.Declared {
			i.Cancelled = "closed"
			return
		}
		if !i.Ended() && i.Cancelled == "" && i.DuplicateOf == 0 {
			i.Mark(incident.Recovered, observed, false)
		}
	case SeenReopened:
		if i.Has(incident.Learned) {
			return
		}
		i.Reopened++
		i.Cancelled, i.DuplicateOf = "", 0
		i.Unmark(incident.Recovered)
		i.Unmark(incident.Fixed)
	}
}
