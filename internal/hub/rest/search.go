package rest

import (
	"regexp"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func searchRoutes() []route {
	return []route{
		{"GET", "/search/issues", "", searchIssues},
		{"GET", "/search/labels", "", searchLabels},
	}
}

var searchTerm = regexp.MustCompile(`-?[\w-]+:"[^"]*"|-?[\w-]+:\S+|"[^"]*"|\S+`)

// searchIssues knows repo:, org:, user:, is:, state:, type:, label:, author:, assignee:, in:, no:, created: and updated:
// (with >, >=, <, <=, a..b), each also with a minus, and words of title, body and comments.
func searchIssues(c *call) (int, any, error) {
	q := strings.TrimSpace(c.query("q"))
	if q == "" {
		return fail(store.Invalid(store.FieldError{Resource: "Search", Field: "q", Code: "missing"}))
	}
	terms := searchTerm.FindAllString(q, -1)
	var found []*store.Issue
	for _, r := range c.store.Repositories() {
		if !c.store.Can(c.actor, r, "issues", store.Read) {
			continue
		}
		for _, i := range r.Issues {
			if c.matches(i, terms) {
				found = append(found, i)
			}
		}
	}
	sortIssues(found, c.query("sort"), c.query("order"))
	items := shape.List(page(c, found), func(i *store.Issue) shape.J {
		j := c.shape.Issue(i)
		j["score"] = 1.0
		return j
	})
	return ok(shape.J{"total_count": len(found), "incomplete_results": false, "search_type": "lexical", "items": items}, nil)
}

func (c *call) matches(i *store.Issue, terms []string) bool {
	for _, term := range terms {
		t, negated := strings.CutPrefix(term, "-")
		if c.matchesTerm(i, t) == negated {
			return false
		}
	}
	return true
}

func (c *call) matchesTerm(i *store.Issue, term string) bool {
	key, value, isQualifier := strings.Cut(term, ":")
	value = strings.Trim(value, `"`)
	if isQualifier {
		if test, known := qualifiers[key]; known {
			return test(c, i, value)
		}
	}
	word := strings.ToLower(strings.Trim(term, `"`))
	if strings.Contains(strings.ToLower(i.Title), word) || strings.Contains(strings.ToLower(i.Body), word) {
		return true
	}
	for _, cm := range i.Comments {
		if strings.Contains(strings.ToLower(cm.Body), word) {
			return true
		}
	}
	return false
}

var qualifiers = map[string]func(c *call, i *store.Issue, value string) bool{
	"repo":     func(_ *call, i *store.Issue, v string) bool { return strings.EqualFold(i.Repo.FullName(), v) },
	"org":      func(_ *call, i *store.Issue, v string) bool { return strings.EqualFold(i.Repo.Owner.Login, v) },
	"user":     func(_ *call, i *store.Issue, v string) bool { return strings.EqualFold(i.Repo.Owner.Login, v) },
	"is":       func(_ *call, i *store.Issue, v string) bool { return isKind(i, v) },
	"type":     func(_ *call, i *store.Issue, v string) bool { return isKind(i, v) },
	"state":    func(_ *call, i *store.Issue, v string) bool { return isKind(i, v) },
	"in":       func(*call, *store.Issue, string) bool { return true },
	"sort":     func(*call, *store.Issue, string) bool { return true },
	"author":   func(c *call, i *store.Issue, v string) bool { return isUser(c, i.User, v) },
	"assignee": func(c *call, i *store.Issue, v string) bool { return has(i.Assignees, c.store.User(v)) },
	"label": func(_ *call, i *store.Issue, v string) bool {
		for _, one := range strings.Split(v, ",") {
			if l := i.Repo.Label(strings.Trim(one, `"`)); l != nil && has(i.Labels, l) {
				return true
			}
		}
		return false
	},
	"no": func(_ *call, i *store.Issue, v string) bool {
		return (v == "label" && len(i.Labels) == 0) || (v == "assignee" && len(i.Assignees) == 0) || (v == "milestone" && i.Milestone == nil)
	},
	"milestone": func(_ *call, i *store.Issue, v string) bool {
		return i.Milestone != nil && strings.EqualFold(i.Milestone.Title, v)
	},
	"created": func(_ *call, i *store.Issue, v string) bool { return inSpan(i.CreatedAt, v) },
	"updated": func(_ *call, i *store.Issue, v string) bool { return inSpan(i.UpdatedAt, v) },
	"closed":  func(_ *call, i *store.Issue, v string) bool { return !i.ClosedAt.IsZero() && inSpan(i.ClosedAt, v) },
	"merged": func(_ *call, i *store.Issue, v string) bool {
		return i.Pull != nil && i.Pull.Merged && inSpan(i.Pull.MergedAt, v)
	},
	"head": func(_ *call, i *store.Issue, v string) bool {
		return i.Pull != nil && strings.HasPrefix(i.Pull.Head, v)
	},
	"base": func(_ *call, i *store.Issue, v string) bool { return i.Pull != nil && i.Pull.Base == v },
}

func searchLabels(c *call) (int, any, error) {
	r := c.store.RepositoryByID(int64(clamp(c.query("repository_id"), 0, 0, 1<<31)))
	if r == nil || !c.store.CanSee(c.actor, r) {
		return fail(store.NotFound())
	}
	items := []shape.J{}
	for _, l := range r.Labels {
		if strings.Contains(strings.ToLower(l.Name+" "+l.Description), strings.ToLower(c.query("q"))) {
			j := c.shape.Label(l)
			j["score"] = 1.0
			items = append(items, j)
		}
	}
	return ok(shape.J{"total_count": len(items), "incomplete_results": false, "items": page(c, items)}, nil)
}
