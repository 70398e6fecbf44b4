package replay

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// What can be seen to happen, told by no command.
const (
	SeenEngaged  = "engaged"  // the first comment by a responder
	SeenDeclared = "declared" // a responder put the label `incident` on
	SeenSeverity = "severity" // a responder put a severity label on; Detail: the severity
	SeenClosed   = "closed"   // closed by hand; Detail: COMPLETED, NOT_PLANNED
	SeenReopened = "reopened" // reopened by hand
	SeenHelper   = "helper"   // somebody with triage or more wrote here: once for each of them
	SeenMerged   = "merged"   // the postmortem's pull request was merged
	SeenTriaged  = "triaged"  // contributing factors are written in the postmortem, and it was marked ready
	SeenNoPull   = "no-pull"  // GitHub did not let the postmortem's pull request be opened
	SeenButton   = "button"   // a button of the review was pressed; Detail: which. It changes nothing about the incident
	// SeenWithdrawn is the issue closed by its author who is no responder: it takes back a suspicion, and no more than that.
	SeenWithdrawn = "withdrawn"
)

// event accepts what somebody did by hand: a proposal like any other, so it counts only where that person may. Our own
// doings come back as events too and are no news.
func (j *judging) event(e snapshot.Event) {
	o := ledger.Observation{Kind: seenKind(e, j.config), At: e.At, Actor: e.Actor, Ref: "event:" + e.ID}
	switch {
	case o.Kind == SeenPhase:
		j.phaseLabel(e, o)
		return
	case j.world.Permissions[e.Actor.ID].Responder():
	case o.Kind == SeenClosed && e.Actor.Same(j.world.Issue.Author):
		o.Kind = SeenWithdrawn
	default:
		return
	}
	switch o.Kind {
	case SeenSeverity:
		o.Detail, _ = severityOf(e, j.config)
	case SeenClosed:
		o.Detail = e.Reason
	}
	j.ledger.Seen = append(j.ledger.Seen, o)
}

// merged records that the postmortem was merged, which whoever merges it may: GitHub asked for the permission. It stays true
// whatever becomes of the branch.
func (j *judging) merged() {
	pm := j.world.Postmortem
	j.see(ledger.Observation{Kind: SeenMerged, At: pm.MergedAt, Actor: pm.MergedBy, Ref: ref("pull", int64(pm.Number))})
}

// ready records that what contributed is written down and the document was marked ready: in its front matter, or by taking
// the pull request out of draft.
func (j *judging) ready() {
	pm := j.world.Postmortem
	j.see(ledger.Observation{Kind: SeenTriaged, At: readyAt(j.world), Ref: ref("pull", int64(pm.Number))})
}

// readyAt is when the postmortem was marked ready with its contributing factors written; zero where it was not.
func readyAt(w snapshot.World) time.Time {
	pm := w.Postmortem
	if pm == nil || !pm.Open || pm.Draft || !w.Document.Found {
		return time.Time{}
	}
	front, ok := postmortem.ReadFront(w.Document.Text)
	switch {
	case ok && front.Status == postmortem.Ready:
		return w.Document.CommittedAt
	case !pm.ReadyAt.IsZero():
		return pm.ReadyAt
	}
	return time.Time{}
}

// judgedEvent says whether an event is news that judging looks at.
func judgedEvent(l ledger.Ledger, w snapshot.World, cfg policy.Config, e snapshot.Event) bool {
	if e.Bot || e.Actor.Same(w.Viewer) || e.At.Before(l.EventsTo) || seenKind(e, cfg) == "" {
		return false
	}
	if seenKind(e, cfg) == SeenDeclared && withIssue(e, w) {
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
	case e.Kind == "Labeled":
		if _, ok := severityOf(e, cfg); ok {
			return SeenSeverity
		}
		if _, ok := phaseOf(e, cfg); ok {
			return SeenPhase
		}
	case e.Kind == "Closed":
		return SeenClosed
	case e.Kind == "Reopened":
		return SeenReopened
	}
	return ""
}

// severityOf reads a severity label, in any capitals, as GitHub compares labels.
func severityOf(e snapshot.Event, cfg policy.Config) (string, bool) {
	if !strings.HasPrefix(lowerASCII(e.Label), lowerASCII(cfg.Labels.Severity)) {
		return "", false
	}
	name, ok := cfg.Severity(e.Label[len(cfg.Labels.Severity):])
	return name, ok && name != ""
}

// applySeen folds one observation into the incident.
func applySeen(i *incident.Incident, o ledger.Observation) {
	switch o.Kind {
	case SeenDeclared, SeenSeverity, SeenPhase, SeenClosed, SeenMerged, SeenReopened:
		i.LastChange = &incident.Change{At: o.At, By: o.Actor, Verb: o.Kind, Args: o.Detail, Quality: incident.Observed}
	}
	observed := incident.Point{At: o.At, Quality: incident.Observed}
	switch o.Kind {
	case SeenEngaged:
		i.Mark(incident.Engaged, observed, false)
	case SeenDeclared:
		i.Declared = true
		i.Mark(incident.MilestoneDeclared, observed, false)
	case SeenSeverity:
		i.Severity, i.Because = incident.Severity(o.Detail), ""
	case SeenPhase:
		applyPhase(i, o)
	case SeenWithdrawn:
		if !i.Declared {
			i.Cancelled = "closed"
		}
	case SeenClosed:
		if !i.Declared {
			i.Cancelled = "closed"
		} else if !i.Ended() {
			i.Mark(incident.Recovered, observed, false)
		}
	case SeenDoing:
		underway(i, o)
	case SeenRow:
		applyRow(i, o)
	case SeenTriaged:
		i.Mark(incident.Triaged, observed, false)
	case SeenMerged:
		i.Mark(incident.Learned, observed, false)
	case SeenReopened:
		if !i.Has(incident.Learned) {
			i.Reopen()
		}
	}
}
