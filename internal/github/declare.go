package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Opened is an issue that was made or found.
type Opened struct {
	Number int
	URL    string
}

const (
	declaredPages = 5           // of the newest issues that are looked through
	lagLooks      = 3           // lists lag behind writes: how often one is read before "not there" is believed
	lagPause      = time.Second // between
)

// FindIssue looks through a repository's newest issues. attempted: somebody tried to make it before, and lists may lag behind.
func (c *Client) FindIssue(ctx context.Context, k reconcile.Key, attempted bool, is func(body string) bool) (Opened, bool, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return Opened{}, false, err
	}
	pages, looks := 1, 1
	if attempted {
		pages, looks = declaredPages, lagLooks
	}
	for look := range looks {
		if look > 0 {
			if err := c.set.Clock.Sleep(ctx, lagPause); err != nil {
				return Opened{}, false, err
			}
		}
		found, ok, err := s.newest(ctx, k, pages, is)
		if err != nil || ok {
			return found, ok, err
		}
	}
	return Opened{}, false, nil
}

// newest looks through so many pages of the newest issues.
func (s *session) newest(ctx context.Context, k reconcile.Key, pages int, is func(body string) bool) (Opened, bool, error) {
	opt := &gogithub.IssueListByRepoOptions{State: "all", Sort: "created", Direction: "desc", ListOptions: gogithub.ListOptions{PerPage: 100}}
	for range pages {
		list, resp, err := s.rest.Issues.ListByRepo(ctx, k.Owner, k.Repo, opt)
		if err != nil {
			return Opened{}, false, fmt.Errorf("%s/%s: list the issues: %w", k.Owner, k.Repo, err)
		}
		for _, i := range list {
			if !i.IsPullRequest() && is(i.GetBody()) {
				return Opened{Number: i.GetNumber(), URL: i.GetHTMLURL()}, true, nil
			}
		}
		if resp.NextPage == 0 {
			break
		}
		opt.Page = resp.NextPage
	}
	return Opened{}, false, nil
}

// OpenIssue makes an issue. An error of which IsAmbiguous is true leaves open whether it is there now.
func (c *Client) OpenIssue(ctx context.Context, k reconcile.Key, title, body, label string) (Opened, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return Opened{}, err
	}
	i, _, err := s.rest.Issues.Create(ctx, k.Owner, k.Repo, &gogithub.IssueRequest{Title: &title, Body: &body, Labels: &[]string{label}})
	switch code := status(err); {
	case err == nil:
		return Opened{Number: i.GetNumber(), URL: i.GetHTMLURL()}, nil
	case code == http.StatusGone:
		return Opened{}, fmt.Errorf("%s/%s has no issues: switch them on in its settings", k.Owner, k.Repo)
	case code == http.StatusForbidden || code == http.StatusNotFound:
		return Opened{}, fmt.Errorf("%s/%s: these credentials may not open issues: give them issues: write", k.Owner, k.Repo)
	}
	return Opened{}, fmt.Errorf("%s/%s: open the issue: %w", k.Owner, k.Repo, err)
}

// IsAmbiguous says of an error whether what was asked for may have been carried out all the same.
func IsAmbiguous(err error) bool {
	var limited *Limited
	return err != nil && !errors.As(err, &limited) && (errors.Is(err, errAmbiguous) || Unavailable(err) || errors.Is(err, context.DeadlineExceeded))
}

// PolicyFile reads a repository's policy; one that cannot be read counts as absent.
func (c *Client) PolicyFile(ctx context.Context, k reconcile.Key) snapshot.ConfigFile {
	vars := map[string]any{"owner": k.Owner, "name": k.Repo, "after": nil, "incident": []string{}, "owed": []string{}, "preparing": []string{}}
	var got struct{ Repository struct{ Config *blobShape } }
	if _, err := c.read(ctx, k.Installation, "open", vars, &got); err != nil {
		return snapshot.ConfigFile{}
	}
	o := observation{repo: &repositoryShape{Config: got.Repository.Config}}
	return o.config()
}
