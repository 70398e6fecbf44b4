package graphql

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// eventKind is how GraphQL shows an event of the store.
type eventKind struct {
	typeName string
	fields   Fields // beyond id, actor, createdAt
}

// eventKinds is the table of the events that GraphQL shows, by the store's name.
func eventKinds() map[string]eventKind {
	event := func(fn func(*store.TimelineEvent) any) Resolver { return of(fn) }
	issue := event(func(e *store.TimelineEvent) any { return e.Issue })
	label := Fields{"label": event(func(e *store.TimelineEvent) any { return e.Label }), "labelable": issue}
	assignee := Fields{"assignee": event(func(e *store.TimelineEvent) any { return e.Assignee }), "assignable": issue,
		"user": with(func(c *Call, e *store.TimelineEvent) any { return c.asUser(e.Assignee) })}
	milestone := Fields{"milestoneTitle": event(func(e *store.TimelineEvent) any { return e.Milestone }), "subject": issue}
	lock := Fields{"lockable": issue, "lockReason": event(func(e *store.TimelineEvent) any { return lockReason(e.LockReason) })}
	sub := Fields{"subIssue": event(func(e *store.TimelineEvent) any { return e.SubIssue })}
	parent := Fields{"parent": event(func(e *store.TimelineEvent) any { return e.Parent })}
	pull := Fields{"pullRequest": issue}
	review := Fields{"pullRequest": issue, "requestedReviewer": event(func(e *store.TimelineEvent) any { return e.Subject })}
	address := Fields{"url": with(func(c *Call, e *store.TimelineEvent) any { return c.base + "/" + e.Issue.Path() })}
	reason := with(func(c *Call, e *store.TimelineEvent) any { return stateReason(e.StateReason, true) })
	return map[string]eventKind{
		"labeled": {"LabeledEvent", label}, "unlabeled": {"UnlabeledEvent", label},
		"assigned": {"AssignedEvent", assignee}, "unassigned": {"UnassignedEvent", assignee},
		"milestoned": {"MilestonedEvent", milestone}, "demilestoned": {"DemilestonedEvent", milestone},
		"locked": {"LockedEvent", lock}, "unlocked": {"UnlockedEvent", Fields{"lockable": issue}},
		"pinned": {"PinnedEvent", Fields{"issue": issue}}, "unpinned": {"UnpinnedEvent", Fields{"issue": issue}},
		"closed":   {"ClosedEvent", merge(address, Fields{"stateReason": reason, "closable": issue, "closer": closer()})},
		"reopened": {"ReopenedEvent", Fields{"stateReason": reason, "closable": issue}},
		"renamed": {"RenamedTitleEvent", Fields{"subject": issue,
			"previousTitle": event(func(e *store.TimelineEvent) any { return e.From }),
			"currentTitle":  event(func(e *store.TimelineEvent) any { return e.To })}},
		"comment_deleted": {"CommentDeletedEvent", Fields{
			"databaseId":           event(func(e *store.TimelineEvent) any { return e.ID }),
			"deletedCommentAuthor": event(func(e *store.TimelineEvent) any { return e.Subject })}},
		"cross-referenced":       {"CrossReferencedEvent", merge(address, crossReference())},
		"referenced":             {"ReferencedEvent", reference()},
		"sub_issue_added":        {"SubIssueAddedEvent", sub},
		"sub_issue_removed":      {"SubIssueRemovedEvent", sub},
		"parent_issue_added":     {"ParentIssueAddedEvent", parent},
		"parent_issue_removed":   {"ParentIssueRemovedEvent", parent},
		"transferred":            {"TransferredEvent", Fields{"issue": issue}},
		"merged":                 {"MergedEvent", merge(pull, address, mergeFields())},
		"ready_for_review":       {"ReadyForReviewEvent", merge(pull, address)},
		"convert_to_draft":       {"ConvertToDraftEvent", merge(pull, address)},
		"review_requested":       {"ReviewRequestedEvent", review},
		"review_request_removed": {"ReviewRequestRemovedEvent", review},
		"head_ref_deleted":       {"HeadRefDeletedEvent", merge(pull, Fields{"headRefName": event(func(e *store.TimelineEvent) any { return e.Issue.Pull.Head })})},
		"head_ref_force_pushed":  {"HeadRefForcePushedEvent", pull},
	}
}

// eventTypes are the resolvers of all events, by type.
func eventTypes() map[string]Fields {
	common := Fields{
		"id":        of(func(e *store.TimelineEvent) any { return e.NodeID }),
		"actor":     of(func(e *store.TimelineEvent) any { return e.Actor }),
		"createdAt": of(func(e *store.TimelineEvent) any { return e.CreatedAt }),
	}
	out := map[string]Fields{}
	for _, kind := range eventKinds() {
		out[kind.typeName] = merge(common, kind.fields)
	}
	return out
}

func closer() Resolver {
	return try(func(c *Call, e *store.TimelineEvent) (any, error) {
		if e.CommitID == "" {
			return nil, nil
		}
		return c.commit(e.Issue.Repo, e.CommitID)
	})
}

func crossReference() Fields {
	across := of(func(e *store.TimelineEvent) any { return e.Source.Repo != e.Issue.Repo })
	return Fields{
		"source":            of(func(e *store.TimelineEvent) any { return e.Source }),
		"target":            of(func(e *store.TimelineEvent) any { return e.Issue }),
		"referencedAt":      of(func(e *store.TimelineEvent) any { return e.CreatedAt }),
		"isCrossRepository": across, "willCloseTarget": always(false),
	}
}

func reference() Fields {
	return Fields{
		"subject":           of(func(e *store.TimelineEvent) any { return e.Issue }),
		"commitRepository":  of(func(e *store.TimelineEvent) any { return e.Issue.Repo }),
		"isCrossRepository": always(false), "isDirectReference": always(true), "commit": closer(),
	}
}

func mergeFields() Fields {
	return Fields{
		"commit":       closer(),
		"mergeRefName": of(func(e *store.TimelineEvent) any { return e.Issue.Pull.Base }),
	}
}

// timeline is the events and comments of a conversation that the arguments ask for.
func (c *Call) timeline(i *store.Issue) (any, error) {
	allowed := c.h.schema.Types[typeOf(i)+"TimelineItems"].Types
	wanted, since := c.Args.strings("itemTypes"), c.Args.time("since")
	shown := func(typeName string, at time.Time) bool {
		return slices.Contains(allowed, typeName) && !at.Before(since) &&
			(len(wanted) == 0 || slices.Contains(wanted, itemType(typeName)))
	}
	var items []any
	at := map[any]time.Time{}
	kinds := eventKinds()
	for _, e := range i.Timeline {
		if shown(kinds[e.Event].typeName, e.CreatedAt) && c.mayShow(e) {
			items, at[e] = append(items, e), e.CreatedAt
		}
	}
	for _, m := range i.Comments {
		if shown("IssueComment", m.CreatedAt) {
			items, at[m] = append(items, m), m.CreatedAt
		}
	}
	sort.SliceStable(items, func(a, b int) bool { return at[items[a]].Before(at[items[b]]) })
	if skip, ok := c.Args.int("skip"); ok {
		items = items[min(max(skip, 0), len(items)):]
	}
	connection, err := page(c, items)
	if err != nil {
		return nil, err
	}
	fields := connection.(*object).fields
	fields["filteredCount"] = len(items)
	fields["pageCount"] = len(fields["nodes"].([]any))
	fields["updatedAt"] = i.UpdatedAt
	return connection, nil
}

// mayShow hides references from places that the caller may not see.
func (c *Call) mayShow(e *store.TimelineEvent) bool {
	for _, other := range []*store.Issue{e.Source, e.SubIssue, e.Parent} {
		if other != nil && c.mayRead(other) != nil {
			return false
		}
	}
	return true
}

// itemType is the enum's name of a type: LabeledEvent → LABELED_EVENT.
func itemType(typeName string) string {
	var out strings.Builder
	for i, r := range typeName {
		if i > 0 && r >= 'A' && r <= 'Z' {
			out.WriteByte('_')
		}
		out.WriteRune(r)
	}
	return strings.ToUpper(out.String())
}
