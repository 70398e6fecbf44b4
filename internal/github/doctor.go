package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/doctor"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Checkup is what `sensible doctor` asks of one repository.
type Checkup struct {
	c *Client
	k reconcile.Key
}

// Checkup returns the part of the client that the doctor uses.
func (c *Client) Checkup(k reconcile.Key) Checkup { return Checkup{c, k} }

// Seen is what one look at the repository brings.
type Seen struct {
	Labels         []string
	Pinned         int
	Form, Workflow string // empty = there is none
	Signed         bool
	Drafts         []string // branches postmortem/…
}

type doctorAnswer struct {
	Repository *struct {
		Labels           nodes[named]
		PinnedIssues     *struct{ TotalCount int }
		Form, Workflow   *blobShape
		DefaultBranchRef *struct {
			RefUpdateRule *struct{ RequiresSignatures bool }
		}
		Drafts *nodes[named]
	}
}

// Look reads what stands in the repository.
func (u Checkup) Look(ctx context.Context) (Seen, error) {
	var got doctorAnswer
	errs, err := u.c.read(ctx, u.k.Installation, "doctor", map[string]any{"owner": u.k.Owner, "name": u.k.Repo}, &got)
	if err != nil || got.Repository == nil {
		return Seen{}, fmt.Errorf("look at the repository: %w", gone(err, errs))
	}
	r := got.Repository
	out := Seen{Labels: names(r.Labels.Nodes)}
	out.Form, out.Workflow = blobText(r.Form), blobText(r.Workflow)
	if r.PinnedIssues != nil {
		out.Pinned = r.PinnedIssues.TotalCount
	}
	if b := r.DefaultBranchRef; b != nil && b.RefUpdateRule != nil {
		out.Signed = b.RefUpdateRule.RequiresSignatures
	}
	if r.Drafts != nil {
		out.Drafts = names(r.Drafts.Nodes)
	}
	if r.Labels.PageInfo.HasNextPage {
		return u.moreLabels(ctx, out)
	}
	return out, nil
}

func blobText(b *blobShape) string {
	if b == nil || b.Text == nil {
		return ""
	}
	return *b.Text
}

// moreLabels reads all labels, where there are more than one answer holds.
func (u Checkup) moreLabels(ctx context.Context, out Seen) (Seen, error) {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return out, err
	}
	out.Labels = nil
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := s.rest.Issues.ListLabels(ctx, u.k.Owner, u.k.Repo, opt)
		if err != nil {
			return out, fmt.Errorf("list the labels: %w", err)
		}
		for _, l := range list {
			out.Labels = append(out.Labels, l.GetName())
		}
		if resp.NextPage == 0 {
			return out, nil
		}
		opt.Page = resp.NextPage
	}
}

// Board finds the organisation's board of that title, and says how many boards can be seen.
func (u Checkup) Board(ctx context.Context, title string) (*snapshot.Board, int, error) {
	var got struct {
		Organization *struct {
			Seen       struct{ TotalCount int }
			ProjectsV2 nodes[struct {
				Title, URL string
				Closed     bool
				Fields     nodes[struct {
					Name    string
					Options []struct{ Name string }
				}]
			}]
		}
	}
	errs, err := u.c.read(ctx, u.k.Installation, "doctorboard", map[string]any{"owner": u.k.Owner, "board": title}, &got)
	if len(errs) > 0 {
		return nil, 0, fmt.Errorf("%s", errs[0])
	}
	if err != nil || got.Organization == nil {
		return nil, 0, err
	}
	for _, p := range got.Organization.ProjectsV2.Nodes {
		if !strings.EqualFold(p.Title, title) {
			continue
		}
		b := &snapshot.Board{Title: p.Title, URL: p.URL, Closed: p.Closed}
		for _, f := range p.Fields.Nodes {
			field := snapshot.BoardField{Name: f.Name}
			for _, o := range f.Options {
				field.Options = append(field.Options, snapshot.BoardOption{Name: o.Name})
			}
			b.Fields = append(b.Fields, field)
		}
		return b, got.Organization.Seen.TotalCount, nil
	}
	return nil, got.Organization.Seen.TotalCount, nil
}

// Probes makes one real call for each permission that can be read, and the skew of our clock less GitHub's with it.
func (u Checkup) Probes(ctx context.Context, org bool, branch string) ([]doctor.Probe, time.Duration, error) {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return nil, 0, err
	}
	owner, repo := u.k.Owner, u.k.Repo
	page := gogithub.ListOptions{PerPage: 1}
	calls := []struct {
		permission string
		optional   bool
		org        bool
		do         func() (*gogithub.Response, error)
	}{
		{"issues", false, false, func() (*gogithub.Response, error) {
			_, r, err := s.rest.Issues.ListByRepo(ctx, owner, repo, &gogithub.IssueListByRepoOptions{ListOptions: page})
			return r, err
		}},
		{"contents", false, false, func() (*gogithub.Response, error) {
			_, r, err := s.rest.Repositories.ListBranches(ctx, owner, repo, &gogithub.BranchListOptions{ListOptions: page})
			return r, err
		}},
		{"pull_requests", false, false, func() (*gogithub.Response, error) {
			_, r, err := s.rest.PullRequests.List(ctx, owner, repo, &gogithub.PullRequestListOptions{ListOptions: page})
			return r, err
		}},
		{"checks", true, false, func() (*gogithub.Response, error) {
			_, r, err := s.rest.Checks.ListCheckRunsForRef(ctx, owner, repo, branch, &gogithub.ListCheckRunsOptions{ListOptions: page})
			return r, err
		}},
		{"deployments", true, false, func() (*gogithub.Response, error) {
			_, r, err := s.rest.Repositories.ListDeployments(ctx, owner, repo, &gogithub.DeploymentsListOptions{ListOptions: page})
			return r, err
		}},
		{"members", true, true, func() (*gogithub.Response, error) {
			_, r, err := s.rest.Teams.ListTeams(ctx, owner, &page)
			return r, err
		}},
	}
	var out []doctor.Probe
	var skew time.Duration
	for _, c := range calls {
		if c.org && (!org || strings.HasPrefix(u.c.set.Token, ofInstallation)) || c.permission == "checks" && branch == "" {
			continue
		}
		resp, err := c.do()
		if resp == nil {
			return out, skew, err
		}
		out = append(out, doctor.Probe{Permission: c.permission, Status: probed(resp.StatusCode), Optional: c.optional})
		if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			skew = time.Since(at).Truncate(time.Second)
		}
	}
	return out, skew, nil
}

// probed takes the answer about an empty repository for one: the permission is there.
func probed(code int) int {
	if code == http.StatusConflict {
		return http.StatusOK
	}
	return code
}

// writersSeen is how many of the newest comments are looked at.
const writersSeen = 100

// Writers are who wrote the newest comments on issues, bots left out, and when.
func (u Checkup) Writers(ctx context.Context) ([]doctor.Writer, error) {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return nil, err
	}
	opt := &gogithub.IssueListCommentsOptions{Sort: gogithub.String("created"), Direction: gogithub.String("desc"), ListOptions: gogithub.ListOptions{PerPage: writersSeen}}
	list, _, err := s.rest.Issues.ListComments(ctx, u.k.Owner, u.k.Repo, 0, opt)
	if err != nil {
		return nil, fmt.Errorf("list the newest comments: %w", err)
	}
	var out []doctor.Writer
	for _, c := range list {
		if c.GetUser().GetType() != "Bot" && !strings.HasSuffix(c.GetUser().GetLogin(), "[bot]") {
			out = append(out, doctor.Writer{Login: c.GetUser().GetLogin(), At: c.GetCreatedAt().UTC()})
		}
	}
	return out, nil
}

// Proposed says whether a branch has, or had, a pull request.
func (u Checkup) Proposed(ctx context.Context, branch string) (bool, error) {
	s, err := u.c.in(u.k.Installation)
	if err != nil {
		return false, err
	}
	list, _, err := s.rest.PullRequests.List(ctx, u.k.Owner, u.k.Repo, &gogithub.PullRequestListOptions{State: "all", Head: u.k.Owner + ":" + branch, ListOptions: gogithub.ListOptions{PerPage: 1}})
	if err != nil {
		return false, fmt.Errorf("look for the pull request of %s: %w", branch, err)
	}
	return len(list) > 0, nil
}
