package graphql

import (
	"fmt"
	"maps"
)

// types is the table of all that is served: concrete type → field → resolver. One file
// per type; the interfaces that GitHub gives several types are merged in here.
func types() map[string]Fields {
	table := map[string]Fields{
		"Query": queryFields(), "Mutation": mutationFields(),
		"Repository": repositoryFields(), "Label": labelFields(), "Milestone": milestoneFields(),
		"User": userFields(), "Bot": actorFields(), "Organization": organizationFields(), "Team": teamFields(),
		"Issue": merge(conversationFields(), issueFields()), "PullRequest": merge(conversationFields(), pullFields()),
		"IssueComment": commentFields(), "UserContentEdit": editFields(),
		"Reaction": reactionFields(), "ReactionGroup": reactionGroupFields(),
		"ReviewRequest": reviewRequestFields(), "PullRequestReview": reviewFields(),
		"ProjectV2": projectFields(), "ProjectV2Item": itemFields(), "DraftIssue": draftFields(),
		"ProjectV2View": viewFields(), "ProjectV2StatusUpdate": statusUpdateFields(),
		"ProjectV2SingleSelectFieldOption": optionFields(),
		"Blob":                             blobFields(), "Tree": treeFields(), "TreeEntry": treeEntryFields(),
		"Commit": commitFields(), "Ref": refFields(),
		"Deployment": deploymentFields(), "DeploymentStatus": deploymentStatusFields(), "Release": releaseFields(),
	}
	maps.Copy(table, boardFieldTypes())
	maps.Copy(table, valueTypes())
	maps.Copy(table, eventTypes())
	return table
}

func merge(tables ...Fields) Fields {
	out := Fields{}
	for _, t := range tables {
		maps.Copy(out, t)
	}
	return out
}

// of makes a resolver of a function of the entity alone.
func of[T any](fn func(T) any) Resolver {
	return try(func(_ *Call, entity T) (any, error) { return fn(entity), nil })
}

// with makes a resolver of a function of the call and the entity.
func with[T any](fn func(*Call, T) any) Resolver {
	return try(func(c *Call, entity T) (any, error) { return fn(c, entity), nil })
}

// try is with for what can be refused. An entity that does not fit its type is an error.
func try[T any](fn func(*Call, T) (any, error)) Resolver {
	return func(c *Call) (any, error) {
		entity, ok := c.Parent.(T)
		if !ok {
			return nil, fmt.Errorf("%s is asked of a %T", c.Field.Name, c.Parent)
		}
		return fn(c, entity)
	}
}

// always is a field that never differs.
func always(value any) Resolver { return func(*Call) (any, error) { return value, nil } }

// orNull is null where the text is empty.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
