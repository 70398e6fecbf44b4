package graphql

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

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
	for _, e := range i.Timeline {
		if shown(eventNames[e.Event], e.CreatedAt) && c.mayShow(e) {
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
