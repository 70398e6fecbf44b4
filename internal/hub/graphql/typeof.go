package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

// typeOf is the concrete GraphQL type of an entity, "" where it has none.
func typeOf(value any) string {
	switch v := value.(type) {
	case *object:
		return v.typeName
	case *store.User:
		return v.Type // User, Bot, Mannequin; an organisation goes through entity
	case *store.Issue:
		if v.Pull != nil {
			return "PullRequest"
		}
		return "Issue"
	case *store.TimelineEvent:
		return eventNames[v.Event]
	case *store.Field:
		return boardFieldType(v.DataType)
	case *store.Value:
		return valueType(v.Field.DataType)
	}
	return simpleType(value)
}

// simpleType is typeOf for what has one type only.
func simpleType(value any) string {
	switch value.(type) {
	case *store.Organization:
		return "Organization"
	case *store.Team:
		return "Team"
	case *store.Deployment:
		return "Deployment"
	case *store.DeploymentStatus:
		return "DeploymentStatus"
	case *store.Release:
		return "Release"
	case *store.Repository:
		return "Repository"
	case *store.Label:
		return "Label"
	case *store.Milestone:
		return "Milestone"
	case *store.Comment:
		return "IssueComment"
	case *edit:
		return "UserContentEdit"
	case *store.Reaction:
		return "Reaction"
	case *reactionGroup:
		return "ReactionGroup"
	case *reviewRequest:
		return "ReviewRequest"
	case *store.Review:
		return "PullRequestReview"
	case *store.Project:
		return "ProjectV2"
	case *store.Item:
		return "ProjectV2Item"
	case *store.Draft:
		return "DraftIssue"
	case *store.View:
		return "ProjectV2View"
	case *store.StatusUpdate:
		return "ProjectV2StatusUpdate"
	case *store.Option:
		return "ProjectV2SingleSelectFieldOption"
	case *blob:
		return "Blob"
	case *tree:
		return "Tree"
	case *treeEntry:
		return "TreeEntry"
	case *commit:
		return "Commit"
	case *ref:
		return "Ref"
	}
	return ""
}

// idOf is an entity's database id, which orders a connection and marks a place in it; 0
// where there is none.
func idOf(value any) int64 {
	switch v := value.(type) {
	case *store.User:
		return v.ID
	case *store.Issue:
		return v.ID
	case *store.Comment:
		return v.ID
	case *store.TimelineEvent:
		return v.ID
	case *store.Label:
		return v.ID
	case *store.Project:
		return v.ID
	case *store.Item:
		return v.ID
	case *store.Field:
		return v.ID
	case *store.Reaction:
		return v.ID
	case *store.Repository:
		return v.ID
	case *store.Team:
		return v.ID
	}
	return 0
}
