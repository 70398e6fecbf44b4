package github

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Labels are the names by which a repository's policy marks what is under way.
type Labels struct{ Incident, PostIncident, Preparation string }

// OpenIncidents calls each for every incident that is not over, in all repositories that this client may see: what may
// have been missed while nobody listened. labels reads a repository's policy. With a plain token there is no list of
// repositories, and nothing is called. A repository that cannot be read does not keep the others from being looked at.
func (c *Client) OpenIncidents(ctx context.Context, labels func(snapshot.ConfigFile) Labels, each func(reconcile.Key)) error {
	if c.app == nil {
		return nil
	}
	list, err := c.installations(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range list {
		if err := c.OpenIncidentsIn(ctx, id, labels, each); err != nil {
			errs = append(errs, fmt.Errorf("installation %d: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

func (c *Client) installations(ctx context.Context) ([]int64, error) {
	var out []int64
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := c.app.Apps.ListInstallations(ctx, opt)
		if err != nil {
			return nil, appProblem(err)
		}
		for _, i := range list {
			if i.SuspendedAt == nil {
				out = append(out, i.GetID())
			}
		}
		if resp.NextPage == 0 {
			return out, nil
		}
		opt.Page = resp.NextPage
	}
}

// OpenIncidentsIn does the same for one installation.
func (c *Client) OpenIncidentsIn(ctx context.Context, installation int64, labels func(snapshot.ConfigFile) Labels, each func(reconcile.Key)) error {
	s, err := c.in(installation)
	if err != nil {
		return err
	}
	var errs []error
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := s.rest.Apps.ListRepos(ctx, opt)
		if err != nil {
			return fmt.Errorf("list the repositories: %w", err)
		}
		for _, r := range list.Repositories {
			if r.GetArchived() {
				continue
			}
			k := reconcile.Key{RepositoryID: r.GetID(), Owner: r.GetOwner().GetLogin(), Repo: r.GetName(), Installation: installation}
			if err := c.openOf(ctx, k, labels, each); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", r.GetFullName(), err))
			}
		}
		if resp.NextPage == 0 {
			return errors.Join(errs...)
		}
		opt.Page = resp.NextPage
	}
}

type numbers = nodes[struct{ Number int }]

// openOf lists one repository's. Where its policy has other labels than the usual ones, it is asked again with those.
func (c *Client) openOf(ctx context.Context, k reconcile.Key, labels func(snapshot.ConfigFile) Labels, each func(reconcile.Key)) error {
	asked := labels(snapshot.ConfigFile{})
	vars := map[string]any{"owner": k.Owner, "name": k.Repo, "after": nil}
	for {
		vars["incident"], vars["owed"], vars["preparing"] = []string{asked.Incident}, []string{asked.PostIncident}, []string{asked.Preparation}
		var got struct {
			Repository struct {
				Config                *blobShape
				Open, Owed, Preparing numbers
			}
		}
		if _, err := c.read(ctx, k.Installation, "open", vars, &got); err != nil {
			return err
		}
		o := observation{repo: &repositoryShape{Config: got.Repository.Config}}
		file := o.config()
		if file.Over = c.over(ctx, k)(); c.unseen(k, file) {
			each(reconcile.PolicyKey(k))
		}
		if l := labels(file); l != asked {
			asked, vars["after"] = l, nil
			continue
		}
		for _, list := range []numbers{got.Repository.Open, got.Repository.Owed, got.Repository.Preparing} {
			for _, i := range list.Nodes {
				k.Number = i.Number
				each(k)
			}
		}
		if !got.Repository.Open.PageInfo.HasNextPage {
			return nil
		}
		vars["after"] = got.Repository.Open.PageInfo.EndCursor
	}
}

// Find returns the key of a repository (owner/name), without an issue's number.
func (c *Client) Find(ctx context.Context, repo string) (reconcile.Key, error) {
	owner, name, ok := strings.Cut(repo, "/")
	if !ok {
		return reconcile.Key{}, fmt.Errorf("%q is no repository: write owner/name", repo)
	}
	k := reconcile.Key{Owner: owner, Repo: name}
	if c.app != nil {
		i, _, err := c.app.Apps.FindRepositoryInstallation(ctx, owner, name)
		if err != nil {
			return k, fmt.Errorf("find the App's installation for %s: %w", repo, err)
		}
		k.Installation = i.GetID()
	}
	s, err := c.in(k.Installation)
	if err != nil {
		return k, err
	}
	r, _, err := s.rest.Repositories.Get(ctx, owner, name)
	if err != nil {
		return k, fmt.Errorf("look up %s: %w", repo, err)
	}
	k.RepositoryID = r.GetID()
	return k, nil
}

// Forget drops what is remembered about an installation: its permissions may have changed, or it is gone.
func (c *Client) Forget(installation int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.lacks, installation)
	delete(c.as, installation)
	maps.DeleteFunc(c.refused, func(p place, _ time.Time) bool { return p.installation == installation })
}
