package git

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// logFormat has the fields of a commit, each ended by a NUL through -z and %x00.
const logFormat = "--format=tformat:%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B"

const logFields = 10

// CommitInfo gives one commit.
func (g *Git) CommitInfo(repo, rev string) (*store.Commit, error) {
	commits, err := g.Log(repo, rev, store.LogOptions{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(commits) == 0 {
		return nil, fmt.Errorf("commit %s in %s: %w", rev, repo, store.ErrGitNotFound)
	}
	return commits[0], nil
}

// Log gives the commits that rev reaches, newest first.
func (g *Git) Log(repo, rev string, opt store.LogOptions) ([]*store.Commit, error) {
	from, err := g.ResolveRef(repo, rev)
	if err != nil {
		return nil, err
	}
	args := []string{"log", "-z", "--no-color", logFormat}
	if opt.Limit > 0 {
		args = append(args, "--max-count="+strconv.Itoa(opt.Limit))
	}
	if !opt.Since.IsZero() {
		args = append(args, "--since="+opt.Since.UTC().Format(time.RFC3339))
	}
	if !opt.Until.IsZero() {
		args = append(args, "--until="+opt.Until.UTC().Format(time.RFC3339))
	}
	args = append(args, from)
	if opt.Not != "" {
		not, err := g.ResolveRef(repo, opt.Not)
		if err != nil {
			return nil, err
		}
		args = append(args, "^"+not)
	}
	args = append(args, "--")
	if opt.Path != "" {
		args = append(args, ":(literal)"+opt.Path)
	}
	out, err := g.run(call{repo: repo, args: args})
	if err != nil {
		return nil, fmt.Errorf("log of %s in %s: %w", rev, repo, err)
	}
	return parseLog(out)
}

func parseLog(out []byte) ([]*store.Commit, error) {
	all := fields(out)
	if len(all)%logFields != 0 {
		return nil, fmt.Errorf("git log wrote %d fields, not a multiple of %d", len(all), logFields)
	}
	var commits []*store.Commit
	for ; len(all) > 0; all = all[logFields:] {
		commits = append(commits, &store.Commit{
			SHA: all[0], Tree: all[1], Parents: strings.Fields(all[2]), Message: strings.TrimRight(all[9], "\n"),
			Author:    store.Signature{Name: all[3], Email: all[4], At: instant(all[5])},
			Committer: store.Signature{Name: all[6], Email: all[7], At: instant(all[8])},
		})
	}
	return commits, nil
}

func instant(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{} // a commit from elsewhere with a date that no calendar has
	}
	return at.UTC()
}
