package github

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// mostNotices bounds how many of our issues are looked through for one.
const mostNotices = 1000

// Notices are the issues that this program's account opened and that carry the marker, open and closed.
func (c *Client) Notices(ctx context.Context, k reconcile.Key, key string) ([]snapshot.Notice, error) {
	var out []snapshot.Notice
	err := c.ownIssues(ctx, k, mostNotices, func(i *gogithub.Issue) bool {
		if marker.Has(i.GetBody(), key) {
			out = append(out, snapshot.Notice{Number: i.GetNumber(), Open: i.GetState() == "open", Title: i.GetTitle(), Body: i.GetBody()})
		}
		return true
	})
	return out, err
}

// ownIssues calls each for the issues that this program's account opened, newest first, until it is false or so
// many were looked at.
func (c *Client) ownIssues(ctx context.Context, k reconcile.Key, most int, each func(*gogithub.Issue) bool) error {
	me, err := c.Who(ctx)
	if err != nil {
		return err
	}
	s, err := c.in(k.Installation)
	if err != nil {
		return err
	}
	opt := &gogithub.IssueListByRepoOptions{State: "all", Creator: me.Login, Sort: "created", Direction: "desc", ListOptions: gogithub.ListOptions{PerPage: 100}}
	for seen := 0; ; {
		list, resp, err := s.rest.Issues.ListByRepo(ctx, k.Owner, k.Repo, opt)
		if err != nil {
			return fmt.Errorf("list our issues: %w", err)
		}
		for _, i := range list {
			if i.GetUser().GetID() == me.ID && !i.IsPullRequest() && !each(i) {
				return nil
			}
		}
		if seen += len(list); resp.NextPage == 0 || seen >= most {
			return nil
		}
		opt.Page = resp.NextPage
	}
}

// PolicyCheck is our check of that name on a commit; nil where there is none, or checks cannot be seen.
func (c *Client) PolicyCheck(ctx context.Context, k reconcile.Key, commit, name string) (*snapshot.CheckRun, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return nil, err
	}
	opt := &gogithub.ListCheckRunsOptions{CheckName: &name, Filter: gogithub.String("latest")}
	list, _, err := s.rest.Checks.ListCheckRunsForRef(ctx, k.Owner, k.Repo, commit, opt)
	if refusedForGood(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var found *snapshot.CheckRun
	for _, r := range list.CheckRuns {
		if r.GetName() == name && r.GetHeadSHA() == commit && (c.set.AppID == 0 || r.GetApp().GetID() == c.set.AppID) && (found == nil || r.GetID() > found.ID) {
			found = &snapshot.CheckRun{ID: r.GetID(), OID: commit, Key: r.GetExternalID()}
		}
	}
	return found, nil
}

// refusedForGood says whether asking again would change nothing: no permission, no such feature, not of this repository.
func refusedForGood(err error) bool {
	return slices.Contains([]int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity}, status(err))
}

// ApplyPolicy carries out what was planned about a repository's policy. A new issue was looked for just before; an answer
// that does not come leaves the lookup to the next run. What GitHub refuses for good is logged and left out.
func (c *Client) ApplyPolicy(ctx context.Context, k reconcile.Key, actions []plan.Action) error {
	s, err := c.in(k.Installation)
	if err != nil {
		return err
	}
	a := &application{Client: c, key: k, s: s, world: snapshot.World{Repository: snapshot.Repository{Owner: k.Owner, Name: k.Repo}}}
	for _, act := range actions {
		err := a.policyStep(ctx, act)
		switch {
		case refusedForGood(err):
			if c.set.Log != nil {
				c.set.Log.Warn("GitHub refused something about the policy; going on without it", "repository", k.Owner+"/"+k.Repo, "action", string(act.Kind), "error", err.Error())
			}
		case err != nil:
			return fmt.Errorf("%s %s: %w", act.Kind, act.Subject(), err)
		}
	}
	return nil
}

func (a *application) policyStep(ctx context.Context, act plan.Action) error {
	change := &gogithub.IssueRequest{Body: &act.Body}
	switch act.Kind {
	case plan.CheckCreate, plan.CheckUpdate:
		return a.writePolicyCheck(ctx, act)
	case plan.NoticeCreate:
		_, _, err := a.s.rest.Issues.Create(ctx, a.key.Owner, a.key.Repo, &gogithub.IssueRequest{Title: &act.Title, Body: &act.Body})
		return err
	case plan.NoticeReopen:
		change.State = gogithub.String("open")
		change.Title = &act.Title
	case plan.NoticeClose:
		change.State, change.StateReason = gogithub.String("closed"), gogithub.String("completed")
	default:
		change.Title = &act.Title
	}
	_, _, err := a.s.rest.Issues.Edit(ctx, a.key.Owner, a.key.Repo, int(act.ID), change)
	return err
}

// writePolicyCheck writes a check with all its remarks: fifty in one request.
func (a *application) writePolicyCheck(ctx context.Context, act plan.Action) error {
	chunks := slices.Collect(slices.Chunk(annotations(act.Notes), mostAnnotations))
	if len(chunks) == 0 {
		chunks = [][]*gogithub.CheckRunAnnotation{nil}
	}
	name, conclusion, done := act.Fields["name"], act.Fields["conclusion"], "completed"
	id := act.ID
	for n, notes := range chunks {
		key := act.Key
		if n < len(chunks)-1 {
			key = "part " + strconv.Itoa(n) // known as whole only with the last
		}
		out := &gogithub.CheckRunOutput{Title: &act.Title, Summary: &act.Body, Annotations: notes}
		if id == 0 {
			run, _, err := a.s.rest.Checks.CreateCheckRun(ctx, a.key.Owner, a.key.Repo, gogithub.CreateCheckRunOptions{
				Name: name, HeadSHA: act.Target, ExternalID: &key, Status: &done, Conclusion: &conclusion, Output: out,
				DetailsURL: gogithub.String(act.Fields["details"]),
			})
			if err != nil {
				return err
			}
			id = run.GetID()
			continue
		}
		_, _, err := a.s.rest.Checks.UpdateCheckRun(ctx, a.key.Owner, a.key.Repo, id, gogithub.UpdateCheckRunOptions{
			Name: name, ExternalID: &key, Status: &done, Conclusion: &conclusion, Output: out,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
