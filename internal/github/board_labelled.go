package github

import (
	"context"
	"fmt"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// LabelledItems reads the issues of a repository (owner/name) with a label, open and closed, as cards: where no board can be
// had, labels hold their classification. options are the legal values of a board's field.
func (c *Client) LabelledItems(ctx context.Context, installation int64, repo, label string, options func(field string) []string) ([]snapshot.BoardCard, error) {
	s, err := c.in(installation)
	if err != nil {
		return nil, err
	}
	owner, name, _ := strings.Cut(repo, "/")
	opt := &gogithub.IssueListByRepoOptions{State: "all", Labels: []string{label}, ListOptions: gogithub.ListOptions{PerPage: 100}}
	out := []snapshot.BoardCard{}
	for {
		list, resp, err := s.rest.Issues.ListByRepo(ctx, owner, name, opt)
		if err != nil {
			return nil, fmt.Errorf("list the issues of %s with the label %s: %w", repo, label, err)
		}
		for _, i := range list {
			if i.IsPullRequest() {
				continue
			}
			it := snapshot.Item{}
			for _, l := range i.Labels {
				it.Labels = append(it.Labels, l.GetName())
			}
			it = it.OnBoard(snapshot.OnLabels, options, nil)
			out = append(out, snapshot.BoardCard{Title: i.GetTitle(), URL: i.GetHTMLURL(), Open: i.GetState() == "open", Fields: it.Fields})
		}
		if resp.NextPage == 0 {
			return out, nil
		}
		opt.Page = resp.NextPage
	}
}
