package graphql

import (
	"github.com/sensible-im/sensible/internal/hub/store"
)

// valueType is the type of what a card has in a column, "" where GraphQL shows nothing.
func valueType(dataType string) string {
	switch dataType {
	case "SINGLE_SELECT":
		return "ProjectV2ItemFieldSingleSelectValue"
	case "TEXT", "TITLE":
		return "ProjectV2ItemFieldTextValue"
	case "NUMBER":
		return "ProjectV2ItemFieldNumberValue"
	case "DATE":
		return "ProjectV2ItemFieldDateValue"
	case "ITERATION":
		return "ProjectV2ItemFieldIterationValue"
	case "REPOSITORY":
		return "ProjectV2ItemFieldRepositoryValue"
	case "LABELS":
		return "ProjectV2ItemFieldLabelValue"
	case "ASSIGNEES":
		return "ProjectV2ItemFieldUserValue"
	case "MILESTONE":
		return "ProjectV2ItemFieldMilestoneValue"
	}
	return ""
}

// valueTypes are the resolvers of values.
func valueTypes() map[string]Fields {
	field := of(func(v *store.Value) any { return v.Field })
	common := Fields{
		"id":         of(func(v *store.Value) any { return v.NodeID }),
		"databaseId": of(func(v *store.Value) any { return v.Field.ID }),
		"field":      field,
		"item":       of(func(v *store.Value) any { return v.Item }),
		"creator":    of(func(v *store.Value) any { return valueCreator(v) }),
		"createdAt":  of(func(v *store.Value) any { return v.CreatedAt }),
		"updatedAt":  of(func(v *store.Value) any { return v.UpdatedAt }),
	}
	option := func(fn func(*store.Option) any) Resolver {
		return of(func(v *store.Value) any {
			if o := v.Field.Option(v.OptionID); o != nil {
				return fn(o)
			}
			return nil
		})
	}
	return map[string]Fields{
		"ProjectV2ItemFieldSingleSelectValue": merge(common, Fields{
			"name":        option(func(o *store.Option) any { return o.Name }),
			"optionId":    option(func(o *store.Option) any { return o.ID }),
			"color":       option(func(o *store.Option) any { return o.Color }),
			"description": option(func(o *store.Option) any { return o.Description }),
		}),
		"ProjectV2ItemFieldTextValue":       merge(common, Fields{"text": of(func(v *store.Value) any { return v.Text })}),
		"ProjectV2ItemFieldNumberValue":     merge(common, Fields{"number": of(func(v *store.Value) any { return v.Number })}),
		"ProjectV2ItemFieldDateValue":       merge(common, Fields{"date": of(func(v *store.Value) any { return v.Date })}),
		"ProjectV2ItemFieldIterationValue":  merge(common, iterationFields()),
		"ProjectV2ItemFieldRepositoryValue": {"field": field, "repository": of(func(v *store.Value) any { return v.Item.Issue.Repo })},
		"ProjectV2ItemFieldMilestoneValue":  {"field": field, "milestone": of(func(v *store.Value) any { return v.Item.Issue.Milestone })},
		"ProjectV2ItemFieldLabelValue": {"field": field, "labels": try(func(c *Call, v *store.Value) (any, error) {
			return page(c, v.Item.Issue.Labels)
		})},
		"ProjectV2ItemFieldUserValue": {"field": field, "users": try(func(c *Call, v *store.Value) (any, error) {
			return page(c, c.asUsers(v.Item.Issue.Assignees))
		})},
	}
}

// valueCreator is who set a value; what the issue itself says came with the card.
func valueCreator(v *store.Value) *store.User {
	if v.Creator != nil {
		return v.Creator
	}
	return v.Item.Creator
}

func iterationFields() Fields {
	iteration := func(fn func(store.Iteration) any) Resolver {
		return of(func(v *store.Value) any {
			for _, i := range v.Field.Iterations {
				if i.ID == v.Iteration {
					return fn(i)
				}
			}
			return nil
		})
	}
	return Fields{
		"iterationId": of(func(v *store.Value) any { return v.Iteration }),
		"title":       iteration(func(i store.Iteration) any { return i.Title }),
		"startDate":   iteration(func(i store.Iteration) any { return i.Start }),
		"duration":    iteration(func(i store.Iteration) any { return i.Days }),
	}
}

// values are what a card has, in the order of the board's columns.
func (c *Call) values(it *store.Item) []*store.Value {
	var out []*store.Value
	for _, f := range it.Project.Fields {
		if v := c.value(it, f); v != nil {
			out = append(out, v)
		}
	}
	return out
}

// value is what a card has in a column: set by hand, or, in GitHub's own columns, what
// its issue says. Nil where it is empty.
func (c *Call) value(it *store.Item, f *store.Field) *store.Value {
	if f == nil {
		return nil
	}
	if v := it.Values[f.ID]; v != nil {
		return v
	}
	if f.Custom || valueType(f.DataType) == "" {
		return nil
	}
	v := &store.Value{NodeID: "PVTFV_" + it.NodeID + f.NodeID, Field: f, Item: it, CreatedAt: it.CreatedAt, UpdatedAt: it.UpdatedAt}
	switch issue := it.Issue; {
	case f.DataType == "TITLE" && it.Draft != nil:
		v.Text = it.Draft.Title
	case issue == nil || c.mayRead(issue) != nil:
		return nil
	case f.DataType == "TITLE":
		v.Text = issue.Title
	case f.DataType == "LABELS" && len(issue.Labels) == 0, f.DataType == "ASSIGNEES" && len(issue.Assignees) == 0,
		f.DataType == "MILESTONE" && issue.Milestone == nil:
		return nil
	}
	return v
}
