package github

import (
	"context"
	"errors"
	"fmt"
	"math"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// OwnIssue is an issue that this program's account opened.
type OwnIssue struct {
	Number int
	Open   bool
	Mark   string // behind the marker's prefix
	Labels []string
}

// Marked are the issues of our own with a marker that begins with prefix, oldest first.
func (c *Client) Marked(ctx context.Context, k reconcile.Key, prefix string) ([]OwnIssue, error) {
	var out []OwnIssue
	err := c.ownIssues(ctx, k, math.MaxInt, func(i *gogithub.Issue) bool {
		if mark, ok := marker.Find(i.GetBody(), prefix); ok {
			one := OwnIssue{Number: i.GetNumber(), Open: i.GetState() == "open", Mark: mark}
			for _, l := range i.Labels {
				one.Labels = append(one.Labels, l.GetName())
			}
			out = append([]OwnIssue{one}, out...)
		}
		return true
	})
	return out, err
}

// OpenPlainIssue opens an issue without labels. Where the answer did not come, the error is Ambiguous.
func (c *Client) OpenPlainIssue(ctx context.Context, k reconcile.Key, title, body string) (int, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return 0, err
	}
	i, _, err := s.rest.Issues.Create(ctx, k.Owner, k.Repo, &gogithub.IssueRequest{Title: &title, Body: &body})
	if err != nil {
		return 0, issueProblem(err)
	}
	return i.GetNumber(), nil
}

// CloseIssue closes an issue as completed.
func (c *Client) CloseIssue(ctx context.Context, k reconcile.Key, number int) error {
	s, err := c.in(k.Installation)
	if err != nil {
		return err
	}
	_, _, err = s.rest.Issues.Edit(ctx, k.Owner, k.Repo, number, &gogithub.IssueRequest{State: gogithub.String("closed"), StateReason: gogithub.String("completed")})
	return err
}

// Ambiguous says whether nobody knows if a write was carried out.
func Ambiguous(err error) bool {
	var limited *Limited
	return err != nil && !errors.As(err, &limited) && (status(err) == 0 || status(err) >= 500)
}

// issueProblem says what to do where no issue can be opened.
func issueProblem(err error) error {
	switch status(err) {
	case 403:
		return fmt.Errorf("these credentials may not open issues here: give them the permission issues: write (%w)", err)
	case 410:
		return fmt.Errorf("issues are switched off in this repository: switch them on in its settings, under Features (%w)", err)
	}
	return err
}
