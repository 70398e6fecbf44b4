package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/declare"
	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// declareWithin bounds how long the terminal waits for GitHub.
const declareWithin = 45 * time.Second

// declaring is one run of `sensible declare`.
type declaring struct {
	remote   *remote
	spool    declare.Spool
	out, err io.Writer
	json     bool
	client   *github.Client // made when first needed

	list []told
}

// declare keeps a declaration first, so that nothing is lost, and then sends it and what waits.
func (d *declaring) declare(ctx context.Context, one declare.Declaration, offline bool) error {
	if !offline {
		if err := d.connect(); err != nil {
			return err
		}
	}
	if err := d.spool.Keep(one); err != nil {
		return exitError{exitFound, err.Error()}
	}
	if offline {
		d.kept(one)
		return d.finish(nil)
	}
	err := d.sendOne(ctx, one)
	var refused *refusedError
	switch {
	case errors.As(err, &refused): // whoever declares is here to mend it: an old file would only surprise later
		return d.finish(errors.Join(err, d.spool.Drop(one.ID)))
	case err != nil:
		_, _ = fmt.Fprintf(d.err, "sensible: GitHub could not be asked (%v); the incident is kept and sent later\n", err)
		d.kept(one)
		return d.finish(nil)
	}
	return d.finish(d.sendWaiting(ctx, one.ID))
}

func (d *declaring) kept(one declare.Declaration) {
	path := d.spool.Path(one.ID)
	d.list = append(d.list, told{Repository: one.Repository, Title: one.Title, Kept: &path, Declared: one.Declared})
}

// finish shows what became of everything; an error is the command's end.
func (d *declaring) finish(err error) error {
	if err := errors.Join(err, d.show(d.list)); err != nil {
		return exitError{exitFound, strings.ReplaceAll(err.Error(), "\n", "; ")}
	}
	return nil
}

// sendWaiting sends everything that waits on this machine but one.
func (d *declaring) sendWaiting(ctx context.Context, but string) error {
	list, err := d.spool.Waiting()
	errs := []error{err}
	sent := 0
	for _, one := range list {
		if one.ID == but {
			continue
		}
		if err := d.sendOne(ctx, one); err != nil {
			errs = append(errs, fmt.Errorf("%q waits in %s: %w", one.Title, d.spool.Path(one.ID), err))
			continue
		}
		sent++
	}
	if sent == 0 && but == "" && errors.Join(errs...) == nil && !d.json {
		_, err := fmt.Fprintln(d.out, "nothing waits to be sent")
		return err
	}
	return errors.Join(errs...)
}

// refusedError is GitHub's no, which trying again would not change.
type refusedError struct{ err error }

func (r *refusedError) Error() string { return r.err.Error() }
func (r *refusedError) Unwrap() error { return r.err }

// sendOne makes the issue of a declaration, unless it is there already. Only one process at a time does so.
func (d *declaring) sendOne(ctx context.Context, one declare.Declaration) error {
	ctx, cancel := context.WithTimeout(ctx, declareWithin)
	defer cancel()
	done, err := d.spool.Alone()
	if err != nil {
		return err
	}
	defer done()
	if !d.spool.Still(one.ID) {
		return nil // another process sent it meanwhile
	}
	if err := d.connect(); err != nil {
		return &refusedError{err}
	}
	opened, err := sendDeclaration(ctx, d.client, d.spool, one)
	if err != nil {
		return err
	}
	d.list = append(d.list, told{Repository: one.Repository, Title: one.Title, Number: &opened.Number, URL: &opened.URL, Declared: one.Declared})
	return nil
}

// connect makes the client, once.
func (d *declaring) connect() error {
	if d.client != nil {
		return nil
	}
	s, err := d.remote.settings()
	if err != nil {
		return err
	}
	d.client, err = github.New(github.Settings{
		APIURL: s.GitHubURL, GraphQLURL: s.GraphQLURL, GitURL: s.GitURL, AppID: s.AppID, PrivateKey: s.PrivateKey, Token: s.Token,
		Now: d.remote.now.Now, Clock: d.remote.now.Clock, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return exitError{exitUsage, err.Error()}
	}
	return nil
}

// sendDeclaration makes the issue, or finds it where an earlier attempt made it, and forgets the file.
func sendDeclaration(ctx context.Context, c *github.Client, spool declare.Spool, one declare.Declaration) (github.Opened, error) {
	key, err := c.Find(ctx, one.Repository)
	if err != nil {
		return github.Opened{}, sayWhy(ctx, c, one.Repository, err)
	}
	opened, found, err := c.FindIssue(ctx, key, one.Attempted, one.Is)
	if err == nil && !found {
		opened, err = openDeclared(ctx, c, spool, one, key)
	}
	if err != nil && !github.Unavailable(err) && !github.IsAmbiguous(err) {
		err = &refusedError{err}
	}
	if err != nil {
		return opened, err
	}
	return opened, spool.Drop(one.ID)
}

// openDeclared makes the issue. That it was tried is noted before: whatever happens, the next attempt looks first.
func openDeclared(ctx context.Context, c *github.Client, spool declare.Spool, one declare.Declaration, key reconcile.Key) (github.Opened, error) {
	one.Attempted = true
	if err := spool.Keep(one); err != nil {
		return github.Opened{}, err
	}
	label, language := inTheWordsOf(c.PolicyFile(ctx, key), &one)
	opened, err := c.OpenIssue(ctx, key, one.Title, one.Body(language), label)
	if !github.IsAmbiguous(err) {
		return opened, err
	}
	if there, found, lookErr := c.FindIssue(ctx, key, true, one.Is); lookErr == nil && found {
		return there, nil
	}
	return opened, err
}

// inTheWordsOf reads from a repository's policy what its incidents are labelled and written in, and its name of the severity.
// A severity that it does not have is told as not known: no incident waits for a slip of the keyboard.
func inTheWordsOf(f snapshot.ConfigFile, one *declare.Declaration) (label, language string) {
	cfg := policy.Default(1)
	if f.Found {
		if c, problems := policy.Parse(f.Path, []byte(f.Text)); !problems.Errors() {
			cfg = c
		}
	}
	one.Severity, _ = cfg.Severity(one.Severity)
	return cfg.Labels.Incident, cfg.Language
}

// sayWhy tells why a repository is out of reach: GitHub's absence as it is, anything else with what to do about it.
func sayWhy(ctx context.Context, c *github.Client, repo string, err error) error {
	if github.Unavailable(err) {
		return err
	}
	if _, better := c.Access(ctx, repo); better != nil {
		err = better
	}
	return &refusedError{err}
}
