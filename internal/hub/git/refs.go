package git

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

var (
	fullSHA  = regexp.MustCompile(`^[0-9a-f]{40}$`)
	shortSHA = regexp.MustCompile(`^[0-9a-f]{7,39}$`)
	// badRef holds what git forbids in a ref, and what would be an expression rather than a name.
	badRef = regexp.MustCompile(`[\x00-\x20~^:?*\[\\\x7f]|\.\.|@\{|//|/\.|\.lock(/|$)|\.$|^[-./]|/$`)
)

// ResolveRef gives the commit that a branch, a tag, a full ref, HEAD or a sha names; a branch wins over a tag.
func (g *Git) ResolveRef(repo, rev string) (string, error) {
	var tries []string
	switch {
	case badRef.MatchString(rev) || rev == "":
		return "", fmt.Errorf("%s in %s: %w", rev, repo, store.ErrGitNotFound)
	case fullSHA.MatchString(rev), rev == "HEAD":
		tries = []string{rev}
	case strings.HasPrefix(rev, "refs/"):
		tries = []string{rev}
	default:
		tries = []string{"refs/heads/" + rev, "refs/tags/" + rev, "refs/" + rev}
	}
	for _, ref := range tries {
		if sha := g.looseHead(repo, ref); sha != "" {
			return sha, nil
		}
	}
	if shortSHA.MatchString(rev) {
		tries = append(tries, rev)
	}
	for _, name := range tries {
		sha, err := g.line(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
		if err == nil {
			return sha, nil
		}
		if exitCode(err) < 0 {
			return "", err
		}
	}
	return "", fmt.Errorf("%s in %s: %w", rev, repo, store.ErrGitNotFound)
}

// looseHead reads a branch from its file, which saves starting a program for the commonest question; "" where git has
// to be asked (packed refs, tags, HEAD).
func (g *Git) looseHead(repo, ref string) string {
	dir, err := g.dir(repo)
	if err != nil || !strings.HasPrefix(ref, "refs/heads/") {
		return ""
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(ref)))
	sha := strings.TrimSpace(string(text))
	if err != nil || !fullSHA.MatchString(sha) {
		return ""
	}
	return sha
}

// Refs lists the refs whose full name begins with prefix, by name.
func (g *Git) Refs(repo, prefix string) ([]store.Ref, error) {
	out, err := g.line(repo, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype)")
	if err != nil {
		return nil, err
	}
	var refs []store.Ref
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) == 3 && strings.HasPrefix(fields[0], prefix) {
			refs = append(refs, store.Ref{Name: fields[0], SHA: fields[1], Type: fields[2]})
		}
	}
	return refs, nil
}

// UpdateRef moves ref to sha, or makes it. old is where it must be now (40 zeros: nowhere; empty: anywhere). Without
// force only forward.
func (g *Git) UpdateRef(repo, ref, sha, old string, force bool) error {
	if badRef.MatchString(ref) || !strings.HasPrefix(ref, "refs/") || !fullSHA.MatchString(sha) {
		return fmt.Errorf("set %s in %s to %s: not a full ref and object: %w", ref, repo, sha, store.ErrGitNotFound)
	}
	if _, err := g.line(repo, "cat-file", "-e", sha); err != nil {
		return gone(err, "set %s in %s: no object %s", ref, repo, sha)
	}
	if now := g.whereIs(repo, ref); !force && now != "" && strings.HasPrefix(ref, "refs/heads/") {
		if _, err := g.line(repo, "merge-base", "--is-ancestor", now, sha); err != nil {
			return moved(err, "set %s in %s from %s to %s: not a fast forward", ref, repo, now, sha)
		}
		if old == "" {
			old = now
		}
	}
	args := []string{"update-ref", ref, sha}
	if old != "" {
		args = append(args, old)
	}
	if _, err := g.line(repo, args...); err != nil {
		return moved(err, "set %s in %s to %s", ref, repo, sha)
	}
	return nil
}

// DeleteRef removes ref, which must be there.
func (g *Git) DeleteRef(repo, ref string) error {
	now := g.whereIs(repo, ref)
	if now == "" {
		return fmt.Errorf("delete %s in %s: %w", ref, repo, store.ErrGitNotFound)
	}
	if _, err := g.line(repo, "update-ref", "-d", ref, now); err != nil {
		return moved(err, "delete %s in %s", ref, repo)
	}
	return nil
}

// whereIs is the object that a full ref points to, "" where it does not exist.
func (g *Git) whereIs(repo, ref string) string {
	if badRef.MatchString(ref) || !strings.HasPrefix(ref, "refs/") {
		return ""
	}
	sha, err := g.line(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", ref)
	if err != nil {
		return ""
	}
	return sha
}

// gone and moved turn an exit status of git into the answer that callers look for; other failures stay as they are.
func gone(err error, format string, args ...any) error {
	return as(store.ErrGitNotFound, err, format, args...)
}

func moved(err error, format string, args ...any) error {
	return as(store.ErrGitMoved, err, format, args...)
}

func as(kind, err error, format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	if exitCode(err) > 0 {
		return fmt.Errorf("%s: %w (%w)", what, kind, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}
