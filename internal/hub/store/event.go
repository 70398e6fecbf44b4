package store

// Event is a change, as a webhook tells it. Entities are live: copy what is needed before the Update ends.
type Event struct {
	Name         string // issues, issue_comment, pull_request, push, projects_v2_item, …
	Action       string // opened, created, …; empty for push
	Repo         *Repository
	Org          *Organization
	Installation *Installation // of installation events
	Issue        *Issue        // also of comments
	Comment      *Comment
	Label        *Label
	Assignee     *User
	Milestone    *Milestone
	SubIssue     *Issue // with Issue as its parent
	Review       *Review
	Reviewer     *User
	CheckRun     *CheckRun
	Deployment   *Deployment
	DeployStatus *DeploymentStatus
	Release      *Release
	Project      *Project
	Item         *Item
	StatusUpdate *StatusUpdate
	Push         *Push
	Dispatch     *Dispatch
	Sender       *User
	Changes      map[string]any // the payload's "changes"
}

// Push is what a push event tells.
type Push struct {
	Ref    string // refs/heads/main
	Before string // 40 zeros where the ref is new
	After  string // 40 zeros where it was deleted
	Forced bool
}
