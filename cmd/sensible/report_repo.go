package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/history"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/report"
)

// fromRepository reads the incidents of a repository: all of them the first time, later only what changed since.
func (r *remote) fromRepository(ctx context.Context, f reportFlags, from, now time.Time) (report.Input, error) {
	c, err := r.connect()
	if err != nil {
		return report.Input{}, err
	}
	past := archive{client: c.client, ring: c.ring, path: keptAt(f.cache, c.GitHubURL, r.name()), now: now}
	if err := past.read(ctx, r.name()); err != nil {
		return report.Input{}, exitError{exitFound, err.Error()}
	}
	in := reportOf(past.kept.All(), past.cfg, from, now)
	in.Title = past.name
	return in, nil
}

// reportOf puts a report together from what is known of a repository.
func reportOf(entries []history.Entry, cfg policy.Config, from, now time.Time) report.Input {
	var period []history.Entry
	for _, e := range entries {
		if len(startedSince([]metrics.Record{e.Record}, from)) > 0 {
			period = append(period, e)
		}
	}
	records := history.Records(period)
	team := metrics.Team{Engineers: history.Engineers(period), Night: history.MedianNight(period), Overdue: history.Overdue(period)}
	in := report.Input{
		Language: cfg.Language, From: from, Now: now, Stage: cfg.Stage,
		Report: metrics.Make(records, nil), Shares: metrics.Shares(records), Advice: metrics.Advise(records, situation(cfg)),
		Budgets: metrics.Budgets(history.Records(entries), objectives(cfg), now), Next: metrics.NextStage(cfg.Stage, team),
		Early: metrics.DeclaredEarly(records), Nudges: history.Rules(period), Listed: records,
	}
	for _, e := range period {
		if e.Bare {
			in.Bare++
		}
	}
	if !from.IsZero() {
		in.To = now
	}
	return in
}

// situation is what the settings say the team has.
func situation(cfg policy.Config) metrics.Situation {
	s := metrics.Situation{
		Stage: cfg.Stage, Components: map[string]metrics.Equipment{}, Rota: len(cfg.Oncall.Rotations) > 0, Pager: len(cfg.Pagers) > 0,
		Announced: cfg.Effective().Announcements, Board: cfg.Effective().ActionItems == policy.ActionBoard, Drills: !cfg.Effective().DrillInvitation.IsZero(),
	}
	for name, c := range cfg.Components {
		s.Components[name] = metrics.Equipment{
			Dashboards: len(c.Dashboards), Runbooks: len(c.Runbooks), Owners: len(c.Owners), Changes: c.Repository != "" || len(c.Paths) > 0,
		}
	}
	return s
}

// objectives are the service levels in the settings.
func objectives(cfg policy.Config) (out []metrics.Objective) {
	for _, name := range slices.Sorted(maps.Keys(cfg.Components)) {
		if slo := cfg.Components[name].SLO; slo.Target > 0 && slo.Target < 100 {
			window := slo.Window.Elapsed()
			if window <= 0 {
				window = 30 * 24 * time.Hour
			}
			out = append(out, metrics.Objective{Component: name, Target: slo.Target, Window: window})
		}
	}
	return out
}
