package graphql

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// holds tells whether one term is true of an issue. A qualifier that is not known is
// searched as a word, as GitHub does.
func (q searchQuery) holds(t searchTerm, i *store.Issue) bool {
	value := strings.ToLower(t.value)
	switch t.name {
	case "is", "type", "state":
		return isA(i, value)
	case "label":
		return slices.ContainsFunc(strings.Split(value, ","), func(n string) bool {
			return slices.ContainsFunc(i.Labels, func(l *store.Label) bool { return strings.EqualFold(l.Name, n) })
		})
	case "author":
		return named(i.User, value)
	case "assignee":
		return slices.ContainsFunc(i.Assignees, func(u *store.User) bool { return named(u, value) })
	case "commenter":
		return slices.ContainsFunc(i.Comments, func(m *store.Comment) bool { return named(m.User, value) })
	case "milestone":
		return i.Milestone != nil && strings.EqualFold(i.Milestone.Title, value)
	case "no":
		return value == "label" && len(i.Labels) == 0 || value == "assignee" && len(i.Assignees) == 0 || value == "milestone" && i.Milestone == nil
	case "head":
		return i.Pull != nil && i.Pull.Head == t.value
	case "base":
		return i.Pull != nil && i.Pull.Base == t.value
	case "created":
		return inRange(i.CreatedAt, t.value)
	case "updated":
		return inRange(i.UpdatedAt, t.value)
	case "closed":
		return !i.ClosedAt.IsZero() && inRange(i.ClosedAt, t.value)
	}
	return q.hasWord(i, strings.TrimPrefix(strings.ToLower(t.name+":"+t.value), ":"))
}

// hasWord looks where in: says, in title, body and comments without it.
func (q searchQuery) hasWord(i *store.Issue, word string) bool {
	in := "title,body,comments"
	for _, t := range q.terms {
		if t.name == "in" {
			in = t.value
		}
	}
	hit := strings.Contains(in, "title") && strings.Contains(strings.ToLower(i.Title), word) ||
		strings.Contains(in, "body") && strings.Contains(strings.ToLower(i.Body), word)
	return hit || strings.Contains(in, "comments") && slices.ContainsFunc(i.Comments, func(m *store.Comment) bool {
		return strings.Contains(strings.ToLower(m.Body), word)
	})
}

func isA(i *store.Issue, what string) bool {
	switch what {
	case "issue":
		return i.Pull == nil
	case "pr", "pull-request":
		return i.Pull != nil
	case "open", "closed":
		return i.State == what
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

func named(u *store.User, login string) bool {
	login = strings.TrimPrefix(login, "app/")
	return u != nil && (strings.EqualFold(u.Login, login) || strings.EqualFold(u.GraphQLLogin(), login))
}

// inRange obeys >=, >, <=, <, a..b and a whole day or instant.
func inRange(at time.Time, text string) bool {
	if from, to, ok := strings.Cut(text, ".."); ok {
		return (from == "*" || inRange(at, ">="+from)) && (to == "*" || inRange(at, "<="+to))
	}
	rest := strings.TrimLeft(text, "<>=")
	operator := strings.TrimSuffix(text, rest)
	start, end, ok := instant(rest)
	if !ok {
		return false
	}
	switch operator {
	case ">=":
		return !at.Before(start)
	case ">":
		return !at.Before(end)
	case "<=":
		return at.Before(end)
	case "<":
		return at.Before(start)
	}
	return !at.Before(start) && at.Before(end)
}

// instant is a day's or a second's beginning and end.
func instant(text string) (start, end time.Time, ok bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, day.AddDate(0, 0, 1), true
	}
	at, err := time.Parse(time.RFC3339, text)
	return at, at.Add(time.Second), err == nil
}
