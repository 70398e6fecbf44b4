package main

import (
	"context"
	"errors"
	"time"

	"github.com/sensible-im/sensible/internal/action"
	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// look reconciles one issue and puts down what came of it. An incident that turns out to be concerned by an action item has
// a run of its own.
func (r *actionRun) look(ctx context.Context, k reconcile.Key) error {
	result, err := r.reconciled(ctx, k)
	if gone := r.sees.gone; gone != nil {
		return r.explain(ctx, k, gone)
	}
	w := r.sees.world
	if w.Repository.Archived {
		r.report.Note(action.Archived, w.Repository.FullName())
		return nil
	}
	if result.Also != nil {
		return errors.Join(err, r.wake(ctx, []reconcile.Key{*result.Also}))
	}
	t := action.Told{
		Number: k.Number, Title: w.Issue.Title, URL: w.Issue.URL, Incident: result.Incident, Facts: result.Facts,
		Steps: r.sees.done(), Refused: r.sees.vain,
	}
	if !t.Known() && len(t.Steps) == 0 && err == nil {
		r.report.Note(action.NoIncident, "")
		return nil
	}
	t.Failed = err != nil
	r.report.Incidents = append(r.report.Incidents, t)
	for _, a := range t.Refused {
		if a.Ledger() {
			err = errors.Join(err, errCardRefused)
			r.report.Note(action.ReadOnly, k.String())
			break
		}
	}
	return err
}

// errCardRefused says that what remembers everything could not be written: then nothing was.
var errCardRefused = errors.New("GitHub did not let the card be written")

// tries is how often one issue is tried, and pause how long is waited the first time: what an answer got lost over is looked
// at anew, and nothing is done twice.
const (
	tries = 3
	pause = time.Second
)

func (r *actionRun) reconciled(ctx context.Context, k reconcile.Key) (reconcile.Result, error) {
	for n := 1; ; n++ {
		r.sees.forget()
		result, err := r.rec.Run(ctx, k)
		if errors.Is(err, errOnlyLooks) {
			return result, nil
		}
		if err == nil || n == tries || !passing(err) {
			return result, err
		}
		r.log.Warn("trying again", "issue", k.String(), "error", err.Error())
		if err := r.sleep(ctx, pause*time.Duration(n)); err != nil {
			return result, err
		}
	}
}

// passing says whether an error may be gone the next time: GitHub did not answer, or not well.
func passing(err error) bool {
	var limited *github.Limited
	return !errors.As(err, &limited) && (github.Unavailable(err) || github.Status(err) >= 500)
}

func (r *actionRun) sleep(ctx context.Context, d time.Duration) error {
	if r.job.deps.Clock != nil {
		return r.job.deps.Clock.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// settings looks after the repository's policy: an issue while it cannot be used, a check on pull requests that change it. At
// a pull request's commit it says what is wrong with the file there, else with that of the default branch.
func (r *actionRun) settings(ctx context.Context, commit string) error {
	if r.home.RepositoryID == 0 {
		return errors.New("GITHUB_REPOSITORY_ID is not set, and the event does not name its repository")
	}
	result, err := r.rec.RunPolicy(ctx, r.home)
	if err != nil && !errors.Is(err, errOnlyLooks) {
		return err
	}
	r.report.Policy, r.report.Problems = result.Actions, result.Problems
	if commit != "" && !r.job.dry {
		if _, err := refreshWelcome(ctx, r.client, r.home); err != nil {
			r.log.Warn("the welcome's text is not up to date", "error", err.Error())
		}
	}
	if commit != "" {
		text, found, err := r.client.File(ctx, r.home, policy.File, commit)
		if err != nil {
			return err
		}
		if r.report.Problems = nil; found {
			_, r.report.Problems = policy.Parse(policy.File, []byte(text))
		}
	}
	if r.report.Problems.Errors() {
		r.report.Note(action.SettingsBad, "")
		return errSettings
	}
	r.report.Note(action.SettingsGood, "")
	return nil
}

// lookAtPolicy looks after the policy beside something else, which then also knows what changed in it last.
func (r *actionRun) lookAtPolicy(ctx context.Context) error {
	if r.home.RepositoryID == 0 {
		return nil
	}
	result, err := r.rec.RunPolicy(ctx, r.home)
	if err != nil && !errors.Is(err, errOnlyLooks) {
		return err
	}
	r.report.Policy = append(r.report.Policy, result.Actions...)
	return nil
}

var errSettings = errors.New("the settings cannot be used")

// language is the one that the repository's settings choose, as far as they were seen.
func (r *actionRun) language() string {
	if f := r.sees.world.Config; f.Found {
		cfg, _ := policy.Parse(f.Path, []byte(f.Text))
		return cfg.Language
	}
	return policy.Default(1).Language
}

// lookAround looks at every open incident and asks for a run of its own for each that is not as it should be, so that no two
// runs work on one incident at once.
func (r *actionRun) lookAround(ctx context.Context) error {
	repo, err := r.client.Look(ctx, r.home)
	switch {
	case err != nil:
		return err
	case repo.Archived:
		r.report.Note(action.Archived, repo.Name)
		return nil
	case !repo.Issues:
		return errNoIssues
	}
	r.home.RepositoryID = repo.ID
	if r.event.Scope() == action.All {
		if err := r.lookAtPolicy(ctx); err != nil {
			return err
		}
	}
	var keys []reconcile.Key
	if err := r.client.OpenIncidentsOf(ctx, r.home, labelsOf, func(k reconcile.Key) { keys = append(keys, k) }); err != nil {
		return err
	}
	if err := r.wake(ctx, keys); err != nil {
		return err
	}
	if len(r.report.Incidents) == 0 && len(r.report.Woken) == 0 {
		r.report.Note(action.AllWell, "")
	}
	return nil
}

var errNoIssues = errors.New("issues are disabled")

// wake asks for runs for those issues of which something is left to do. Where no run can be asked for, they are looked at
// here, one after the other.
func (r *actionRun) wake(ctx context.Context, keys []reconcile.Key) error {
	var errs []error
	for _, k := range keys {
		needed, err := r.needed(ctx, k)
		if err != nil || !needed {
			errs = append(errs, err)
			continue
		}
		if !r.job.dry {
			err := r.client.Wake(ctx, k, action.Wake)
			if err == nil {
				r.report.Woken = append(r.report.Woken, k.Number)
				continue
			}
			r.log.Warn("no run of its own", "issue", k.String(), "error", err.Error())
			r.report.Note(action.InTurn, "")
		}
		errs = append(errs, r.look(ctx, k))
	}
	return errors.Join(errs...)
}

// needed says whether anything is left to do about an issue: it plans, and writes nothing.
func (r *actionRun) needed(ctx context.Context, k reconcile.Key) (bool, error) {
	writes := r.rec.Applier
	r.rec.Applier = r.sees.over(onlyLooks{})
	defer func() { r.rec.Applier = writes; r.sees.forget() }()
	_, err := r.rec.Run(ctx, k)
	if errors.Is(err, errOnlyLooks) {
		return true, nil
	}
	return false, err
}
