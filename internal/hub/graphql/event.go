package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

// eventNames is how GraphQL names the store's events; others it does not show.
var eventNames = map[string]string{
	"labeled":                "LabeledEvent",
	"unlabeled":              "UnlabeledEvent",
	"assigned":               "AssignedEvent",
	"unassigned":             "UnassignedEvent",
	"milestoned":             "MilestonedEvent",
	"demilestoned":           "DemilestonedEvent",
	"locked":                 "LockedEvent",
	"unlocked":               "UnlockedEvent",
	"pinned":                 "PinnedEvent",
	"unpinned":               "UnpinnedEvent",
	"closed":                 "ClosedEvent",
	"reopened":               "ReopenedEvent",
	"renamed":                "RenamedTitleEvent",
	"comment_deleted":        "CommentDeletedEvent",
	"cross-referenced":       "CrossReferencedEvent",
	"referenced":             "ReferencedEvent",
	"sub_issue_added":        "SubIssueAddedEvent",
	"sub_issue_removed":      "SubIssueRemovedEvent",
	"parent_issue_added":     "ParentIssueAddedEvent",
	"parent_issue_removed":   "ParentIssueRemovedEvent",
	"transferred":            "TransferredEvent",
	"merged":                 "MergedEvent",
	"ready_for_review":       "ReadyForReviewEvent",
	"convert_to_draft":       "ConvertToDraftEvent",
	"review_requested":       "ReviewRequestedEvent",
	"review_request_removed": "ReviewRequestRemovedEvent",
	"head_ref_deleted":       "HeadRefDeletedEvent",
	"head_ref_force_pushed":  "HeadRefForcePushedEvent",
}

// eventFields is the table of the events that GraphQL shows, by type: what they have
// beyond id, actor and time.
func eventFields() map[string]Fields {
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
	return map[string]Fields{
		"LabeledEvent": label, "UnlabeledEvent": label,
		"AssignedEvent": assignee, "UnassignedEvent": assignee,
		"MilestonedEvent": milestone, "DemilestonedEvent": milestone,
		"LockedEvent": lock, "UnlockedEvent": {"lockable": issue},
		"PinnedEvent": {"issue": issue}, "UnpinnedEvent": {"issue": issue},
		"ClosedEvent":   merge(address, Fields{"stateReason": reason, "closable": issue, "closer": closer()}),
		"ReopenedEvent": {"stateReason": reason, "closable": issue},
		"RenamedTitleEvent": {"subject": issue,
			"previousTitle": event(func(e *store.TimelineEvent) any { return e.From }),
			"currentTitle":  event(func(e *store.TimelineEvent) any { return e.To })},
		"CommentDeletedEvent": {
			"databaseId":           event(func(e *store.TimelineEvent) any { return e.ID }),
			"deletedCommentAuthor": event(func(e *store.TimelineEvent) any { return e.Subject })},
		"CrossReferencedEvent":      merge(address, crossReference()),
		"ReferencedEvent":           reference(),
		"SubIssueAddedEvent":        sub,
		"SubIssueRemovedEvent":      sub,
		"ParentIssueAddedEvent":     parent,
		"ParentIssueRemovedEvent":   parent,
		"TransferredEvent":          {"issue": issue, "fromRepository": with(fromRepository)},
		"MergedEvent":               merge(pull, address, mergeFields()),
		"ReadyForReviewEvent":       merge(pull, address),
		"ConvertToDraftEvent":       merge(pull, address),
		"ReviewRequestedEvent":      review,
		"ReviewRequestRemovedEvent": review,
		"HeadRefDeletedEvent":       merge(pull, Fields{"headRefName": event(func(e *store.TimelineEvent) any { return e.Issue.Pull.Head })}),
		"HeadRefForcePushedEvent":   pull,
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
	for name, fields := range eventFields() {
		out[name] = merge(common, fields)
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

// fromRepository is where an issue was transferred from, null for whoever may not see it.
func fromRepository(c *Call, e *store.TimelineEvent) any {
	if r, err := c.Store().FindRepository(c.actor, e.From); err == nil {
		return r
	}
	return nil
}
