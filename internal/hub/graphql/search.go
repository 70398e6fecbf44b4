package graphql

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// search finds issues and pull requests; the other kinds of search are not served.
func (c *Call) search() (any, error) {
	kind := c.Args.string("type")
	if kind != "ISSUE" && kind != "ISSUE_ADVANCED" {
		return nil, &Error{Type: "NOT_IMPLEMENTED", Message: "The in-memory GitHub does not serve search(type: " + kind + ")"}
	}
	q := parseSearch(c.Args.string("query"))
	var hits []*store.Issue
	for _, r := range c.Store().Repositories() {
		if !c.Store().CanSee(c.actor, r) || !q.inRepository(r) {
			continue
		}
		for _, i := range r.Issues {
			if c.mayRead(i) == nil && q.matches(i) {
				hits = append(hits, i)
			}
		}
	}
	sortHits(hits, q.sort)
	found, err := page(c, hits)
	if err != nil {
		return nil, err
	}
	fields := found.(*object).fields
	for _, name := range []string{"codeCount", "discussionCount", "repositoryCount", "userCount", "wikiCount"} {
		fields[name] = 0
	}
	fields["issueCount"] = len(hits)
	return found, nil
}

func sortHits(hits []*store.Issue, by string) {
	slices.SortStableFunc(hits, func(a, b *store.Issue) int {
		switch by {
		case "created-asc":
			return a.CreatedAt.Compare(b.CreatedAt)
		case "updated", "updated-desc":
			return b.UpdatedAt.Compare(a.UpdatedAt)
		case "updated-asc":
			return a.UpdatedAt.Compare(b.UpdatedAt)
		case "comments", "comments-desc":
			return len(b.Comments) - len(a.Comments)
		}
		if n := b.CreatedAt.Compare(a.CreatedAt); n != 0 {
			return n
		}
		return b.Number - a.Number
	})
}

// searchQuery is GitHub's search language, as far as issues have it.
type searchQuery struct {
	terms []searchTerm
	sort  string
}

type searchTerm struct {
	not         bool
	name, value string // name is "" for a word
}

// parseSearch splits at spaces outside of quotes: label:"phase/recovery", -is:closed, words.
func parseSearch(text string) searchQuery {
	var q searchQuery
	for _, word := range splitQuoted(text) {
		t := searchTerm{}
		t.not = strings.HasPrefix(word, "-")
		word = strings.TrimPrefix(word, "-")
		if name, value, ok := strings.Cut(word, ":"); ok && name != "" && !strings.Contains(name, `"`) {
			t.name, t.value = strings.ToLower(name), strings.ReplaceAll(value, `"`, "")
		} else {
			t.value = strings.ReplaceAll(word, `"`, "")
		}
		if t.name == "sort" {
			q.sort = t.value
			continue
		}
		q.terms = append(q.terms, t)
	}
	return q
}

func splitQuoted(text string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ' ' || r == '\t' || r == '\n')
	})
}

// inRepository obeys repo:, org: and user:; several of them widen the search.
func (q searchQuery) inRepository(r *store.Repository) bool {
	scoped, in := false, false
	for _, t := range q.terms {
		hit := false
		switch t.name {
		case "repo":
			hit = strings.EqualFold(t.value, r.FullName())
		case "org", "user":
			hit = strings.EqualFold(t.value, r.Owner.Login)
		default:
			continue
		}
		if t.not && hit {
			return false
		}
		if !t.not {
			scoped, in = true, in || hit
		}
	}
	return in || !scoped
}

func (q searchQuery) matches(i *store.Issue) bool {
	for _, t := range q.terms {
		switch t.name {
		case "repo", "org", "user", "in":
			continue
		}
		if q.holds(t, i) == t.not {
			return false
		}
	}
	return true
}

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
