package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// policyAnswer is the answer to documents/policy.graphql.
type policyAnswer struct {
	Repository *struct {
		repositoryShape
		URL              string
		HasIssuesEnabled bool
		DefaultBranchRef *struct {
			Name   string
			Target struct {
				OID     string `json:"oid"`
				History nodes[versionShape]
			}
		}
		PullRequests nodes[changingShape]
	}
}

type versionShape struct {
	OID           string `json:"oid"`
	CommittedDate time.Time
	File          *entryShape
}

type changingShape struct {
	Number            int
	HeadRefOid        string
	IsCrossRepository bool
	HeadRef           *struct{ Target struct{ File *entryShape } }
}

type entryShape struct{ Object *blobShape }

func (e *entryShape) file(path string) snapshot.ConfigFile {
	f := snapshot.ConfigFile{Path: path}
	if e != nil && e.Object != nil && e.Object.Text != nil && !e.Object.IsTruncated {
		f.Found, f.OID, f.Text = true, e.Object.OID, *e.Object.Text
	}
	return f
}

// Policy reads a repository's policy, its versions on the default branch (newest first), and the open pull requests that
// change it. ErrGone says that there is no such repository within reach.
func (c *Client) Policy(ctx context.Context, k reconcile.Key) (snapshot.PolicyWorld, error) {
	me, err := c.Who(ctx)
	if err != nil {
		return snapshot.PolicyWorld{}, err
	}
	if k.Repo == organisationRepo {
		c.ForgetOver(k.Owner) // it is read because it may have changed
	}
	over := c.over(ctx, k)
	got, err := c.askPolicy(ctx, k)
	if err != nil {
		return snapshot.PolicyWorld{}, err
	}
	r := got.Repository
	w := snapshot.PolicyWorld{Repository: r.repository(), HasIssues: r.HasIssuesEnabled, URL: r.URL, Viewer: me.ID}
	w.Config = (&observation{repo: &r.repositoryShape}).config()
	w.Config.Over = over()
	if r.DefaultBranchRef != nil {
		w.Repository.DefaultBranch = r.DefaultBranchRef.Name
		for _, v := range r.DefaultBranchRef.Target.History.Nodes {
			w.Versions = append(w.Versions, snapshot.ConfigVersion{Commit: v.OID, At: second(v.CommittedDate), File: v.File.file(configPath)})
		}
	}
	for _, p := range r.PullRequests.Nodes {
		if p.HeadRef == nil {
			continue
		}
		file := p.HeadRef.Target.File.file(configPath)
		if file.Found == w.Config.Found && file.OID == w.Config.OID {
			continue
		}
		touches, err := c.touches(ctx, k, p)
		if err != nil {
			return w, err
		}
		if file.Over = w.Config.Over; touches {
			w.Pulls = append(w.Pulls, snapshot.ConfigPull{Number: p.Number, Head: p.HeadRefOid, Fork: p.IsCrossRepository, File: file})
		}
	}
	return w, nil
}

// askPolicy sends the query; where pull requests may not be seen, once more without them.
func (c *Client) askPolicy(ctx context.Context, k reconcile.Key) (policyAnswer, error) {
	lacks := c.lackingIn(k.Installation)
	for {
		var got policyAnswer
		vars := map[string]any{"owner": k.Owner, "name": k.Repo, "path": configPath, "withPulls": !lacks.pulls}
		errs, err := c.read(ctx, k.Installation, "policy", vars, &got)
		more, found := lacks.learn(errs)
		switch {
		case got.Repository != nil && (k.RepositoryID == 0 || got.Repository.DatabaseID == k.RepositoryID):
			return got, nil
		case got.Repository != nil:
			return got, fmt.Errorf("%w: %s/%s is another repository by now", reconcile.ErrGone, k.Owner, k.Repo)
		case !found && err == nil && len(errs) == 0:
			return got, reconcile.ErrGone
		case !found:
			return got, gone(err, errs)
		}
		lacks = more
	}
}

// mostFiles is how many files of a pull request are looked at.
const mostFiles = 300

// touches says whether a pull request changes the file: one whose branch is only behind does not. It is asked once for each
// head.
func (c *Client) touches(ctx context.Context, k reconcile.Key, p changingShape) (bool, error) {
	c.mu.Lock()
	known, ok := c.touched[p.HeadRefOid]
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	s, err := c.in(k.Installation)
	if err != nil {
		return false, err
	}
	opt, seen, hit := &gogithub.ListOptions{PerPage: 100}, 0, false
	for !hit && seen < mostFiles {
		files, resp, err := s.rest.PullRequests.ListFiles(ctx, k.Owner, k.Repo, p.Number, opt)
		if err != nil {
			return false, fmt.Errorf("files of pull request %d: %w", p.Number, err)
		}
		for _, f := range files {
			hit = hit || f.GetFilename() == configPath || f.GetPreviousFilename() == configPath
		}
		if seen += len(files); resp.NextPage == 0 {
			break
		}
		opt.Page = resp.NextPage
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.touched == nil || len(c.touched) >= issuesCached {
		c.touched = map[string]bool{}
	}
	c.touched[p.HeadRefOid] = hit
	return hit, nil
}

// overHolds is how long the organisation's policy is believed; a push to it that we hear of ends that at once.
const overHolds = 10 * time.Minute

type overEntry struct {
	file *snapshot.ConfigFile
	at   time.Time
}

// over looks up the organisation's policy while something else is looked up; the function waits for it. What cannot be
// read is not there: a repository's own policy needs nobody else's.
func (c *Client) over(ctx context.Context, k reconcile.Key) func() *snapshot.ConfigFile {
	owner := strings.ToLower(k.Owner)
	if k.Repo == organisationRepo {
		return func() *snapshot.ConfigFile { return nil }
	}
	c.mu.Lock()
	e, known := c.overs[owner]
	c.mu.Unlock()
	if age := c.set.Now().Sub(e.at); known && age >= 0 && age < overHolds {
		return func() *snapshot.ConfigFile { return e.file }
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var err error
		if e.file, err = c.readOver(ctx, k); err != nil {
			if c.set.Log != nil {
				c.set.Log.Warn("the organisation's policy could not be read; going on without it", "owner", k.Owner, "error", err.Error())
			}
			return
		}
		e.at = c.set.Now()
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.overs == nil {
			c.overs = map[string]overEntry{}
		}
		c.overs[owner] = e
	}()
	return func() *snapshot.ConfigFile { <-done; return e.file }
}

// organisationRepo holds the policy that an organisation's repositories inherit.
const organisationRepo = ".github"

func (c *Client) readOver(ctx context.Context, k reconcile.Key) (*snapshot.ConfigFile, error) {
	var got struct {
		Repository *struct {
			Config           *blobShape
			DefaultBranchRef *struct {
				Target struct{ History nodes[versionShape] }
			}
		}
	}
	errs, err := c.read(ctx, k.Installation, "defaults", map[string]any{"owner": k.Owner, "path": configPath}, &got)
	for _, p := range errs {
		if p.Type == "NOT_FOUND" || p.refused() {
			return nil, nil // no such repository for us
		}
	}
	if err != nil || got.Repository == nil {
		return nil, err
	}
	path := k.Owner + "/" + organisationRepo + ":" + configPath
	f := (&entryShape{got.Repository.Config}).file(path)
	if !f.Found {
		return nil, nil
	}
	if b := got.Repository.DefaultBranchRef; b != nil {
		for _, v := range b.Target.History.Nodes {
			f.Earlier = append(f.Earlier, v.File.file(path))
		}
	}
	return &f, nil
}

// ForgetOver drops what is remembered of an organisation's policy: it has changed.
func (c *Client) ForgetOver(owner string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.overs, strings.ToLower(owner))
}

// unseen says whether a policy is another than when a sweep last came by: then what GitHub shows about it is looked at.
func (c *Client) unseen(k reconcile.Key, file snapshot.ConfigFile) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.swept == nil {
		c.swept = map[int64]string{}
	}
	before := c.swept[k.RepositoryID]
	c.swept[k.RepositoryID] = file.OID
	return before != file.OID
}
