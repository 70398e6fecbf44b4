package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

// boardMutations are about the cards of a board.
func boardMutations() Fields {
	return mutations(map[string]change{
		"addProjectV2ItemById": addItem,
		"addProjectV2DraftIssue": func(c *Call, in args) (map[string]any, error) {
			p, err := find[*store.Project](c, in.string("projectId"))
			if err != nil {
				return nil, err
			}
			it, err := c.Store().AddDraft(c.actor, p, in.string("title"), in.string("body"))
			return map[string]any{"projectItem": it}, err
		},
		"updateProjectV2ItemFieldValue": setValue,
		"clearProjectV2ItemFieldValue":  clearValue,
		"deleteProjectV2Item": onItem("deletedItemId", func(c *Call, it *store.Item) (any, error) {
			return it.NodeID, c.Store().DeleteItem(c.actor, it)
		}),
		"archiveProjectV2Item": onItem("item", func(c *Call, it *store.Item) (any, error) {
			return it, c.Store().ArchiveItem(c.actor, it, true)
		}),
		"unarchiveProjectV2Item": onItem("item", func(c *Call, it *store.Item) (any, error) {
			return it, c.Store().ArchiveItem(c.actor, it, false)
		}),
	})
}

// addItem returns the card that there is, where the content is on the board already.
func addItem(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	content, err := find[*store.Issue](c, in.string("contentId"))
	if err != nil {
		return nil, err
	}
	it, err := c.Store().AddItem(c.actor, p, content)
	return map[string]any{"item": it}, err
}

// onItem is a mutation of one card of the board that is named with it.
func onItem(field string, do func(*Call, *store.Item) (any, error)) change {
	return func(c *Call, in args) (map[string]any, error) {
		it, err := c.item(in)
		if err != nil {
			return nil, err
		}
		value, err := do(c, it)
		return map[string]any{field: value}, err
	}
}

func (c *Call) item(in args) (*store.Item, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	it, err := find[*store.Item](c, in.string("itemId"))
	if err != nil {
		return nil, err
	}
	if it.Project != p {
		return nil, notFound("The item does not exist in the project.")
	}
	return it, nil
}

func setValue(c *Call, in args) (map[string]any, error) {
	it, err := c.item(in)
	if err != nil {
		return nil, err
	}
	f, err := find[*store.Field](c, in.string("fieldId"))
	if err != nil {
		return nil, err
	}
	given := in.input("value")
	key := valueKeys[f.DataType]
	if f.Custom && !given.has(key) {
		return nil, unprocessable("Did not receive a %s value to update a field of type %s", key, f.DataType)
	}
	v := &store.Value{Text: given.string("text"), Date: given.string("date"),
		OptionID: given.string("singleSelectOptionId"), Iteration: given.string("iterationId")}
	v.Number, _ = given.float("number")
	return map[string]any{"projectV2Item": it}, c.Store().SetValue(c.actor, it, f, v)
}

// valueKeys name the one key of ProjectV2FieldValue that fits each type of column.
var valueKeys = map[string]string{
	"TEXT": "text", "NUMBER": "number", "DATE": "date", "SINGLE_SELECT": "singleSelectOptionId", "ITERATION": "iterationId",
}

func clearValue(c *Call, in args) (map[string]any, error) {
	it, err := c.item(in)
	if err != nil {
		return nil, err
	}
	f, err := find[*store.Field](c, in.string("fieldId"))
	if err == nil {
		err = c.Store().SetValue(c.actor, it, f, nil)
	}
	return map[string]any{"projectV2Item": it}, err
}
