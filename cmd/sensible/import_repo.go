package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/imported"
	"github.com/sensible-im/sensible/internal/imported/carry"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/replay"
)

// importRepository is a repository that an import writes to.
type importRepository struct {
	*connection
	cfg policy.Config
}

// Existing implements carry.Repository.
func (r *importRepository) Existing(ctx context.Context) (map[string]carry.Issue, error) {
	list, err := r.client.Marked(ctx, r.access.Key, replay.ImportedPrefix)
	out := map[string]carry.Issue{}
	for _, i := range list {
		if _, twice := out[i.Mark]; !twice {
			out[i.Mark] = carry.Issue{Number: i.Number, Open: i.Open, Done: r.labelled(i.Labels)}
		}
	}
	return out, err
}

// labelled says whether the labels are there: they come last, and together.
func (r *importRepository) labelled(labels []string) bool {
	begins := func(prefix string) bool {
		return slices.ContainsFunc(labels, func(l string) bool { return strings.HasPrefix(strings.ToLower(l), strings.ToLower(prefix)) })
	}
	return begins(r.cfg.Labels.Incident) && begins(r.cfg.Labels.Phase) && begins(r.cfg.Labels.Severity)
}

// Create implements carry.Repository.
func (r *importRepository) Create(ctx context.Context, title, body string) (carry.Issue, error) {
	number, err := r.client.OpenPlainIssue(ctx, r.access.Key, title, body)
	if github.Ambiguous(err) {
		err = fmt.Errorf("%w: %w", carry.ErrUnclear, err)
	}
	return carry.Issue{Number: number, Open: true}, err
}

// Close implements carry.Repository.
func (r *importRepository) Close(ctx context.Context, i carry.Issue) error {
	return r.client.CloseIssue(ctx, r.access.Key, i.Number)
}

// Finish implements carry.Repository: the same plan as for any incident, less what would ask somebody for something.
func (r *importRepository) Finish(ctx context.Context, i carry.Issue, e imported.Entry) error {
	k := r.access.Key
	k.Number = i.Number
	for range finishRounds {
		w, err := r.client.Observe(ctx, k, reconcile.Want{})
		if err != nil {
			return err
		}
		l := e.Ledger
		l.Declaration.By = w.Viewer
		if w.Card != nil {
			l = replay.Open(w, r.ring, nil)
			if !l.Imported() {
				l = e.Ledger // somebody changed the card: the table counts
			}
		}
		p, err := plan.Make(plan.Input{World: w, Ledger: l, Incident: replay.Fold(l, w, r.cfg), Config: r.cfg, Key: r.ring.Current, Timers: true, Now: time.Now().UTC()})
		if err != nil || p.Empty() {
			return err
		}
		if _, err := r.client.Apply(ctx, k, w, p); err != nil {
			return err
		}
	}
	return nil
}

// finishRounds bounds how often one incident is looked at: the card, the labels, and nothing left.
const finishRounds = 3

// wall is the real time.
type wall struct{}

// Now implements carry.Clock.
func (wall) Now() time.Time { return time.Now().UTC() }

// Sleep implements carry.Clock.
func (wall) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
