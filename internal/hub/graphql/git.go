package graphql

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// The git objects as GraphQL shows them. They belong to a repository.
type (
	blob struct {
		repo *store.Repository
		oid  string
		data []byte
	}
	tree struct {
		repo      *store.Repository
		rev, path string // where it was found
		oid       string
	}
	treeEntry struct {
		repo *store.Repository
		in   *tree
		store.TreeEntry
	}
	commit struct {
		repo *store.Repository
		*store.Commit
	}
	ref struct {
		repo *store.Repository
		name string // refs/heads/main
		sha  string
	}
)

// repositoryGit serve the contents of a repository; all of it needs the permission to read contents.
func repositoryGit() Fields {
	content := func(fn func(*Call, *store.Repository) (any, error)) Resolver {
		return try(func(c *Call, r *store.Repository) (any, error) {
			if err := c.Store().Need(c.actor, r, "contents", store.Read); err != nil {
				return nil, err
			}
			return fn(c, r)
		})
	}
	return Fields{
		"defaultBranchRef": content(func(c *Call, r *store.Repository) (any, error) {
			return c.refNamed(r, "refs/heads/"+r.DefaultBranch), nil
		}),
		"ref": content(func(c *Call, r *store.Repository) (any, error) {
			return c.refNamed(r, c.Args.string("qualifiedName")), nil
		}),
		"refs":   content(func(c *Call, r *store.Repository) (any, error) { return c.refs(r) }),
		"object": content(func(c *Call, r *store.Repository) (any, error) { return c.object(r) }),
	}
}

// refNamed finds a ref by its full or short name; nil where there is none.
func (c *Call) refNamed(r *store.Repository, name string) *ref {
	names := []string{name}
	if !strings.HasPrefix(name, "refs/") {
		names = []string{"refs/heads/" + name, "refs/tags/" + name}
	}
	for _, n := range names {
		list, err := c.Store().Git().Refs(r.FullName(), n)
		if err != nil {
			return nil
		}
		for _, found := range list {
			if found.Name == n {
				return &ref{r, n, found.SHA}
			}
		}
	}
	return nil
}

func (c *Call) refs(r *store.Repository) (any, error) {
	prefix := c.Args.string("refPrefix")
	list, err := c.Store().Git().Refs(r.FullName(), prefix)
	if err != nil {
		return nil, fmt.Errorf("list the refs of %s: %w", r.FullName(), err)
	}
	var out []*ref
	for _, found := range list {
		if strings.Contains(found.Name, c.Args.string("query")) {
			out = append(out, &ref{r, found.Name, found.SHA})
		}
	}
	return page(c, out)
}

// object is what an expression like "HEAD:.github/sensible.yml" or "main" names; nil where there is nothing.
func (c *Call) object(r *store.Repository) (any, error) {
	expression := c.Args.string("expression")
	if expression == "" {
		expression = c.Args.string("oid")
	}
	rev, path, inside := strings.Cut(expression, ":")
	if rev == "HEAD" || rev == "" {
		rev = r.DefaultBranch
	}
	if !inside {
		found, err := c.commit(r, rev)
		if errors.Is(err, store.ErrGitNotFound) {
			return c.blobByID(r, rev)
		}
		return found, err
	}
	return c.contentAt(r, rev, strings.Trim(path, "/"))
}

func (c *Call) blobByID(r *store.Repository, oid string) (any, error) {
	data, err := c.Store().Git().ReadBlob(r.FullName(), oid)
	if errors.Is(err, store.ErrGitNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &blob{r, oid, data}, nil
}

// contentAt is the file or the directory at a path; nil where there is neither.
func (c *Call) contentAt(r *store.Repository, rev, path string) (any, error) {
	git := c.Store().Git()
	if path != "" {
		data, oid, err := git.ReadFile(r.FullName(), rev, path)
		if err == nil {
			return &blob{r, oid, data}, nil
		}
		if !errors.Is(err, store.ErrGitNotFound) {
			return nil, err
		}
	}
	if _, err := git.ListDir(r.FullName(), rev, path); errors.Is(err, store.ErrGitNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return &tree{repo: r, rev: rev, path: path, oid: c.treeID(r, rev, path)}, nil
}

// treeID is a directory's object id, as its parent directory lists it.
func (c *Call) treeID(r *store.Repository, rev, path string) string {
	git := c.Store().Git()
	if path == "" {
		if info, err := git.CommitInfo(r.FullName(), rev); err == nil {
			return info.Tree
		}
		return store.ZeroSHA
	}
	parent, name := "", path
	if cut := strings.LastIndexByte(path, '/'); cut >= 0 {
		parent, name = path[:cut], path[cut+1:]
	}
	entries, err := git.ListDir(r.FullName(), rev, parent)
	for _, e := range entries {
		if err == nil && (e.Path == name || e.Path == path) {
			return e.SHA
		}
	}
	return store.ZeroSHA
}

// commit is a revision's commit.
func (c *Call) commit(r *store.Repository, rev string) (any, error) {
	info, err := c.Store().Git().CommitInfo(r.FullName(), rev)
	if err != nil {
		return nil, err
	}
	return &commit{r, info}, nil
}

// refID is a ref's global id, which holds what it stands for: refs are no entities of the store.
func refID(r *ref) string {
	return "REF_" + base64.RawURLEncoding.EncodeToString([]byte(r.repo.NodeID+":"+r.name))
}

// refByID reads refID; not ok where id is no ref's.
func (c *Call) refByID(id string) (*ref, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(id, "REF_"))
	node, name, ok := strings.Cut(string(raw), ":")
	if err != nil || !ok || !strings.HasPrefix(id, "REF_") {
		return nil, false
	}
	r, ok := c.Store().Node(node).(*store.Repository)
	if !ok || c.Store().Need(c.actor, r, "contents", store.Read) != nil {
		return nil, false
	}
	found := c.refNamed(r, name)
	return found, found != nil
}
