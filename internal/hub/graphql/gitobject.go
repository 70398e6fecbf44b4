package graphql

import (
	"bytes"
	"encoding/base64"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// gitObject serve the interface GitObject.
func gitObject[T any](repo func(T) *store.Repository, oid func(T) string) Fields {
	return Fields{
		"id": of(func(o T) any {
			return "GO_" + base64.RawURLEncoding.EncodeToString([]byte(repo(o).NodeID+":"+oid(o)))
		}),
		"oid":                of(func(o T) any { return oid(o) }),
		"abbreviatedOid":     of(func(o T) any { return oid(o)[:min(7, len(oid(o)))] }),
		"repository":         of(func(o T) any { return repo(o) }),
		"commitUrl":          with(func(c *Call, o T) any { return c.base + "/" + repo(o).FullName() + "/commit/" + oid(o) }),
		"commitResourcePath": of(func(o T) any { return "/" + repo(o).FullName() + "/commit/" + oid(o) }),
	}
}

// maxText is how much of a blob GraphQL shows, bytes.
const maxText = 512_000

func blobFields() Fields {
	binary := func(b *blob) bool { return bytes.IndexByte(b.data, 0) >= 0 || !utf8.Valid(b.data) }
	return merge(gitObject(func(b *blob) *store.Repository { return b.repo }, func(b *blob) string { return b.oid }), Fields{
		"byteSize":    of(func(b *blob) any { return len(b.data) }),
		"isBinary":    of(func(b *blob) any { return binary(b) }),
		"isTruncated": of(func(b *blob) any { return len(b.data) > maxText }),
		"text": of(func(b *blob) any {
			if binary(b) {
				return nil
			}
			return strings.ToValidUTF8(string(b.data[:min(len(b.data), maxText)]), "")
		}),
	})
}

func treeFields() Fields {
	return merge(gitObject(func(t *tree) *store.Repository { return t.repo }, func(t *tree) string { return t.oid }), Fields{
		"entries": try(func(c *Call, t *tree) (any, error) {
			list, err := c.Store().Git().ListDir(t.repo.FullName(), t.rev, t.path)
			out := []*treeEntry{}
			for _, e := range list {
				out = append(out, &treeEntry{t.repo, t, e})
			}
			return out, err
		}),
	})
}

func treeEntryFields() Fields {
	full := func(e *treeEntry) string { return path.Join(e.in.path, path.Base(e.Path)) }
	return Fields{
		"name":       of(func(e *treeEntry) any { return path.Base(e.Path) }),
		"path":       of(func(e *treeEntry) any { return full(e) }),
		"type":       of(func(e *treeEntry) any { return e.Type }),
		"oid":        of(func(e *treeEntry) any { return e.SHA }),
		"size":       of(func(e *treeEntry) any { return e.Size }),
		"repository": of(func(e *treeEntry) any { return e.repo }),
		"mode": of(func(e *treeEntry) any {
			mode, err := strconv.ParseInt(e.Mode, 8, 32)
			if err != nil {
				return 0
			}
			return mode
		}),
		"object": try(func(c *Call, e *treeEntry) (any, error) { return c.contentAt(e.repo, e.in.rev, full(e)) }),
	}
}

func refFields() Fields {
	return Fields{
		"id":            of(func(r *ref) any { return refID(r) }),
		"name":          of(func(r *ref) any { return shortRef(r.name) }),
		"prefix":        of(func(r *ref) any { return strings.TrimSuffix(r.name, shortRef(r.name)) }),
		"repository":    of(func(r *ref) any { return r.repo }),
		"target":        try(func(c *Call, r *ref) (any, error) { return c.commit(r.repo, r.sha) }),
		"refUpdateRule": of(updateRule),
	}
}

func shortRef(name string) string {
	parts := strings.SplitN(name, "/", 3)
	return parts[len(parts)-1]
}

// signer is who commits made through GitHub's own pages and API are signed by.
const signer = "noreply@github.com"

func commitFields() Fields {
	headline := func(m *commit) string { h, _, _ := strings.Cut(m.Message, "\n"); return h }
	return merge(gitObject(func(m *commit) *store.Repository { return m.repo }, func(m *commit) string { return m.SHA }), Fields{
		"message":         of(func(m *commit) any { return m.Message }),
		"messageHeadline": of(func(m *commit) any { return headline(m) }),
		"messageBody":     of(func(m *commit) any { return strings.TrimLeft(strings.TrimPrefix(m.Message, headline(m)), "\n") }),
		"authoredDate":    of(func(m *commit) any { return m.Author.At }),
		"committedDate":   of(func(m *commit) any { return m.Committer.At }),
		"author":          with(func(c *Call, m *commit) any { return c.gitActor(m.Author) }),
		"committer":       with(func(c *Call, m *commit) any { return c.gitActor(m.Committer) }),
		"url":             with(func(c *Call, m *commit) any { return c.base + "/" + m.repo.FullName() + "/commit/" + m.SHA }),
		"resourcePath":    of(func(m *commit) any { return "/" + m.repo.FullName() + "/commit/" + m.SHA }),
		"signature":       of(signature),
		"tree":            of(func(m *commit) any { return &tree{m.repo, m.SHA, "", m.Tree} }),
		"parents": try(func(c *Call, m *commit) (any, error) {
			out := []*commit{}
			for _, sha := range m.Parents {
				p, err := c.commit(m.repo, sha)
				if err != nil {
					return nil, err
				}
				out = append(out, p.(*commit))
			}
			return page(c, out)
		}),
		"file": try(fileAt),
		"history": try(func(c *Call, m *commit) (any, error) {
			log, err := c.Store().Git().Log(m.repo.FullName(), m.SHA, store.LogOptions{
				Path: c.Args.string("path"), Since: c.Args.time("since"), Until: c.Args.time("until")})
			out := []*commit{}
			for _, info := range log {
				out = append(out, &commit{m.repo, info})
			}
			if err != nil {
				return nil, err
			}
			return page(c, out)
		}),
	})
}

// signature is null for what was pushed: only GitHub's own commits are signed here.
func signature(m *commit) any {
	if m.Committer.Email != signer {
		return nil
	}
	return &object{"GpgSignature", map[string]any{
		"isValid": true, "state": "VALID", "wasSignedByGitHub": true, "email": signer, "payload": "", "signature": "",
	}}
}

// gitActor is an author or committer; its user is known by the e-mail address.
func (c *Call) gitActor(s store.Signature) *object {
	var user any
	for _, u := range c.Store().Users() {
		if c.Store().SignatureOf(u).Email == s.Email {
			user = c.asUser(u)
		}
	}
	return &object{"GitActor", map[string]any{
		"name": s.Name, "email": s.Email, "date": s.At.Format("2006-01-02T15:04:05Z07:00"), "user": user,
		"avatarUrl": c.base + "/avatars/git",
	}}
}
