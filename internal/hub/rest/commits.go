package rest

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func commitRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/commits", "contents:read", listCommits},
		{"GET", "/repos/{owner}/{repo}/commits/{ref...}", "contents:read", getCommit},
		{"GET", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", "pull_requests:read", commitPulls},
		{"GET", "/repos/{owner}/{repo}/compare/{basehead...}", "contents:read", compare},
	}
}

func listCommits(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	opt := store.LogOptions{Path: c.query("path")}
	opt.Since, _ = time.Parse(time.RFC3339, c.query("since"))
	opt.Until, _ = time.Parse(time.RFC3339, c.query("until"))
	list, err := c.store.Git().Log(r.FullName(), either(c.query("sha"), r.DefaultBranch), opt)
	switch {
	case errors.Is(err, store.ErrGitNotFound) && c.query("sha") != "":
		return fail(store.NotFound())
	case errors.Is(err, store.ErrGitNotFound):
		return fail(store.Conflict("Git Repository is empty."))
	case err != nil:
		return fail(err)
	}
	return paged(c, list, func(g *store.Commit) shape.J { return c.shape.Commit(r, g) })
}

func getCommit(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	commit, err := c.store.Git().CommitInfo(r.FullName(), c.params["ref"])
	if err != nil {
		return fail(store.Unprocessable("No commit found for SHA: " + c.params["ref"]))
	}
	j := c.shape.Commit(r, commit)
	var files []store.FileChange
	if len(commit.Parents) > 0 {
		if files, err = c.store.Git().Diff(r.FullName(), commit.Parents[0], commit.SHA); err != nil {
			return fail(err)
		}
	}
	add, del := sums(files)
	j["stats"] = shape.J{"additions": add, "deletions": del, "total": add + del}
	j["files"] = shape.List(files, func(f store.FileChange) shape.J { return c.shape.File(r, commit.SHA, f) })
	return ok(j, nil)
}

func sums(files []store.FileChange) (additions, deletions int) {
	for _, f := range files {
		additions, deletions = additions+f.Additions, deletions+f.Deletions
	}
	return additions, deletions
}

func commitPulls(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var list []*store.Pull
	for _, i := range r.Issues {
		if p := i.Pull; p != nil && (p.HeadSHA == c.params["commit_sha"] || p.MergeCommitSHA == c.params["commit_sha"]) {
			list = append(list, p)
		}
	}
	return paged(c, list, c.shape.SimplePull)
}

// compare shows what head has that base has not.
func compare(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	from, to, found := strings.Cut(c.params["basehead"], "...")
	if !found {
		return fail(store.NotFound())
	}
	g, name := c.store.Git(), r.FullName()
	base, errBase := g.CommitInfo(name, strings.TrimPrefix(from, r.Owner.Login+":"))
	head, errHead := g.CommitInfo(name, strings.TrimPrefix(to, r.Owner.Login+":"))
	if errBase != nil || errHead != nil {
		return fail(store.NotFound())
	}
	mergeBase, err := g.MergeBase(name, base.SHA, head.SHA)
	if err != nil {
		return fail(&store.Error{Status: http.StatusNotFound, Message: "No common ancestor between " + from + " and " + to + "."})
	}
	ancestor, err := g.CommitInfo(name, mergeBase)
	if err != nil {
		return fail(err)
	}
	ahead, err := g.Log(name, head.SHA, store.LogOptions{Not: base.SHA})
	if err != nil {
		return fail(err)
	}
	behind, err := g.Log(name, base.SHA, store.LogOptions{Not: head.SHA})
	if err != nil {
		return fail(err)
	}
	files, err := g.Diff(name, mergeBase, head.SHA)
	if err != nil {
		return fail(err)
	}
	return ok(c.comparison(r, comparison{base, ancestor, head, ahead, behind, files}), nil)
}

type comparison struct {
	base, ancestor, head *store.Commit
	ahead, behind        []*store.Commit // newest first
	files                []store.FileChange
}

func (c *call) comparison(r *store.Repository, v comparison) shape.J {
	status := "identical"
	switch {
	case len(v.ahead) > 0 && len(v.behind) > 0:
		status = "diverged"
	case len(v.ahead) > 0:
		status = "ahead"
	case len(v.behind) > 0:
		status = "behind"
	}
	commits := make([]shape.J, 0, len(v.ahead))
	for i := len(v.ahead) - 1; i >= 0; i-- { // oldest first
		commits = append(commits, c.shape.Commit(r, v.ahead[i]))
	}
	html := c.shape.Web + "/" + r.FullName() + "/compare/" + v.base.SHA + "..." + v.head.SHA
	return shape.J{"url": c.shape.RepositoryURL(r) + "/compare/" + v.base.SHA + "..." + v.head.SHA, "html_url": html, "permalink_url": html,
		"diff_url": html + ".diff", "patch_url": html + ".patch", "base_commit": c.shape.Commit(r, v.base),
		"merge_base_commit": c.shape.Commit(r, v.ancestor), "status": status, "ahead_by": len(v.ahead), "behind_by": len(v.behind),
		"total_commits": len(v.ahead), "commits": commits,
		"files": shape.List(v.files, func(f store.FileChange) shape.J { return c.shape.File(r, v.head.SHA, f) })}
}
