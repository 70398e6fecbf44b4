package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

func projectMutations() Fields {
	return mutations(map[string]change{
		"createProjectV2": createProject, "updateProjectV2": updateProject, "copyProjectV2": copyProject,
		"linkProjectV2ToRepository": linkProject, "createProjectV2StatusUpdate": createStatusUpdate,
		"createProjectV2Field": createField, "updateProjectV2Field": updateField, "deleteProjectV2Field": deleteField,
	})
}

// ownerByID is an organisation's account or a person.
func (c *Call) ownerByID(id string) (*store.User, error) {
	value, err := c.node(id)
	if err != nil {
		return nil, err
	}
	switch o := value.(type) {
	case *store.Organization:
		return o.Account, nil
	case *store.User:
		return o, nil
	}
	return nil, noNode(id)
}

func createProject(c *Call, in args) (map[string]any, error) {
	owner, err := c.ownerByID(in.string("ownerId"))
	if err != nil {
		return nil, err
	}
	var r *store.Repository
	if in.has("repositoryId") {
		if r, err = find[*store.Repository](c, in.string("repositoryId")); err != nil {
			return nil, err
		}
	}
	p, err := c.Store().AddProject(c.actor, owner, in.string("title"))
	if err == nil && r != nil {
		err = c.Store().LinkProject(c.actor, p, r)
	}
	return map[string]any{"projectV2": p}, err
}

func updateProject(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	patch := store.ProjectPatch{Title: in.stringPtr("title"), Description: in.stringPtr("shortDescription"), Readme: in.stringPtr("readme")}
	if public, ok := in["public"].(bool); ok {
		patch.Public = &public
	}
	if closed, ok := in["closed"].(bool); ok {
		patch.Closed = &closed
	}
	return map[string]any{"projectV2": p}, c.Store().EditProject(c.actor, p, patch)
}

func copyProject(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	owner, err := c.ownerByID(in.string("ownerId"))
	if err != nil {
		return nil, err
	}
	made, err := c.Store().CopyProject(c.actor, p, owner, in.string("title"))
	if err != nil || !in.bool("includeDraftIssues") {
		return map[string]any{"projectV2": made}, err
	}
	for _, it := range p.Items {
		if it.Draft != nil {
			if _, err := c.Store().AddDraft(c.actor, made, it.Draft.Title, it.Draft.Body); err != nil {
				return nil, err
			}
		}
	}
	return map[string]any{"projectV2": made}, nil
}

func linkProject(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	r, err := find[*store.Repository](c, in.string("repositoryId"))
	if err != nil {
		return nil, err
	}
	return map[string]any{"repository": r}, c.Store().LinkProject(c.actor, p, r)
}

func createStatusUpdate(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	u, err := c.Store().AddStatusUpdate(c.actor, p, store.StatusUpdate{
		Body: in.string("body"), Status: in.string("status"), StartDate: in.string("startDate"), TargetDate: in.string("targetDate"),
	})
	return map[string]any{"statusUpdate": u}, err
}

// optionsOf reads the options of a single select; nil where none are given. An option
// has no id here: that is why GitHub replaces all of them.
func optionsOf(in args) []store.Option {
	var out []store.Option
	for _, o := range in.inputs("singleSelectOptions") {
		out = append(out, store.Option{Name: o.string("name"), Color: o.string("color"), Description: o.string("description")})
	}
	return out
}

func createField(c *Call, in args) (map[string]any, error) {
	p, err := find[*store.Project](c, in.string("projectId"))
	if err != nil {
		return nil, err
	}
	f, err := c.Store().AddField(c.actor, p, in.string("name"), in.string("dataType"), optionsOf(in))
	return map[string]any{"projectV2Field": f}, err
}

func updateField(c *Call, in args) (map[string]any, error) {
	f, err := find[*store.Field](c, in.string("fieldId"))
	if err == nil {
		err = c.Store().EditField(c.actor, f, in.stringPtr("name"), optionsOf(in))
	}
	return map[string]any{"projectV2Field": f}, err
}

func deleteField(c *Call, in args) (map[string]any, error) {
	f, err := find[*store.Field](c, in.string("fieldId"))
	if err == nil {
		err = c.Store().DeleteField(c.actor, f)
	}
	return map[string]any{"projectV2Field": f}, err
}
