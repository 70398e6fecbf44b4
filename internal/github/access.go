package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Access is a repository within reach, and how far that reaches.
type Access struct {
	Key        reconcile.Key // without an issue's number
	Repository snapshot.Repository
	URL        string
	HasIssues  bool
	App        bool              // as an App; else with a plain token
	Granted    map[string]string // what the App's installation was granted: permission → read or write; nil with a plain token
	Selected   bool              // the installation is on selected repositories only
	Suspended  bool
	Role       map[string]bool // what a plain token may: pull, triage, push, maintain, admin; nil where GitHub does not say
}

// Access looks a repository (owner/name) up. The errors are one line each that says what to do.
func (c *Client) Access(ctx context.Context, name string) (Access, error) {
	owner, repo, _ := strings.Cut(name, "/")
	a := Access{Key: reconcile.Key{Owner: owner, Repo: repo}, App: c.app != nil}
	if a.App {
		if err := c.installationOf(ctx, name, &a); err != nil {
			return a, err
		}
	}
	s, err := c.in(a.Key.Installation)
	if err != nil {
		return a, err
	}
	r, _, err := s.rest.Repositories.Get(ctx, owner, repo)
	if err != nil {
		return a, c.accessProblem(err, name)
	}
	a.Key.RepositoryID, a.Key.Owner, a.Key.Repo = r.GetID(), r.GetOwner().GetLogin(), r.GetName()
	a.URL, a.HasIssues, a.Role = r.GetHTMLURL(), r.GetHasIssues(), r.GetPermissions()
	if err := c.ownRepository(ctx, s, r.GetID(), name); err != nil {
		return a, err
	}
	a.Repository = snapshot.Repository{
		ID: r.GetID(), NodeID: r.GetNodeID(), Owner: a.Key.Owner, Name: a.Key.Repo, OwnerNodeID: r.GetOwner().GetNodeID(),
		OwnerIsOrg: r.GetOwner().GetType() == "Organization", Private: r.GetPrivate(), Archived: r.GetArchived(), DefaultBranch: r.GetDefaultBranch(),
	}
	return a, nil
}

// installationOf finds the App's installation on a repository, and what it was granted.
func (c *Client) installationOf(ctx context.Context, name string, a *Access) error {
	i, _, err := c.app.Apps.FindRepositoryInstallation(ctx, a.Key.Owner, a.Key.Repo)
	switch {
	case status(err) == http.StatusNotFound:
		return c.notInstalled(ctx, name)
	case err != nil:
		return c.accessProblem(err, name)
	}
	a.Key.Installation, a.Selected, a.Suspended = i.GetID(), i.GetRepositorySelection() == "selected", i.SuspendedAt != nil
	if a.Suspended {
		return fmt.Errorf("the App's installation for %s is suspended: resume it in the settings of %s, under Installed GitHub Apps", name, a.Key.Owner)
	}
	a.Granted = granted(i.GetPermissions())
	return nil
}

// ofInstallation begins the tokens that belong to an installation: GITHUB_TOKEN is one.
const ofInstallation = "ghs_"

// ownRepository refuses the token of a workflow that runs elsewhere: a public repository can be read with it, and not written.
// Where GitHub does not say of which repositories a token is, it is taken.
func (c *Client) ownRepository(ctx context.Context, s *session, id int64, name string) error {
	if c.app != nil || !strings.HasPrefix(c.set.Token, ofInstallation) {
		return nil
	}
	list, _, err := s.rest.Apps.ListRepos(ctx, &gogithub.ListOptions{PerPage: 100})
	if list == nil || list.GetTotalCount() > len(list.Repositories) {
		return nil
	}
	if err != nil {
		return c.accessProblem(err, name)
	}
	var names []string
	for _, r := range list.Repositories {
		if r.GetID() == id {
			return nil
		}
		names = append(names, r.GetFullName())
	}
	return fmt.Errorf("this token is of another repository (%s), and cannot write to %s: take that one's GITHUB_TOKEN, or another token", strings.Join(names, ", "), name)
}

// notInstalled tells an App that is installed elsewhere from credentials that belong to no App.
func (c *Client) notInstalled(ctx context.Context, name string) error {
	app, _, err := c.app.Apps.Get(ctx, "")
	if err != nil {
		return appProblem(err)
	}
	return fmt.Errorf("the App %s is not installed on %s, or on selected repositories without it: add it at %s/installations/new", app.GetSlug(), name, strings.TrimSuffix(app.GetHTMLURL(), "/"))
}

// accessProblem says what to do about a repository that did not answer.
func (c *Client) accessProblem(err error, name string) error {
	var limited *Limited
	var away *url.Error
	switch code := status(err); {
	case errors.As(err, &limited):
		return limited
	case code == http.StatusUnauthorized && c.app != nil:
		return appProblem(err)
	case code == http.StatusUnauthorized:
		return errors.New("GitHub does not accept the token: it is mistyped, expired or revoked; set GITHUB_TOKEN to a new one")
	case code == http.StatusForbidden:
		return fmt.Errorf("these credentials may not look at %s: give the token access to it, or install the App there", name)
	case code == http.StatusNotFound:
		return fmt.Errorf("%s is not there, or these credentials may not see it: check the name, and that the token is of that repository", name)
	case errors.As(err, &away):
		return fmt.Errorf("GitHub does not answer at %s: %w; check --github-url and the network", c.urls.apiNoSlash(), away.Err)
	}
	return fmt.Errorf("look up %s: %w", name, err)
}

// Installed is where the App's installation is looked after on GitHub; empty with a plain token.
func (a Access) Installed() string {
	if !a.App {
		return ""
	}
	web, _, _ := strings.Cut(a.URL, "/"+a.Repository.FullName())
	if a.Repository.OwnerIsOrg {
		return fmt.Sprintf("%s/organizations/%s/settings/installations/%d", web, a.Repository.Owner, a.Key.Installation)
	}
	return fmt.Sprintf("%s/settings/installations/%d", web, a.Key.Installation)
}
