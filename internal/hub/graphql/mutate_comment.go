package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func commentMutations() Fields {
	return mutations(map[string]change{
		"addComment":         addComment,
		"updateIssueComment": updateComment,
		"deleteIssueComment": deleteComment,
		"minimizeComment": onComment("minimizedComment", func(c *Call, m *store.Comment, in args) error {
			return c.Store().MinimizeComment(c.actor, m, strings.ToUpper(in.string("classifier")))
		}),
		"unminimizeComment": onComment("unminimizedComment", func(c *Call, m *store.Comment, _ args) error {
			return c.Store().UnminimizeComment(c.actor, m)
		}),
		"addReaction":    addReaction,
		"removeReaction": removeReaction,
	})
}

func onComment(field string, do func(*Call, *store.Comment, args) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		m, err := find[*store.Comment](c, in.string("subjectId"))
		if err == nil {
			err = do(c, m, in)
		}
		return map[string]any{field: m}, err
	}
}

func addComment(c *Call, in args) (map[string]any, error) {
	i, err := find[*store.Issue](c, in.string("subjectId"))
	if err != nil {
		return nil, err
	}
	m, err := c.Store().AddComment(c.actor, i, in.string("body"))
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"commentEdge": edge("IssueCommentEdge", m), "subject": i, "timelineEdge": edge("IssueTimelineItemEdge", m),
	}, nil
}

func updateComment(c *Call, in args) (map[string]any, error) {
	m, err := find[*store.Comment](c, in.string("id"))
	if err == nil {
		err = c.Store().EditComment(c.actor, m, in.string("body"))
	}
	return map[string]any{"issueComment": m}, err
}

func deleteComment(c *Call, in args) (map[string]any, error) {
	m, err := find[*store.Comment](c, in.string("id"))
	if err == nil {
		err = c.Store().DeleteComment(c.actor, m)
	}
	return map[string]any{}, err
}

// restContent is REST's name of a ReactionContent.
func restContent(name string) string {
	for _, kind := range store.Reactions {
		if kind.GraphQL == name {
			return kind.REST
		}
	}
	return name
}

func addReaction(c *Call, in args) (map[string]any, error) {
	subject, err := c.node(in.string("subjectId"))
	if err != nil {
		return nil, err
	}
	content := restContent(in.string("content"))
	var made *store.Reaction
	switch s := subject.(type) {
	case *store.Issue:
		made, _, err = c.Store().ReactToIssue(c.actor, s, content)
	case *store.Comment:
		made, _, err = c.Store().ReactToComment(c.actor, s, content)
	default:
		err = noNode(in.string("subjectId"))
	}
	return reactionPayload(subject, made), err
}

func removeReaction(c *Call, in args) (map[string]any, error) {
	subject, err := c.node(in.string("subjectId"))
	if err != nil {
		return nil, err
	}
	content := restContent(in.string("content"))
	var gone *store.Reaction
	switch s := subject.(type) {
	case *store.Issue:
		if gone = mine(c, s.Reactions, content); gone != nil {
			err = c.Store().UnreactToIssue(c.actor, s, gone.ID)
		}
	case *store.Comment:
		if gone = mine(c, s.Reactions, content); gone != nil {
			err = c.Store().UnreactToComment(c.actor, s, gone.ID)
		}
	default:
		err = noNode(in.string("subjectId"))
	}
	return reactionPayload(subject, gone), err
}

func mine(c *Call, list []*store.Reaction, content string) *store.Reaction {
	for _, r := range list {
		if r.User == c.actor.User && r.Content == content {
			return r
		}
	}
	return nil
}

func reactionPayload(subject any, r *store.Reaction) map[string]any {
	list := []*store.Reaction{}
	switch s := subject.(type) {
	case *store.Issue:
		list = s.Reactions
	case *store.Comment:
		list = s.Reactions
	}
	return map[string]any{"subject": subject, "reaction": r, "reactionGroups": reactions{subject, list}.groups()}
}
