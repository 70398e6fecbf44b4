package github

import (
	"context"
	"fmt"
	"net/http"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// Setup looks at a repository that is to be set up and writes its pull request. Its errors are one line each that says what
// to do.
type Setup struct{ c *Client }

// Setup returns the part of the client that `sensible init` uses.
func (c *Client) Setup() Setup { return Setup{c} }

// Standing says whether a welcome is open in a repository. It is one request.
func (s Setup) Standing(ctx context.Context, k reconcile.Key) (bool, error) {
	session, err := s.c.in(k.Installation)
	if err != nil {
		return false, err
	}
	list, _, err := session.rest.PullRequests.List(ctx, k.Owner, k.Repo, &gogithub.PullRequestListOptions{
		State: "open", Head: k.Owner + ":" + welcome.Branch, ListOptions: gogithub.ListOptions{PerPage: 1},
	})
	if err != nil {
		return false, fmt.Errorf("look for an open welcome: %w", err)
	}
	return len(list) > 0, nil
}

// surveyed is the answer of the document "welcome".
type surveyed struct {
	Repository *struct {
		ID               string
		NameWithOwner    string
		URL              string
		IsPrivate        bool
		IsArchived       bool
		HasIssuesEnabled bool
		Owner            struct {
			Typename string `json:"__typename"`
		}
		DefaultBranchRef, Branch                       *refTarget
		Trunk0, Trunk1, Trunk2, Trunk3, Trunk4, Trunk5 *blobShape
		Trunk6, Branch0, Branch1, Branch2, Branch3     *blobShape
		PullRequests                                   nodes[welcomePull]
	}
}

type refTarget struct {
	Name   string
	Target struct{ OID string }
}

type welcomePull struct {
	Number            int
	URL, Title, Body  string
	State             string
	IsCrossRepository bool
}

// Survey looks at everything that `sensible init` goes by. What these credentials may not see is left out.
func (s Setup) Survey(ctx context.Context, repo string) (welcome.Facts, error) {
	access, err := s.c.Access(ctx, repo)
	if err != nil {
		return welcome.Facts{}, err
	}
	k := access.Key
	var got surveyed
	if _, err := s.c.read(ctx, k.Installation, "welcome", map[string]any{"owner": k.Owner, "name": k.Repo}, &got); err != nil {
		return welcome.Facts{}, plainly(repo, "look at it", err)
	}
	r := got.Repository
	if r == nil {
		return welcome.Facts{}, fmt.Errorf("%s: these credentials may not read its contents: give them contents: read", repo)
	}
	f := welcome.Facts{
		At:         welcome.Place{Installation: k.Installation, Node: r.ID},
		Repository: r.NameWithOwner, Web: r.URL, Private: r.IsPrivate, Archived: r.IsArchived, IssuesOff: !r.HasIssuesEnabled,
		Organization: r.Owner.Typename == "Organization", Empty: r.DefaultBranchRef == nil,
		// a workflow's token is told to have no role at all, whatever it may do
		ReadOnly: !access.App && access.Role["pull"] && !access.Role["push"],
	}
	if r.DefaultBranchRef != nil {
		f.Trunk, f.At.Trunk = r.DefaultBranchRef.Name, r.DefaultBranchRef.Target.OID
	}
	files := welcome.Files()
	f.Files = texts(files, r.Trunk0, r.Trunk1, r.Trunk2, r.Trunk3, r.Trunk4, r.Trunk5, r.Trunk6)
	if r.Branch != nil {
		f.At.Branch, f.Proposed = r.Branch.Target.OID, texts(files, r.Branch0, r.Branch1, r.Branch2, r.Branch3)
	}
	f.Pull = newestPull(r.PullRequests.Nodes)
	s.look(ctx, k, &f)
	return f, nil
}

// texts gives each file its text; one that is missing has none.
func texts(files []string, blobs ...*blobShape) map[string]string {
	out := map[string]string{}
	for n, b := range blobs {
		if b != nil && b.Text != nil {
			out[files[n]] = *b.Text
		}
	}
	return out
}

// newestPull is the newest pull request from this repository itself: a fork's branch may have the same name.
func newestPull(pulls []welcomePull) *welcome.Pull {
	for _, p := range pulls {
		if !p.IsCrossRepository {
			return &welcome.Pull{Number: p.Number, URL: p.URL, Title: p.Title, Body: p.Body, Open: p.State == "OPEN", Merged: p.State == "MERGED", Ours: true}
		}
	}
	return nil
}

// look adds what is good to know and may be refused: labels, people, teams, the list of files.
func (s Setup) look(ctx context.Context, k reconcile.Key, f *welcome.Facts) {
	var got struct {
		Repository *struct {
			Labels          nodes[struct{ Name string }]
			AssignableUsers struct{ TotalCount int }
			Issues          nodes[talk]
			PullRequests    nodes[talk]
		}
	}
	if _, err := s.c.read(ctx, k.Installation, "found", map[string]any{"owner": k.Owner, "name": k.Repo}, &got); err == nil && got.Repository != nil {
		for _, l := range got.Repository.Labels.Nodes {
			f.Labels = append(f.Labels, l.Name)
		}
		f.Writers = got.Repository.AssignableUsers.TotalCount
		for _, t := range append(got.Repository.Issues.Nodes, got.Repository.PullRequests.Nodes...) {
			for _, c := range t.Comments.Nodes {
				if c.Author != nil {
					f.Commenters = append(f.Commenters, c.Author.Login)
				}
			}
		}
	}
	session, err := s.c.in(k.Installation)
	if err != nil {
		return
	}
	if f.At.Trunk != "" {
		if tree, _, err := session.rest.Git.GetTree(ctx, k.Owner, k.Repo, f.At.Trunk, true); err == nil {
			for _, e := range tree.Entries {
				if e.GetType() == "blob" {
					f.Paths = append(f.Paths, e.GetPath())
				}
			}
		}
	}
	if f.Organization {
		teams, _, err := session.rest.Teams.ListTeams(ctx, k.Owner, &gogithub.ListOptions{PerPage: 100})
		f.TeamsSeen = err == nil
		for _, t := range teams {
			f.Teams = append(f.Teams, t.GetSlug())
		}
	}
}

type talk struct {
	Comments nodes[struct{ Author *struct{ Login string } }]
}

// plainly makes one line that says what to do of what GitHub answered to a write.
func plainly(repo, doing string, err error) error {
	switch code := status(err); {
	case Unavailable(err):
		return fmt.Errorf("%s: GitHub does not answer just now (%w): run this again later", repo, err)
	case code == http.StatusForbidden || code == http.StatusNotFound:
		return fmt.Errorf("%s: these credentials may not %s: give them contents: write and pull_requests: write", repo, doing)
	}
	return fmt.Errorf("%s: %s: %w", repo, doing, err)
}
