package replay

import (
	"maps"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Concerns says whether the issue is an incident, or may become one by what is new: the label, the form's two required
// headings (GitHub drops a form's label that does not exist), or `/incident` in a new comment.
func Concerns(w snapshot.World, cfg policy.Config) bool {
	return w.Card != nil || !brought(w) && (byLabelOrForm(w, cfg) || askedFor(w, cfg))
}

func byLabelOrForm(w snapshot.World, cfg policy.Config) bool {
	return w.Issue.HasLabel(cfg.Labels.Incident) || form.IsIncident(w.Issue.Body)
}

// askedFor says whether somebody wrote `/incident` on an ordinary issue.
func askedFor(w snapshot.World, cfg policy.Config) bool {
	return slices.ContainsFunc(w.Comments, func(c snapshot.Comment) bool { return asks(c, cfg) })
}

// asks says whether a comment holds `/incident`.
func asks(c snapshot.Comment, cfg policy.Config) bool {
	if c.Mine || c.Bot || !c.EditedAt.IsZero() {
		return false
	}
	return slices.ContainsFunc(command.Scan(c.Body, scanOptions(cfg, c)), func(l command.Line) bool {
		spec, ok := command.Find(l.Verb)
		return ok && spec.Verb == "incident"
	})
}

// before is the id up to which nothing was meant for us: on an ordinary issue, the comments before a responder's
// `/incident` belong to another story (or another bot), whatever they look like.
func before(w snapshot.World, cfg policy.Config) int64 {
	if byLabelOrForm(w, cfg) || w.Card != nil {
		return 0
	}
	var last int64
	for _, c := range w.Comments {
		if w.Permissions[c.Author.ID].Responder() && asks(c, cfg) {
			break
		}
		last = c.ID
	}
	return last
}

// genuine says whether a new ledger is about an incident after all: on an ordinary issue `/incident` must have been
// accepted, or else nothing is kept.
func genuine(w snapshot.World, cfg policy.Config, l ledger.Ledger) bool {
	if byLabelOrForm(w, cfg) || w.Card != nil {
		return true
	}
	for _, f := range l.Accepted() {
		if f.Verb == "incident" {
			return true
		}
	}
	return false
}

// declaration reads how the incident began. By whom decides whether it is declared or only suspected: a responder, unless
// the policy lets anybody declare; for a label put on an existing issue, whoever put it there.
func declaration(w snapshot.World, cfg policy.Config) (ledger.Declaration, bool) {
	if !Concerns(w, cfg) {
		return ledger.Declaration{}, false
	}
	author := w.Issue.Author
	d := ledger.Declaration{At: w.Issue.CreatedAt, By: author, Rules: cfg.Rules()}
	labelled, later := labelledLater(w, cfg)
	switch {
	case later && cfg.Incidents.Declare == "anyone":
		d.At, d.Responder = labelled, true
	case later: // whoever put the label on decides: the event is judged like any other
	case byLabelOrForm(w, cfg):
		d.Responder = w.Permissions[author.ID].Responder() || cfg.Incidents.Declare == "anyone"
	}
	if report, ok := form.Parse(w.Issue.Body, slices.Sorted(maps.Keys(cfg.Components))...); ok {
		fill(&d, report, w.Issue.CreatedAt, cfg)
		sentLater(&d, w.Issue, w.Viewer.ID)
	}
	d.Drill = d.Drill || w.Issue.HasLabel(cfg.Labels.Drill)
	return d, true
}

// labelledLater says when an ordinary issue got the label `incident`; false where it was opened with it, or by the form.
func labelledLater(w snapshot.World, cfg policy.Config) (time.Time, bool) {
	if form.IsIncident(w.Issue.Body) {
		return time.Time{}, false
	}
	var first snapshot.Event
	for _, e := range w.Events {
		about := seenKind(e, cfg) == SeenDeclared || e.Kind == "Unlabeled" && lowerASCII(e.Label) == lowerASCII(cfg.Labels.Incident)
		if about && (first.Kind == "" || e.At.Before(first.At)) {
			first = e
		}
	}
	// Where it was first taken off, it was there from the beginning.
	return first.At, first.Kind == "Labeled" && !withIssue(first, w)
}

// withIssue says whether a label was put on as the issue was opened.
func withIssue(e snapshot.Event, w snapshot.World) bool {
	return e.At.Sub(w.Issue.CreatedAt) < time.Second && e.Actor.Same(w.Issue.Author)
}

// fill takes over what the form says; a start time that cannot be read is kept as a problem, never as a guess.
func fill(d *ledger.Declaration, r form.Report, posted time.Time, cfg policy.Config) {
	if name, ok := cfg.Severity(r.Severity); ok {
		d.Severity = name
	}
	d.Components, d.DetectedBy, d.Symptom, d.Impact = r.Components, r.DetectedBy, r.Seen, r.Impact
	d.Links, d.Drill = r.Links, r.Drill
	if r.Started == "" {
		return
	}
	at, problem := command.ReadStarted(r.Started, posted, d.By.Login, cfg)
	if problem != nil {
		d.Problem = problem
		return
	}
	d.Started, d.StartedQ = at, incident.Stated
}
