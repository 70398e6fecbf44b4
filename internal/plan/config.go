package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// What is done about a repository's policy: one issue while the file cannot be used, and a check on each pull request that
// changes it. Beside these kinds there are CheckCreate and CheckUpdate.
const (
	NoticeCreate Kind = "notice.create" // Title, Body; Key
	NoticeUpdate Kind = "notice.update" // ID = issue number, Title, Body
	NoticeReopen Kind = "notice.reopen" // ID, Title, Body
	NoticeClose  Kind = "notice.close"  // ID, Body
)

// PolicyCheckName is the name of the check on a pull request that changes the policy.
const PolicyCheckName = "sensible / config"

// NoticeKey marks our issue about a file that cannot be used; noticePrefix what it was last about.
const (
	NoticeKey    = "config"
	noticePrefix = "config-state "
)

// PolicyInput is all that planning about a policy may look at.
type PolicyInput struct {
	World    snapshot.PolicyWorld
	URL      string // of the repository on GitHub
	Config   policy.Config
	Problems policy.Problems         // of the file on the default branch
	Broken   bool                    // it has errors, and Config is the last good one
	Good     *snapshot.ConfigVersion // where Config comes from while Broken; nil = nowhere, the defaults hold
	Pulls    []PolicyPull
}

// PolicyPull is a pull request that changes the file, and what it would make of it.
type PolicyPull struct {
	snapshot.ConfigPull
	Config   policy.Config
	Problems policy.Problems
	Effects  []policy.Effect // on incidents that are over
	Past     int             // how many were looked at
}

// MakePolicy says what to do about a repository's policy. It is pure, and what it says is nothing once it was done.
func MakePolicy(in PolicyInput) ([]Action, error) {
	book := wording.In(in.Config.Language)
	out, err := in.notice(book)
	if err != nil {
		return nil, fmt.Errorf("the notice about %s: %w", in.World.Config.Path, err)
	}
	for _, p := range in.Pulls {
		act, err := in.pullCheck(book, p)
		if err != nil {
			return nil, fmt.Errorf("the check of pull request %d: %w", p.Number, err)
		}
		if act != nil {
			out = append(out, *act)
		}
	}
	return out, nil
}

// notice wants one open issue while the file cannot be used, and none else. One that a person closed stays closed until
// something else is wrong.
func (in PolicyInput) notice(book wording.Book) ([]Action, error) {
	if !in.World.HasIssues || in.World.Repository.Archived {
		return nil, nil
	}
	list := slices.Clone(in.World.Notices)
	slices.SortFunc(list, func(a, b snapshot.Notice) int { return cmp.Compare(a.Number, b.Number) })
	var open, closed []snapshot.Notice
	for _, n := range list {
		if n.Open {
			open = append(open, n)
		} else {
			closed = append(closed, n)
		}
	}
	if !in.Broken {
		return in.mended(book, open)
	}
	state := hash(in.Problems.String())
	title, body, err := in.noticeText(book, state)
	if err != nil {
		return nil, err
	}
	switch {
	case len(open) > 0:
		return in.keepOne(book, open, title, body)
	case len(closed) == 0:
		return []Action{{Kind: NoticeCreate, Key: NoticeKey, Title: title, Body: body}}, nil
	}
	last := closed[len(closed)-1]
	if was, ok := marker.Find(last.Body, noticePrefix); ok && was == state {
		return nil, nil
	}
	return []Action{{Kind: NoticeReopen, ID: int64(last.Number), Title: title, Body: body}}, nil
}

// keepOne brings the first up to date and closes what is more than one.
func (in PolicyInput) keepOne(book wording.Book, open []snapshot.Notice, title, body string) ([]Action, error) {
	var out []Action
	if hash(open[0].Body) != hash(body) || open[0].Title != title {
		out = append(out, Action{Kind: NoticeUpdate, ID: int64(open[0].Number), Title: title, Body: body})
	}
	for _, more := range open[1:] {
		text, err := book.Render("config/notice/double", open[0].Number)
		if err != nil {
			return nil, err
		}
		out = append(out, Action{Kind: NoticeClose, ID: int64(more.Number), Body: wording.Tidy(text) + "\n\n" + marker.Of(NoticeKey)})
	}
	return out, nil
}

// mended closes what is open. The text no longer says what was wrong, so that the same mistake is told anew.
func (in PolicyInput) mended(book wording.Book, open []snapshot.Notice) ([]Action, error) {
	var out []Action
	for _, n := range open {
		text, err := book.Render("config/notice/mended", in.World.Config)
		if err != nil {
			return nil, err
		}
		out = append(out, Action{Kind: NoticeClose, ID: int64(n.Number), Body: wording.Tidy(text) + "\n\n" + marker.Of(NoticeKey)})
	}
	return out, nil
}

// problemRow is one line of what is wrong.
type problemRow struct {
	policy.Problem
	URL string
}

func (in PolicyInput) noticeText(book wording.Book, state string) (title, body string, err error) {
	var rows []problemRow
	for _, p := range in.Problems {
		if p.File == in.World.Config.Path {
			rows = append(rows, problemRow{p, fmt.Sprintf("%s/blob/%s/%s#L%d", in.URL, in.World.Repository.DefaultBranch, p.File, p.Line)})
		}
	}
	view := map[string]any{"Path": in.World.Config.Path, "Rows": rows, "Good": in.Good, "Commit": ""}
	if in.Good != nil {
		view["Commit"] = in.URL + "/commit/" + in.Good.Commit
	}
	if title, err = book.Render("config/notice/title", view); err != nil {
		return "", "", err
	}
	if body, err = book.Render("config/notice/body", view); err != nil {
		return "", "", err
	}
	body = inert.Clip(wording.Tidy(body), longestText) + "\n\n" + marker.Of(NoticeKey) + "\n" + marker.Of(noticePrefix+state)
	return strings.TrimSpace(title), body, nil
}
