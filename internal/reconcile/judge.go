package reconcile

import (
	"context"
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// judge brings the ledger up to date with the world and folds it. Where the incident turns out to need more of GitHub than
// was observed, it is observed again, with that.
func (r *run) judge(ctx context.Context) (incident.Incident, error) {
	for {
		if err := r.permissions(ctx); err != nil {
			return incident.Incident{}, err
		}
		r.ledger = r.withChange(r.key, r.world, replay.Judge(r.world, r.ledger, r.cfg, r.Now()))
		inc := replay.Fold(r.ledger, r.world, r.cfg)
		want := wanted(inc, r.world, r.ledger, r.cfg)
		want.Cards = want.Board != "" && r.statusDue(inc)
		r.memory.wanted(r.key, want)
		r.memory.lives(r.key, r.world)
		if err := r.earlier(ctx, inc); err != nil {
			return incident.Incident{}, err
		}
		if r.want.covers(want) || r.leaves() {
			r.later = r.later || !r.want.covers(want)
			if more, err := r.moreItems(ctx, inc); err != nil {
				return incident.Incident{}, err
			} else if more {
				continue
			}
			r.changes(ctx, inc)
			return inc, r.owners(ctx, inc)
		}
		again, err := r.Observer.Observe(ctx, r.key, want)
		if err != nil {
			return incident.Incident{}, fmt.Errorf("%s: observe the postmortem and the board: %w", r.key, err)
		}
		again.Permissions, again.Named, again.Earlier, again.Abroad = r.world.Permissions, r.world.Named, r.world.Earlier, r.world.Abroad
		r.world, r.want = again, want
	}
}

// toWrite is the ledger as it may be written: it must not say that more was looked at than was.
func (r *run) toWrite() ledger.Ledger {
	l := r.ledger
	if r.unsure {
		l.Judged = r.sure
	}
	return l
}

// leaves says whether looking further is left to the other aspect's run: a command must not wait for it.
func (r *run) leaves() bool { return r.Gather && r.quick && r.key.Aspect == plan.Own }

// statusDue says whether the board's weekly status is due.
func (r *run) statusDue(inc incident.Incident) bool {
	if r.world.Board == nil {
		return false
	}
	due := plan.StatusDue(*r.world.Board, inc)
	return !due.IsZero() && !r.Now().Before(due)
}

// covers says whether an observation with w has all that other asks for.
func (w Want) covers(other Want) bool {
	return (other.Document == "" || other.Document == w.Document && other.Index == w.Index && other.Template == w.Template && other.Elsewhere == w.Elsewhere) && (other.Board == "" || other.Board == w.Board) && (w.Cards || !other.Cards)
}

// wanted is what an incident needs beside its issue: the document once the impact is over, the
// board once there is something to put on it.
func wanted(inc incident.Incident, w snapshot.World, l ledger.Ledger, cfg policy.Config) Want {
	var want Want
	after := inc.Has(incident.Recovered)
	switch {
	case l.Document != "":
		want.Document = l.Document
	case w.Document.Found:
		want.Document = w.Document.Path // where it is, whatever the title has become
	case after || w.Postmortem != nil || w.Document.BranchOID != "":
		want.Document = postmortem.DocumentPath(w.Issue.Number, w.Issue.Title, w.Issue.CreatedAt, cfg)
	}
	if want.Document != "" {
		want.Index, want.Template = postmortem.IndexPath(cfg.Postmortems.Directory), cfg.Postmortems.Template
		if name, reachable := cfg.Postmortems.Elsewhere(w.Repository.FullName()); reachable {
			want.Elsewhere = name
		}
	}
	if after && len(inc.Actions)+len(w.Items) > 0 && cfg.Effective().ActionItems == policy.ActionBoard {
		want.Board = cfg.Followups.Board
	}
	return want
}

// permissions fills in what judging needs to know about people. It fails closed: with an error nothing is judged.
func (r *run) permissions(ctx context.Context) error {
	for _, p := range replay.Needs(r.world, r.ledger, r.cfg) {
		who, may, err := r.Permissions.Permission(ctx, r.key, p)
		if err != nil {
			return fmt.Errorf("%s: permission of %s: %w", r.key, p.Login, err)
		}
		r.world = withPermission(r.world, p, who, may)
	}
	return r.abroad(ctx)
}

// withPermission returns the world with one person's permission; whoever has no access is still put down, as such.
func withPermission(w snapshot.World, asked, who incident.Person, may incident.Permission) snapshot.World {
	permissions := make(map[int64]incident.Permission, len(w.Permissions)+1)
	for id, p := range w.Permissions {
		permissions[id] = p
	}
	named := make(map[string]incident.Person, len(w.Named)+1)
	for login, p := range w.Named {
		named[login] = p
	}
	if asked.ID != 0 {
		permissions[asked.ID] = may
	}
	if who.ID != 0 && may > incident.NoAccess {
		permissions[who.ID] = may
		named[strings.ToLower(asked.Login)] = who
	}
	w.Permissions, w.Named = permissions, named
	return w
}

// earlier looks up the incidents before this one, once it has recovered.
func (r *run) earlier(ctx context.Context, inc incident.Incident) error {
	if !inc.Has(incident.Recovered) || len(r.world.Earlier) > 0 {
		return nil
	}
	known, ok := r.memory.past(r.key, r.Now())
	if !ok && r.leaves() {
		r.later = true
		return nil
	}
	if !ok {
		worlds, err := r.Observer.Past(ctx, r.key, r.cfg.Labels.Incident)
		if err != nil {
			return fmt.Errorf("%s: look up earlier incidents: %w", r.key, err)
		}
		for _, w := range worlds {
			known = append(known, r.past(w))
		}
		r.memory.keepPast(r.key, known, r.Now())
	}
	r.world.Earlier = known
	return nil
}

// past reads an earlier incident from its card; without one, closing the issue is all that is known.
func (r *run) past(w snapshot.World) snapshot.Earlier {
	e := snapshot.Earlier{Number: w.Issue.Number, Title: w.Issue.Title, URL: w.Issue.URL, Drill: w.Issue.HasLabel(r.cfg.Labels.Drill)}
	if !w.Issue.ClosedAt.IsZero() {
		e.Recovered = incident.Point{At: w.Issue.ClosedAt, Quality: incident.Observed}
	}
	l := replay.Open(w, r.Ring, nil)
	if l.Version == 0 {
		return e
	}
	inc := replay.Fold(l, w, r.cfg)
	e.Components, e.Drill = inc.Components, e.Drill || inc.Drill
	if p, ok := inc.Milestones[incident.Recovered]; ok {
		e.Recovered = p
	}
	return e
}

func cutName(full string) (owner, name string) {
	owner, name, _ = strings.Cut(full, "/")
	return owner, name
}
