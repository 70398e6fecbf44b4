package github

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// changesShape is the answer to documents/changes.graphql.
type changesShape struct {
	NameWithOwner string
	IsPrivate     bool
	Deployments   nodes[struct {
		ID          string
		CreatedAt   time.Time
		Environment string
		Description string
		State       string
		Ref         *named
		Commit      *commitShape
	}]
	Releases nodes[struct {
		ID, Name, TagName, URL string
		PublishedAt            time.Time
		IsDraft                bool
	}]
	PullRequests nodes[struct {
		ID          string
		Number      int
		Title, URL  string
		MergedAt    time.Time
		HeadRefName string
		MergeCommit *commitShape
	}]
	DefaultBranchRef *struct {
		Target struct{ History nodes[commitShape] }
	}
}

type commitShape struct {
	ID              string
	OID             string `json:"oid"`
	AbbreviatedOID  string `json:"abbreviatedOid"`
	MessageHeadline string
	CommittedDate   time.Time
	URL             string
	Parents         struct{ TotalCount int }
}

// Changes returns what went out of the places since that time, newest first. One request for each place, a second where a
// permission is missing: then what it is for is left out. A place that does not exist or is out of reach has none. What
// lies in a private repository is not told about an issue in a public one.
func (c *Client) Changes(ctx context.Context, k reconcile.Key, private bool, places []reconcile.Place, since time.Time) ([]snapshot.Change, error) {
	var out []snapshot.Change
	for _, p := range places {
		got, err := c.askChanges(ctx, k.Installation, p, since)
		if err != nil {
			return nil, fmt.Errorf("what changed in %s/%s: %w", p.Owner, p.Repo, err)
		}
		if got != nil && (private || !got.IsPrivate) {
			out = append(out, got.changes(since)...)
		}
	}
	slices.SortStableFunc(out, func(a, b snapshot.Change) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(out, func(a, b snapshot.Change) bool { return a.ID == b.ID }), nil
}

// forbidden says which parts may not be asked for.
type forbidden struct{ deployments, contents, pulls bool }

func (f forbidden) learn(errs []problem) forbidden {
	for _, p := range errs {
		if p.Type != "FORBIDDEN" && p.Type != "INSUFFICIENT_SCOPES" {
			continue
		}
		f.deployments = f.deployments || p.under("deployments")
		f.pulls = f.pulls || p.under("pullRequests")
		f.contents = f.contents || p.under("releases") || p.under("defaultBranchRef")
	}
	return f
}

// askChanges returns nil where there is no such repository for us.
func (c *Client) askChanges(ctx context.Context, installation int64, p reconcile.Place, since time.Time) (*changesShape, error) {
	var no forbidden
	for {
		var got struct{ Repository *changesShape }
		vars := map[string]any{
			"owner": p.Owner, "name": p.Repo, "since": since.UTC().Format(time.RFC3339), "path": nil,
			"withDeployments": !no.deployments, "withContents": !no.contents, "withPulls": !no.pulls,
		}
		if p.Path != "" {
			vars["path"] = p.Path
		}
		errs, err := c.read(ctx, installation, "changes", vars, &got)
		if got.Repository != nil {
			return got.Repository, nil
		}
		more := no.learn(errs)
		switch {
		case more != no:
			no = more
		case missing(errs):
			return nil, nil //nolint:nilnil // no such repository is an answer
		case err != nil:
			return nil, err
		default:
			return nil, fmt.Errorf("GitHub answered nothing: %v", errs)
		}
	}
}

func missing(errs []problem) bool {
	return len(errs) > 0 && !slices.ContainsFunc(errs, func(p problem) bool {
		return p.Type != "NOT_FOUND" && p.Type != "FORBIDDEN" && p.Type != "INSUFFICIENT_SCOPES"
	})
}

func (s *changesShape) changes(since time.Time) []snapshot.Change {
	out := slices.Concat(s.deployed(), s.released(), s.merged(), s.committed())
	return slices.DeleteFunc(out, func(c snapshot.Change) bool { return c.At.Before(since) })
}

func (s *changesShape) deployed() []snapshot.Change {
	var out []snapshot.Change
	for _, d := range s.Deployments.Nodes {
		one := snapshot.Change{
			ID: d.ID, At: second(d.CreatedAt), Kind: snapshot.Deployment, Title: d.Description, Environment: d.Environment,
			State: lastingState(d.State), Repo: s.NameWithOwner,
		}
		if d.Ref != nil {
			one.Ref = d.Ref.Name
		}
		if d.Commit != nil {
			one.URL = d.Commit.URL
			one.Title = cmp.Or(one.Title, d.Commit.MessageHeadline)
			one.Ref = cmp.Or(one.Ref, d.Commit.AbbreviatedOID)
		}
		out = append(out, one)
	}
	return out
}

// lastingState is a state that does not change any more when the next deployment takes over.
func lastingState(state string) string {
	switch state {
	case "INACTIVE", "DESTROYED", "SUCCESS":
		return "ACTIVE"
	}
	return state
}

func (s *changesShape) released() []snapshot.Change {
	var out []snapshot.Change
	for _, r := range s.Releases.Nodes {
		if r.IsDraft || r.PublishedAt.IsZero() {
			continue
		}
		out = append(out, snapshot.Change{
			ID: r.ID, At: second(r.PublishedAt), Kind: snapshot.Release, Title: r.Name, Ref: r.TagName, URL: r.URL, Repo: s.NameWithOwner,
		})
	}
	return out
}

// postmortems is how our own branches begin: writing about an incident changes nothing that runs.
const postmortems = "postmortem/"

func (s *changesShape) merged() []snapshot.Change {
	var out []snapshot.Change
	for _, p := range s.PullRequests.Nodes {
		if strings.HasPrefix(p.HeadRefName, postmortems) || p.MergedAt.IsZero() {
			continue
		}
		out = append(out, snapshot.Change{
			ID: p.ID, At: second(p.MergedAt), Kind: snapshot.Pull, Title: p.Title, Ref: "#" + strconv.Itoa(p.Number), URL: p.URL, Repo: s.NameWithOwner,
		})
	}
	return out
}

// viaPull is the first line of a commit that a pull request brought: its merge, or its squash.
var viaPull = regexp.MustCompile(`^Merge pull request #\d+ |\(#\d+\)$`)

// committed are the commits beside pull requests. The first one of a repository changed nothing that ran.
func (s *changesShape) committed() []snapshot.Change {
	if s.DefaultBranchRef == nil {
		return nil
	}
	known := map[string]bool{}
	for _, p := range s.PullRequests.Nodes {
		if p.MergeCommit != nil {
			known[p.MergeCommit.OID] = true
		}
	}
	var out []snapshot.Change
	for _, m := range s.DefaultBranchRef.Target.History.Nodes {
		if m.Parents.TotalCount == 0 || known[m.OID] || viaPull.MatchString(m.MessageHeadline) || strings.Contains(m.MessageHeadline, "[skip ci]") {
			continue
		}
		out = append(out, snapshot.Change{
			ID: m.ID, At: second(m.CommittedDate), Kind: snapshot.Commit, Title: m.MessageHeadline, Ref: m.AbbreviatedOID, URL: m.URL, Repo: s.NameWithOwner,
		})
	}
	return out
}
