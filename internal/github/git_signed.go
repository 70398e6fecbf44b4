package github

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/sensible-im/sensible/internal/plan"
)

// signedHolds is how long a repository that refused a commit without a signature is believed to refuse the next one.
const signedHolds = 24 * time.Hour

// signs says whether GitHub is to make the commit itself, which signs it: by policy, or since a push was refused lately.
func (a *application) signs(act plan.Action) bool {
	switch act.Fields["sign"] {
	case "github":
		return true
	case "never":
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	at, ok := a.signed[a.home().ID]
	return ok && a.set.Now().Sub(at) < signedHolds
}

// wantsSigned remembers that the repository takes only signed commits.
func (a *application) wantsSigned() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.signed[a.home().ID] = a.set.Now()
}

// signedCommit has GitHub write the file onto the branch: a commit without an author of ours is signed by GitHub. Only the
// path changes. A branch that is missing is made in the same request, so that it does not stay behind empty.
func (a *application) signedCommit(ctx context.Context, act plan.Action, tip, begin plumbing.Hash) error {
	var calls []call
	if tip.IsZero() {
		calls = one("CreateRef", map[string]any{
			"repository": a.home().NodeID, "name": "refs/heads/" + act.Fields["branch"], "oid": begin.String(),
		}, nil)
	}
	calls = append(calls, one("CommitOnBranch", map[string]any{
		"repository": a.home().FullName(), "branch": act.Fields["branch"], "head": begin.String(),
		"message": act.Fields["message"], "files": additions(act),
	}, nil)...)
	answers, errs, err := a.send(ctx, calls)
	if err != nil {
		return err
	}
	for i := range calls {
		if err := errs[alias(i)]; err != nil {
			return err
		}
	}
	return a.tookCommit(act, answers[alias(len(calls)-1)])
}

// additions are the files of a commit as GraphQL takes them.
func additions(act plan.Action) []map[string]any {
	var out []map[string]any
	for _, f := range filesOf(act) {
		out = append(out, map[string]any{"path": f.Path, "contents": base64.StdEncoding.EncodeToString([]byte(f.Text))})
	}
	return out
}

func (a *application) tookCommit(act plan.Action, raw json.RawMessage) error {
	got, err := decode[struct {
		Commit *struct {
			OID           string `json:"oid"`
			CommittedDate time.Time
		}
	}](raw)
	if err != nil {
		return err
	}
	if got.Commit == nil {
		return &refusal{why: "GitHub answered without the commit"}
	}
	a.committed(act, got.Commit.OID, got.Commit.CommittedDate)
	return nil
}
