package rest

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func contentRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/contents", "contents:read", getContents},
		{"GET", "/repos/{owner}/{repo}/contents/{path...}", "contents:read", getContents},
		{"PUT", "/repos/{owner}/{repo}/contents/{path...}", "contents:write", putContents},
		{"DELETE", "/repos/{owner}/{repo}/contents/{path...}", "contents:write", deleteContents},
	}
}

// entry is what a file and a line of a directory have in common.
func (c *call) entry(r *store.Repository, rev, kind string, e store.TreeEntry) shape.J {
	name, sha := e.Path, e.SHA
	escaped := (&url.URL{Path: name}).EscapedPath()
	self := c.shape.RepositoryURL(r) + "/contents/" + escaped + "?ref=" + url.QueryEscape(rev)
	html := c.shape.Web + "/" + r.FullName() + "/blob/" + rev + "/" + escaped
	git := c.shape.RepositoryURL(r) + "/git/blobs/" + sha
	var download any = c.shape.Web + "/" + r.FullName() + "/raw/" + rev + "/" + escaped
	if kind == "dir" {
		download, git = nil, c.shape.RepositoryURL(r)+"/git/trees/"+sha
	}
	return shape.J{"type": kind, "size": e.Size, "name": path.Base(name), "path": name, "sha": sha, "url": self, "git_url": git, "html_url": html,
		"download_url": download, "_links": shape.J{"self": self, "git": git, "html": html}}
}

// wrap60 breaks base64 as GitHub does: a newline after each 60 characters.
func wrap60(s string) string {
	var b strings.Builder
	for len(s) > 60 {
		b.WriteString(s[:60] + "\n")
		s = s[60:]
	}
	b.WriteString(s + "\n")
	return b.String()
}

func getContents(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	name := strings.Trim(c.params["path"], "/")
	rev := either(c.query("ref"), r.DefaultBranch)
	if name != "" {
		data, blob, err := c.store.Git().ReadFile(r.FullName(), rev, name)
		if err == nil {
			if strings.Contains(c.r.Header.Get("Accept"), "raw") {
				c.header.Set("Content-Type", "application/vnd.github.raw; charset=utf-8")
				return http.StatusOK, rawBody(data), nil
			}
			return ok(c.file(r, rev, store.TreeEntry{Path: name, SHA: blob}, data), nil)
		}
	}
	list, err := c.store.Git().ListDir(r.FullName(), rev, name)
	if err != nil {
		if _, bad := c.store.Git().ResolveRef(r.FullName(), rev); bad != nil && c.query("ref") != "" {
			return fail(&store.Error{Status: http.StatusNotFound, Message: "No commit found for the ref " + rev})
		}
		return fail(store.NotFound())
	}
	return ok(shape.List(list, func(e store.TreeEntry) shape.J {
		kind := map[string]string{"blob": "file", "tree": "dir", "commit": "submodule"}[e.Type]
		e.Path = path.Join(name, path.Base(e.Path))
		return c.entry(r, rev, kind, e)
	}), nil)
}

// contentBody is what PUT and DELETE send.
type contentBody struct {
	Message   string  `json:"message"`
	Content   *string `json:"content"`
	SHA       string  `json:"sha"`
	Branch    string  `json:"branch"`
	Author    *person `json:"author"`
	Committer *person `json:"committer"`
}

type person struct {
	Name  string    `json:"name"`
	Email string    `json:"email"`
	Date  time.Time `json:"date"`
}

func (c *call) signature(p *person) store.Signature {
	if p == nil {
		return store.Signature{}
	}
	at := p.Date
	if at.IsZero() {
		at = c.store.Now()
	}
	return store.Signature{Name: p.Name, Email: p.Email, At: at}
}

func putContents(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body contentBody
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Content == nil {
		return fail(missing("content"))
	}
	data, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\n", "", "\r", "").Replace(*body.Content))
	if err != nil {
		return fail(store.Unprocessable("content is not valid Base64"))
	}
	old, err := c.blobBefore(r, &body)
	if err != nil {
		return fail(err)
	}
	commit, err := c.commitContent(r, body, map[string][]byte{c.params["path"]: data}, nil)
	if err != nil {
		return fail(err)
	}
	_, blob, err := c.store.Git().ReadFile(r.FullName(), commit.SHA, c.params["path"])
	status := http.StatusOK
	if old == "" {
		status = http.StatusCreated
	}
	return status, shape.J{"content": c.entry(r, body.Branch, "file", store.TreeEntry{Path: c.params["path"], SHA: blob, Size: int64(len(data))}), "commit": c.shape.GitCommit(r, commit)}, err
}

// blobBefore holds the sha that was sent against the file that is there.
func (c *call) blobBefore(r *store.Repository, body *contentBody) (string, error) {
	if body.Message == "" {
		return "", missing("message")
	}
	body.Branch = strings.TrimPrefix(either(body.Branch, r.DefaultBranch), "refs/heads/")
	_, old, err := c.store.Git().ReadFile(r.FullName(), "refs/heads/"+body.Branch, c.params["path"])
	switch {
	case err != nil && !errors.Is(err, store.ErrGitNotFound):
		return "", err
	case old != "" && body.SHA == "":
		return "", missing("sha")
	case old != body.SHA && body.SHA != "":
		return "", store.Conflict(c.params["path"] + " does not match " + body.SHA)
	}
	return old, nil
}

func (c *call) commitContent(r *store.Repository, body contentBody, add map[string][]byte, remove []string) (*store.Commit, error) {
	sha, err := c.store.CommitFiles(c.actor, r, store.CommitInput{Branch: body.Branch, Message: body.Message, Author: c.signature(body.Author),
		Committer: c.signature(body.Committer), Additions: add, Deletions: remove})
	if err != nil {
		return nil, err
	}
	return c.store.Git().CommitInfo(r.FullName(), sha)
}

func deleteContents(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	q := c.query
	body := contentBody{Message: q("message"), SHA: q("sha"), Branch: q("branch")}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	old, err := c.blobBefore(r, &body)
	if err != nil {
		return fail(err)
	}
	if old == "" {
		return fail(store.NotFound())
	}
	commit, err := c.commitContent(r, body, nil, []string{c.params["path"]})
	if err != nil {
		return fail(err)
	}
	return ok(shape.J{"content": nil, "commit": c.shape.GitCommit(r, commit)}, nil)
}
