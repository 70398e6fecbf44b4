package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

func labelMutations() Fields {
	return mutations(map[string]change{
		"createLabel": createLabel, "updateLabel": updateLabel, "deleteLabel": deleteLabel,
		"addLabelsToLabelable": onLabelable(func(c *Call, i *store.Issue, labels []*store.Label) error {
			return c.Store().PutLabels(c.actor, i, labels)
		}),
		"removeLabelsFromLabelable": onLabelable(func(c *Call, i *store.Issue, labels []*store.Label) error {
			for _, l := range labels {
				if err := c.Store().TakeLabel(c.actor, i, l); err != nil {
					return err
				}
			}
			return nil
		}),
		"clearLabelsFromLabelable": clearLabels,
	})
}

func onLabelable(do func(*Call, *store.Issue, []*store.Label) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		i, err := find[*store.Issue](c, in.string("labelableId"))
		if err != nil {
			return nil, err
		}
		labels, err := findAll[*store.Label](c, in.strings("labelIds"))
		if err != nil {
			return nil, err
		}
		for _, l := range labels {
			if l.Repo != i.Repo {
				return nil, unprocessable("Label %s does not belong to the repository %s", l.Name, i.Repo.FullName())
			}
		}
		return map[string]any{"labelable": i}, do(c, i, labels)
	}
}

func clearLabels(c *Call, in args) (map[string]any, error) {
	i, err := find[*store.Issue](c, in.string("labelableId"))
	if err == nil {
		err = c.Store().SetLabels(c.actor, i, nil)
	}
	return map[string]any{"labelable": i}, err
}

func createLabel(c *Call, in args) (map[string]any, error) {
	r, err := find[*store.Repository](c, in.string("repositoryId"))
	if err != nil {
		return nil, err
	}
	l, err := c.Store().CreateLabel(c.actor, r, in.string("name"), in.string("color"), in.string("description"))
	return map[string]any{"label": l}, err
}

func updateLabel(c *Call, in args) (map[string]any, error) {
	l, err := find[*store.Label](c, in.string("id"))
	if err == nil {
		err = c.Store().EditLabel(c.actor, l, in.stringPtr("name"), in.stringPtr("color"), in.stringPtr("description"))
	}
	return map[string]any{"label": l}, err
}

func deleteLabel(c *Call, in args) (map[string]any, error) {
	l, err := find[*store.Label](c, in.string("id"))
	if err == nil {
		err = c.Store().DeleteLabel(c.actor, l)
	}
	return map[string]any{}, err
}
