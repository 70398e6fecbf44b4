package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

// mutationFields is the table of the mutations. They run one after the other; each is
// allowed or refused by the store, as REST's are.
func mutationFields() Fields {
	return merge(issueMutations(), commentMutations(), labelMutations(), relationMutations(),
		pullMutations(), gitMutations(), projectMutations(), boardMutations())
}

// change is a mutation: it returns the payload's fields.
type change func(c *Call, in args) (map[string]any, error)

// mutations makes resolvers of changes: the payload's type is the one that the schema promises.
func mutations(table map[string]change) Fields {
	out := Fields{}
	for name, do := range table {
		out[name] = func(c *Call) (any, error) {
			in := c.Args.input("input")
			fields, err := do(c, in)
			if err != nil {
				return nil, err
			}
			if c.actor.User != nil {
				fields["actor"] = c.actor.User
			}
			fields["clientMutationId"] = orNull(in.string("clientMutationId"))
			return &object{c.Field.Definition.Type.Name(), fields}, nil
		}
	}
	return out
}

// edge is a connection's edge around a new entity, of the type that the payload's field has.
func edge(typeName string, node any) *object {
	return &object{typeName, map[string]any{"node": node, "cursor": cursor(0, idOf(node))}}
}

// labelNames finds labels by id and returns their names.
func (c *Call) labelNames(in args) (*[]string, error) {
	if in["labelIds"] == nil {
		return nil, nil
	}
	labels, err := findAll[*store.Label](c, in.strings("labelIds"))
	names := []string{}
	for _, l := range labels {
		names = append(names, l.Name)
	}
	return &names, err
}

// logins finds people by id and returns their logins.
func (c *Call) logins(in args, key string) ([]string, error) {
	users, err := findAll[*store.User](c, in.strings(key))
	out := []string{}
	for _, u := range users {
		out = append(out, u.Login)
	}
	return out, err
}

// milestoneNumber is nil where no milestone is given.
func (c *Call) milestoneNumber(in args) (*int, error) {
	if !in.has("milestoneId") {
		return nil, nil
	}
	m, err := find[*store.Milestone](c, in.string("milestoneId"))
	if err != nil {
		return nil, err
	}
	return &m.Number, nil
}
