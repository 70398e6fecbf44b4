package main

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/action"
	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// actionRun looks at what one event is about: observe → judge → fold → plan → apply, once, in one process.
type actionRun struct {
	job    actionJob
	event  action.Event
	client *github.Client
	rec    *reconcile.Reconciler
	log    *slog.Logger
	sees   *witness
	home   reconcile.Key // the repository whose workflow runs
	report action.Report
}

// newActionRun wires a run. It makes no request.
func newActionRun(j actionJob, e action.Event) (*actionRun, error) {
	if j.deps.Now == nil {
		j.deps.Now = func() time.Time { return time.Now().UTC() }
	}
	if j.env.Repository == "" {
		j.env.Repository = e.Repository
	}
	owner, name, ok := strings.Cut(j.env.Repository, "/")
	if !ok {
		return nil, errors.New("GITHUB_REPOSITORY is not set: it must name the repository as owner/name")
	}
	ring, err := ledgerKeys(j.set)
	if err != nil {
		return nil, err
	}
	r := &actionRun{job: j, event: e, log: j.deps.Log, report: action.Report{Dry: j.dry}}
	r.client, err = github.New(github.Settings{
		APIURL: j.set.GitHubURL, GraphQLURL: j.set.GraphQLURL, GitURL: j.set.GitURL, AppID: j.set.AppID, PrivateKey: j.set.PrivateKey,
		Token: j.set.Token, TrustPin: e.Scope() == action.Issues, Transport: j.deps.Transport, Now: j.deps.Now, Clock: j.deps.Clock, Log: j.deps.Log,
	})
	if err != nil {
		return nil, err
	}
	r.home = reconcile.Key{Owner: owner, Repo: name, RepositoryID: e.RepositoryID}
	if id, err := strconv.ParseInt(j.env.RepositoryID, 10, 64); err == nil && r.home.RepositoryID == 0 {
		r.home.RepositoryID = id
	}
	r.sees = &witness{Observer: r.client}
	r.rec = &reconcile.Reconciler{
		Observer: r.sees, Permissions: r.client, Applier: r.sees.over(r.client), Ring: ring, Now: j.deps.Now, Log: j.deps.Log, Secrets: secretsIn,
		Policies: policies{r.client, j.dry},
	}
	if j.dry {
		r.rec.Applier = r.sees.over(onlyLooks{})
	}
	return r, nil
}

// do carries the run out. The report holds what was done, with an error too.
func (r *actionRun) do(ctx context.Context) error {
	scope := r.event.Scope()
	switch {
	case scope == action.Nothing:
		r.report.Note(action.UnknownEvent, r.event.Name)
		return nil
	case scope == action.Proposal && r.event.Fork && r.event.Name != "pull_request_target":
		r.report.Note(action.FromFork, "")
		return nil
	}
	if err := r.arrive(ctx); err != nil {
		return err
	}
	if own, err := r.ownDoing(ctx); own || err != nil {
		return err
	}
	switch scope {
	case action.Asked:
		k := r.home
		k.Number = r.event.Asked
		return errors.Join(r.lookAtPolicy(ctx), r.look(ctx, k))
	case action.All:
		return r.lookAround(ctx)
	case action.Settings:
		return errors.Join(r.settings(ctx, ""), r.lookAround(ctx))
	}
	return r.named(ctx, scope)
}

// named looks at what the payload names.
func (r *actionRun) named(ctx context.Context, scope action.Scope) error {
	keys, err := r.keys(ctx)
	if err != nil {
		return err
	}
	if scope == action.Proposal && len(keys) == 0 {
		return r.settings(ctx, r.event.HeadSHA)
	}
	if len(keys) == 0 {
		r.report.Note(action.NoIncident, "")
		return nil
	}
	r.askAhead(ctx, keys[0])
	var errs []error
	for _, k := range keys {
		errs = append(errs, r.look(ctx, k))
	}
	return errors.Join(errs...)
}

// arrive finds where an App is installed; a plain token needs no such thing.
func (r *actionRun) arrive(ctx context.Context) error {
	if r.job.set.AppID == 0 {
		return nil
	}
	home, err := r.client.Find(ctx, r.home.Owner+"/"+r.home.Repo)
	if err != nil {
		if _, unknown := r.client.Who(ctx); unknown != nil {
			return unknown // the key is wrong, or the App's number: that comes first
		}
		return err
	}
	r.home = home
	return nil
}

// ownDoing says whether this program set the event off itself. A run would find nothing to do; this one ends before it asks.
// An issue that it opened is looked at: it may be an incident that was declared elsewhere.
func (r *actionRun) ownDoing(ctx context.Context) (bool, error) {
	if scope := r.event.Scope(); scope != action.Issues && scope != action.Proposal {
		return false, nil // a run that this program asked for has something to do
	}
	bot := r.event.Bot && r.event.Action != "opened"
	person := !r.event.Bot && !strings.HasPrefix(r.job.set.Token, "ghs_") && r.job.set.AppID == 0
	if !bot && !person {
		return false, nil
	}
	me, err := r.client.Who(ctx)
	if err != nil || me.ID != r.event.SenderID {
		return false, err
	}
	if person {
		r.report.Note(action.AsPerson, me.Login)
		return false, nil
	}
	r.report.Note(action.OwnDoing, "")
	return true, nil
}

// keys are the issues that the payload is about, by the same rules as for the server.
func (r *actionRun) keys(ctx context.Context) ([]reconcile.Key, error) {
	file, err := r.job.payload()
	if err != nil {
		return nil, err
	}
	var keys []reconcile.Key
	h := &webhook.Handler{
		Log: r.log,
		Accept: func(_ context.Context, d webhook.Delivery) error {
			for _, i := range d.Issues {
				if i.Number == 0 {
					continue
				}
				k := r.keyOf(i)
				if p := d.Press; p != nil {
					r.rec.Press(k, reconcile.Press{Button: p.Button, Delivery: d.ID, By: incident.Person{ID: p.ID, Login: p.Login}})
				}
				keys = append(keys, k)
			}
			return nil
		},
	}
	err = h.Take(ctx, r.event.Name, r.job.env.RunID, file)
	return keys, err
}

// keyOf is the issue's key for this run: the payload's installation, where it names one, is another App's.
func (r *actionRun) keyOf(i webhook.Issue) reconcile.Key {
	return reconcile.Key{RepositoryID: i.RepositoryID, Owner: i.Owner, Repo: i.Repo, Number: i.Number, Installation: r.home.Installation}
}

// askAhead asks what the sender may do while the issue is looked at: somebody who gives a command is asked about anyway. The
// name is only a guess at whom judging will look at, and what GitHub answers is used for that person alone.
func (r *actionRun) askAhead(ctx context.Context, k reconcile.Key) {
	if r.event.Bot || r.event.Sender == "" {
		return
	}
	p := &ahead{Permissions: r.client, login: r.event.Sender, done: make(chan struct{})}
	r.rec.Permissions = p
	go func() {
		defer close(p.done)
		_, _, _ = r.client.Permission(ctx, k, incident.Person{Login: p.login}) // asked again, and told, where it failed
	}()
}
