package shape

import (
	"net/url"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Verification is what GitHub says about a commit's signature: those that its API made are signed.
func (s *Shaper) Verification(r *store.Repository, c *store.Commit) J {
	if r.Signed[c.SHA] {
		return J{"verified": true, "reason": "valid", "signature": "-----BEGIN PGP SIGNATURE-----\n\nhub\n-----END PGP SIGNATURE-----\n",
			"payload": "tree " + c.Tree + "\n", "verified_at": Time(c.Committer.At)}
	}
	return J{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
}

func signature(g store.Signature) J {
	return J{"name": g.Name, "email": g.Email, "date": Time(g.At)}
}

// signer finds who signs with an e-mail, nil where nobody does.
func (s *Shaper) signer(g store.Signature) any {
	local, _, _ := strings.Cut(g.Email, "@")
	if _, login, ok := strings.Cut(local, "+"); ok && strings.HasSuffix(g.Email, "@users.noreply.github.com") {
		local = login
	}
	for _, name := range []string{local, g.Name} {
		if u := s.Store.User(name); u != nil && name != "" {
			return s.User(u)
		}
	}
	return nil
}

func (s *Shaper) parents(r *store.Repository, c *store.Commit, kind string) []J {
	return List(c.Parents, func(sha string) J {
		return J{"sha": sha, "url": s.RepositoryURL(r) + "/" + kind + "/" + sha, "html_url": s.web("/%s/commit/%s", r.FullName(), sha)}
	})
}

// GitCommit is a git-commit: what git itself knows.
func (s *Shaper) GitCommit(r *store.Repository, c *store.Commit) J {
	at := s.RepositoryURL(r) + "/git"
	return J{"sha": c.SHA, "node_id": "C_" + c.SHA, "url": at + "/commits/" + c.SHA, "html_url": s.web("/%s/commit/%s", r.FullName(), c.SHA),
		"author": signature(c.Author), "committer": signature(c.Committer), "message": c.Message,
		"tree": J{"sha": c.Tree, "url": at + "/trees/" + c.Tree}, "parents": s.parents(r, c, "git/commits"), "verification": s.Verification(r, c)}
}

// Commit is a commit, without stats and files.
func (s *Shaper) Commit(r *store.Repository, c *store.Commit) J {
	at := s.RepositoryURL(r) + "/commits/" + c.SHA
	git := s.RepositoryURL(r) + "/git"
	return J{"sha": c.SHA, "node_id": "C_" + c.SHA, "url": at, "html_url": s.web("/%s/commit/%s", r.FullName(), c.SHA),
		"comments_url": at + "/comments", "author": s.signer(c.Author), "committer": s.signer(c.Committer), "parents": s.parents(r, c, "commits"),
		"commit": J{"url": git + "/commits/" + c.SHA, "author": signature(c.Author), "committer": signature(c.Committer), "message": c.Message,
			"comment_count": 0, "tree": J{"sha": c.Tree, "url": git + "/trees/" + c.Tree}, "verification": s.Verification(r, c)}}
}

// File is a diff-entry at a commit.
func (s *Shaper) File(r *store.Repository, rev string, f store.FileChange) J {
	path := (&url.URL{Path: f.Path}).EscapedPath()
	j := J{"sha": f.SHA, "filename": f.Path, "status": f.Status, "additions": f.Additions, "deletions": f.Deletions,
		"changes": f.Additions + f.Deletions, "blob_url": s.web("/%s/blob/%s/%s", r.FullName(), rev, path),
		"raw_url": s.web("/%s/raw/%s/%s", r.FullName(), rev, path), "contents_url": s.RepositoryURL(r) + "/contents/" + path + "?ref=" + rev}
	if f.Patch != "" {
		j["patch"] = f.Patch
	}
	if f.PreviousPath != "" {
		j["previous_filename"] = f.PreviousPath
	}
	return j
}

// Ref is a git-ref.
func (s *Shaper) Ref(r *store.Repository, ref store.Ref) J {
	kind := ref.Type
	if kind == "" {
		kind = "commit"
	}
	return J{"ref": ref.Name, "node_id": "REF_" + url.QueryEscape(r.FullName()+":"+ref.Name), "url": s.RepositoryURL(r) + "/git/" + ref.Name,
		"object": J{"sha": ref.SHA, "type": kind, "url": s.RepositoryURL(r) + "/git/" + kind + "s/" + ref.SHA}}
}
