package rest

import (
	"encoding/base64"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func gitDataRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/git/blobs/{file_sha}", "contents:read", getBlob},
		{"POST", "/repos/{owner}/{repo}/git/blobs", "contents:write", createBlob},
		{"GET", "/repos/{owner}/{repo}/git/trees/{tree_sha}", "contents:read", getTree},
		{"POST", "/repos/{owner}/{repo}/git/trees", "contents:write", createTree},
		{"GET", "/repos/{owner}/{repo}/git/commits/{commit_sha}", "contents:read", getGitCommit},
		{"POST", "/repos/{owner}/{repo}/git/commits", "contents:write", createGitCommit},
	}
}

func getBlob(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	sha := c.params["file_sha"]
	data, err := c.store.Git().ReadBlob(r.FullName(), sha)
	if err != nil {
		return fail(store.NotFound())
	}
	return ok(shape.J{"sha": sha, "node_id": "B_" + sha, "size": len(data), "url": c.shape.RepositoryURL(r) + "/git/blobs/" + sha,
		"content": wrap60(base64.StdEncoding.EncodeToString(data)), "encoding": "base64"}, nil)
}

func createBlob(c *call) (int, any, error) {
	r, err := c.need("contents", store.Write)
	if err != nil {
		return fail(err)
	}
	var body struct{ Content, Encoding string }
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	data := []byte(body.Content)
	if body.Encoding == "base64" {
		if data, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(body.Content, "\n", "")); err != nil {
			return fail(store.Unprocessable("content is not valid Base64"))
		}
	}
	sha, err := c.store.Git().WriteBlob(r.FullName(), data)
	return created(shape.J{"sha": sha, "url": c.shape.RepositoryURL(r) + "/git/blobs/" + sha}, err)
}

func (c *call) tree(r *store.Repository, sha string, entries []store.TreeEntry) shape.J {
	at := c.shape.RepositoryURL(r) + "/git/"
	list := shape.List(entries, func(e store.TreeEntry) shape.J {
		j := shape.J{"path": e.Path, "mode": e.Mode, "type": e.Type, "sha": e.SHA, "url": at + e.Type + "s/" + e.SHA}
		if e.Type == "blob" {
			j["size"] = e.Size
		}
		return j
	})
	return shape.J{"sha": sha, "url": at + "trees/" + sha, "tree": list, "truncated": false}
}

func getTree(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	rev := c.params["tree_sha"]
	if sha, err := c.store.Git().ResolveRef(r.FullName(), rev); err == nil {
		rev = sha
	}
	sha, entries, err := c.store.Git().ReadTree(r.FullName(), rev, c.query("recursive") != "")
	if err != nil {
		return fail(store.NotFound())
	}
	return ok(c.tree(r, sha, entries), nil)
}

func createTree(c *call) (int, any, error) {
	r, err := c.need("contents", store.Write)
	if err != nil {
		return fail(err)
	}
	var body struct {
		BaseTree string `json:"base_tree"`
		Tree     []struct {
			Path, Mode, Type string
			SHA, Content     *string
		}
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	var entries []store.TreeEntry
	for _, e := range body.Tree {
		entry := store.TreeEntry{Path: e.Path, Mode: either(e.Mode, "100644"), Type: either(e.Type, "blob")}
		if e.SHA != nil {
			entry.SHA = *e.SHA
		} else if e.Content != nil {
			if entry.SHA, err = c.store.Git().WriteBlob(r.FullName(), []byte(*e.Content)); err != nil {
				return fail(err)
			}
		}
		entries = append(entries, entry)
	}
	sha, err := c.store.Git().WriteTree(r.FullName(), body.BaseTree, entries)
	if err != nil {
		return fail(store.Unprocessable("Invalid tree info"))
	}
	_, all, err := c.store.Git().ReadTree(r.FullName(), sha, false)
	return created(c.tree(r, sha, all), err)
}

func getGitCommit(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	commit, err := c.store.Git().CommitInfo(r.FullName(), c.params["commit_sha"])
	if err != nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.GitCommit(r, commit), nil)
}

func createGitCommit(c *call) (int, any, error) {
	r, err := c.need("contents", store.Write)
	if err != nil {
		return fail(err)
	}
	var body struct {
		Message, Tree     string
		Parents           []string
		Author, Committer *person
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	author := c.signature(body.Author)
	if author.Name == "" {
		author = c.store.SignatureOf(c.actor.User)
	}
	committer := c.signature(body.Committer)
	if committer.Name == "" {
		committer = author
	}
	sha, err := c.store.Git().WriteCommit(r.FullName(),
		store.Commit{Tree: body.Tree, Parents: body.Parents, Message: body.Message, Author: author, Committer: committer})
	if err != nil {
		return fail(store.Unprocessable("Tree SHA does not exist"))
	}
	r.Signed[sha] = body.Author == nil && body.Committer == nil
	commit, err := c.store.Git().CommitInfo(r.FullName(), sha)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.GitCommit(r, commit), nil)
}
