// Package needs is the one table of what the App asks GitHub for: permissions, webhook events, and what each route and
// GraphQL document takes of them. The manifest, the welcome, the doctor and the documents show this table; a test holds it
// against what the program really calls.
//
// It does not ask for anything itself (package setup does) and it does not find out what was granted (the doctor does).
package needs

import (
	"slices"

	"github.com/sensible-im/sensible/internal/wording"
)

// Level is how much of a permission is needed.
type Level string

// The levels, as GitHub's manifests and tokens write them.
const (
	Read  Level = "read"
	Write Level = "write"
)

// Permission is one line of what the App asks for. The reason for people stands in templates/<language>/setup.md.tmpl
// under "need/<Name>".
type Permission struct {
	Name  string // as GitHub writes it: "issues", "pull_requests", "organization_projects"
	Level Level
	// Organization says that it is asked of an organisation; a user's account cannot grant it.
	Organization bool
	// Key is the same in a workflow's `permissions:`; empty where GITHUB_TOKEN cannot have it.
	Key string
}

// Permissions is everything that the App asks for, the most needed first. Never among them: workflows, actions,
// administration, secrets.
func Permissions() []Permission {
	return []Permission{
		{Name: "issues", Level: Write, Key: "issues"},
		{Name: "metadata", Level: Read},
		{Name: "contents", Level: Write, Key: "contents"},
		{Name: "pull_requests", Level: Write, Key: "pull-requests"},
		{Name: "checks", Level: Write, Key: "checks"},
		{Name: "organization_projects", Level: Write, Organization: true},
		{Name: "members", Level: Read, Organization: true},
		{Name: "deployments", Level: Read, Key: "deployments"},
	}
}

// Granted says whether what somebody has covers what is needed: write covers read, and metadata can always be read.
func Granted(have map[string]string, p Permission) bool {
	level := Level(have[p.Name])
	return level == Write || level == p.Level || p.Name == "metadata" || level == "admin"
}

// Missing are the permissions that have does not cover, in the order of the table.
func Missing(have map[string]string) []Permission {
	return slices.DeleteFunc(Permissions(), func(p Permission) bool { return Granted(have, p) })
}

// Events are the webhook events that the App subscribes to. Those about the installation itself come unasked.
func Events() []string {
	return []string{
		"check_run", "check_suite", "issue_comment", "issues", "label", "projects_v2_item", "pull_request", "pull_request_review", "push", "sub_issues",
	}
}

// Page is the table as a document in Markdown.
func Page(language string) string {
	text, err := wording.In(language).Render("need/page", map[string]any{"Permissions": Permissions(), "Events": Events()})
	if err != nil {
		return "" // the templates are embedded; a test renders them
	}
	return wording.Tidy(text) + "\n"
}
