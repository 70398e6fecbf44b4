package graphql

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// commentFields serve comments on issues and pull requests.
func commentFields() Fields {
	path := func(c *store.Comment) string { return fmt.Sprintf("/%s#issuecomment-%d", c.Issue.Path(), c.ID) }
	return merge(Fields{
		"id":              of(func(m *store.Comment) any { return m.NodeID }),
		"databaseId":      of(func(m *store.Comment) any { return m.ID }),
		"fullDatabaseId":  of(func(m *store.Comment) any { return m.ID }),
		"body":            of(func(m *store.Comment) any { return m.Body }),
		"bodyText":        of(func(m *store.Comment) any { return m.Body }),
		"createdAt":       of(func(m *store.Comment) any { return m.CreatedAt }),
		"publishedAt":     of(func(m *store.Comment) any { return m.CreatedAt }),
		"updatedAt":       of(func(m *store.Comment) any { return m.UpdatedAt }),
		"createdViaEmail": of(func(m *store.Comment) any { return m.ByEmail }),
		"isMinimized":     of(func(m *store.Comment) any { return m.Minimized }),
		"minimizedReason": of(func(m *store.Comment) any { return orNull(m.MinimizedReason) }),
		"issue": with(func(c *Call, m *store.Comment) any {
			if m.Issue.Pull == nil {
				return m.Issue
			}
			return c.as("Issue", m.Issue, map[string]any{"state": strings.ToUpper(m.Issue.State)})
		}),
		"pullRequest": of(func(m *store.Comment) any {
			if m.Issue.Pull == nil {
				return nil
			}
			return m.Issue
		}),
		"repository":        of(func(m *store.Comment) any { return m.Issue.Repo }),
		"url":               with(func(c *Call, m *store.Comment) any { return c.base + path(m) }),
		"resourcePath":      of(func(m *store.Comment) any { return path(m) }),
		"viewerCanUpdate":   with(func(c *Call, m *store.Comment) any { return c.mayModerate(m) }),
		"viewerCanDelete":   with(func(c *Call, m *store.Comment) any { return c.mayModerate(m) }),
		"viewerCanMinimize": with(func(c *Call, m *store.Comment) any { return c.mayModerate(m) }),
	}, authored(func(parent any) writing {
		m := parent.(*store.Comment)
		return writing{node: m.NodeID, author: m.User, repo: m.Issue.Repo, body: m.Body, created: m.CreatedAt, edits: m.Edits}
	}), reactable(func(parent any) reactions {
		m := parent.(*store.Comment)
		return reactions{subject: m, list: m.Reactions}
	}))
}

func (c *Call) mayModerate(m *store.Comment) bool {
	return m.User == c.actor.User || c.Store().Can(c.actor, m.Issue.Repo, "issues", store.Write)
}

// writing is a text with an author and a history: a comment, or the body of an issue.
type writing struct {
	node    string
	author  *store.User
	repo    *store.Repository
	body    string
	created time.Time
	edits   []store.Edit // oldest first
}

// authored serve the interface Comment's fields about the author and the edits.
func authored(read func(any) writing) Fields {
	field := func(fn func(*Call, writing) any) Resolver {
		return func(c *Call) (any, error) { return fn(c, read(c.Parent)), nil }
	}
	return Fields{
		"author":              field(func(_ *Call, w writing) any { return w.author }),
		"authorAssociation":   field(func(c *Call, w writing) any { return c.Store().Association(w.repo, w.author) }),
		"viewerDidAuthor":     field(func(c *Call, w writing) any { return w.author == c.actor.User }),
		"includesCreatedEdit": field(func(_ *Call, w writing) any { return len(w.edits) > 0 }),
		"editor": field(func(_ *Call, w writing) any {
			if len(w.edits) == 0 {
				return nil
			}
			return w.edits[len(w.edits)-1].Editor
		}),
		"lastEditedAt": field(func(_ *Call, w writing) any {
			if len(w.edits) == 0 {
				return nil
			}
			return w.edits[len(w.edits)-1].At
		}),
		"userContentEdits": func(c *Call) (any, error) { return page(c, history(read(c.Parent))) },
	}
}

// edit is one state of a text: who wrote it, when, and what it said.
type edit struct {
	id     string
	editor *store.User
	at     time.Time
	text   string
}

// history is the newest text first, the original last; empty for what was never edited.
func history(w writing) []*edit {
	if len(w.edits) == 0 {
		return nil
	}
	var out []*edit
	text := w.body
	for k := len(w.edits) - 1; k >= 0; k-- {
		e := w.edits[k]
		out = append(out, &edit{fmt.Sprintf("UCE_%s_%d", w.node, k+1), e.Editor, e.At, text})
		text = e.Before
	}
	return append(out, &edit{fmt.Sprintf("UCE_%s_0", w.node), w.author, w.created, text})
}

func editFields() Fields {
	return Fields{
		"id":        of(func(e *edit) any { return e.id }),
		"editor":    of(func(e *edit) any { return e.editor }),
		"editedAt":  of(func(e *edit) any { return e.at }),
		"createdAt": of(func(e *edit) any { return e.at }),
		"updatedAt": of(func(e *edit) any { return e.at }),
		"deletedAt": always(nil),
		"deletedBy": always(nil),
		"diff":      of(func(e *edit) any { return e.text }),
	}
}
