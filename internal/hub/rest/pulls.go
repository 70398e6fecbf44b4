package rest

import (
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func pullRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/pulls", "pull_requests:read", listPulls},
		{"POST", "/repos/{owner}/{repo}/pulls", "pull_requests:write", createPull},
		{"GET", "/repos/{owner}/{repo}/pulls/{pull_number}", "pull_requests:read", getPull},
		{"PATCH", "/repos/{owner}/{repo}/pulls/{pull_number}", "pull_requests:write", editPull},
		{"GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", "pull_requests:read", pullFiles},
		{"GET", "/repos/{owner}/{repo}/pulls/{pull_number}/commits", "pull_requests:read", pullCommits},
		{"GET", "/repos/{owner}/{repo}/pulls/{pull_number}/merge", "pull_requests:read", isMerged},
		{"PUT", "/repos/{owner}/{repo}/pulls/{pull_number}/merge", "contents:write", mergePull},
	}
}

// pull is the pull request that the path names.
func (c *call) pull() (*store.Pull, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	i, err := c.store.FindIssue(r, int(c.id("pull_number")))
	if err != nil {
		return nil, err
	}
	if i.Pull == nil {
		return nil, store.NotFound()
	}
	return i.Pull, nil
}

func listPulls(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	state, head, base := either(c.query("state"), "open"), c.query("head"), c.query("base")
	if _, branch, ok := strings.Cut(head, ":"); ok {
		head = branch
	}
	var issues []*store.Issue
	for _, i := range r.Issues {
		p := i.Pull
		if p != nil && (state == "all" || i.State == state) && (head == "" || p.Head == head) && (base == "" || p.Base == base) {
			issues = append(issues, i)
		}
	}
	sortIssues(issues, c.query("sort"), either(c.query("direction"), "desc"))
	return paged(c, issues, func(i *store.Issue) shape.J { return c.shape.SimplePull(i.Pull) })
}

func createPull(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Title, Body, Head, Base string
		Draft                   bool
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	body.Head = strings.TrimPrefix(body.Head, r.Owner.Login+":")
	p, err := c.store.AddPull(c.actor, r, store.PullInput{Title: body.Title, Body: body.Body, Head: body.Head, Base: body.Base, Draft: body.Draft})
	if err != nil {
		return fail(err)
	}
	c.header.Set("Location", c.shape.PullURL(p))
	return created(c.fullPull(p))
}

// changes are a pull request's commits (newest first) and files.
func (c *call) changes(p *store.Pull) ([]*store.Commit, []store.FileChange, error) {
	g, name := c.store.Git(), p.Issue.Repo.FullName()
	base, err := g.MergeBase(name, p.BaseSHA, p.HeadSHA)
	if err != nil {
		return nil, nil, err
	}
	commits, err := g.Log(name, p.HeadSHA, store.LogOptions{Not: base})
	if err != nil {
		return nil, nil, err
	}
	files, err := g.Diff(name, base, p.HeadSHA)
	return commits, files, err
}

func (c *call) fullPull(p *store.Pull) (shape.J, error) {
	commits, files, err := c.changes(p)
	if err != nil {
		return nil, err
	}
	add, del := sums(files)
	return c.shape.Pull(p, shape.Stats{Commits: len(commits), Files: len(files), Additions: add, Deletions: del}), nil
}

func getPull(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	return ok(c.fullPull(p))
}

func editPull(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	patch, err := c.issuePatch()
	if err != nil {
		return fail(err)
	}
	var body struct{ Base *string }
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if err := c.store.EditPull(c.actor, p, store.PullPatch{IssuePatch: patch, Base: body.Base}); err != nil {
		return fail(err)
	}
	return ok(c.fullPull(p))
}

func pullFiles(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	_, files, err := c.changes(p)
	if err != nil {
		return fail(err)
	}
	return paged(c, files, func(f store.FileChange) shape.J { return c.shape.File(p.Issue.Repo, p.HeadSHA, f) })
}

func pullCommits(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	commits, _, err := c.changes(p)
	if err != nil {
		return fail(err)
	}
	oldestFirst := make([]*store.Commit, len(commits))
	for i, g := range commits {
		oldestFirst[len(commits)-1-i] = g
	}
	return paged(c, oldestFirst, func(g *store.Commit) shape.J { return c.shape.Commit(p.Issue.Repo, g) })
}

func isMerged(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	if !p.Merged {
		return fail(store.NotFound())
	}
	return none(nil)
}

func mergePull(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Title  string `json:"commit_title"`
		Text   string `json:"commit_message"`
		SHA    string `json:"sha"`
		Method string `json:"merge_method"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	message := body.Title
	if body.Title != "" && body.Text != "" {
		message += "\n\n" + body.Text
	}
	if err := c.store.MergePull(c.actor, p, body.Method, message, body.SHA); err != nil {
		return fail(err)
	}
	return http.StatusOK, shape.J{"sha": p.MergeCommitSHA, "merged": true, "message": "Pull Request successfully merged"}, nil
}
