package graphql

import (
	"slices"
	"strings"

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
