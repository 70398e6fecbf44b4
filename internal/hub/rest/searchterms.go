package rest

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// isKind answers is:, state: and type:.
func isKind(i *store.Issue, v string) bool {
	switch strings.ToLower(v) {
	case "issue":
		return i.Pull == nil
	case "pr", "pull-request":
		return i.Pull != nil
	case "open", "closed":
		return i.State == strings.ToLower(v)
	case "merged":
		return i.Pull != nil && i.Pull.Merged
	case "unmerged":
		return i.Pull != nil && !i.Pull.Merged
	case "draft":
		return i.Pull != nil && i.Pull.Draft
	case "locked":
		return i.Locked
	case "unlocked":
		return !i.Locked
	case "private":
		return i.Repo.Private
	case "public":
		return !i.Repo.Private
	}
	return false
}

// isUser answers author:, which names an App as app/slug.
func isUser(c *call, u *store.User, v string) bool {
	if u == nil {
		return false
	}
	if slug, ok := strings.CutPrefix(v, "app/"); ok {
		v = slug + "[bot]"
	}
	if v == "@me" {
		return u == c.actor.User
	}
	return strings.EqualFold(u.Login, v)
}

// inSpan answers a date qualifier: a day or an instant, with >, >=, <, <=, or two joined by "..", * being open.
func inSpan(at time.Time, v string) bool {
	if from, to, ok := strings.Cut(v, ".."); ok {
		return (from == "*" || inSpan(at, ">="+from)) && (to == "*" || inSpan(at, "<="+to))
	}
	op := strings.TrimRight(v, "0123456789-:TZ+.")
	start, end, ok := instant(strings.TrimPrefix(v, op))
	if !ok {
		return false
	}
	switch op {
	case ">":
		return !at.Before(end)
	case ">=":
		return !at.Before(start)
	case "<":
		return at.Before(start)
	case "<=":
		return at.Before(end)
	}
	return !at.Before(start) && at.Before(end)
}

// instant is the span that a date (a day) or a time (a second) covers.
func instant(v string) (start, end time.Time, ok bool) {
	if t, err := time.Parse("2006-01-02", v); err == nil {
		return t, t.AddDate(0, 0, 1), true
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return t, t.Add(time.Second), true
	}
	return time.Time{}, time.Time{}, false
}
