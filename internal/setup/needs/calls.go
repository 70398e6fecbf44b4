package needs

import "strings"

// What a call takes, as "permission:level"; several are separated by a space, and empty means that no permission of an
// installation is asked for (the App's own token, or none at all). The sources are GitHub's pages "Permissions required for
// GitHub Apps" and "Forming calls with GraphQL"; a test holds both tables against what the program calls.

// Route is what a REST route takes, as GitHub's contract writes it ("GET /repos/{owner}/{repo}/labels"): GitHub asks by
// resource, reading for GET and writing for all else. known is false for a resource that the table does not hold.
func Route(route string) (takes string, known bool) {
	method, path, _ := strings.Cut(route, " ")
	if route == "GET "+ofRepository {
		return "metadata:" + string(Read), true
	}
	for _, r := range resources {
		if !strings.HasPrefix(path, r.under) || !strings.Contains(path, r.with) {
			continue
		}
		switch {
		case r.permission == "":
			return "", true
		case method == "GET":
			return r.permission + ":" + string(Read), true
		}
		return r.permission + ":" + string(Write), true
	}
	return "", false
}

// resource is a part of GitHub's API that is guarded by one permission.
type resource struct{ under, with, permission string }

const ofRepository = "/repos/{owner}/{repo}"

// resources is the table, the most particular first. What is guarded by administration, actions, secrets or hooks is here
// so that a use of it would be seen: the App asks for none of them.
var resources = []resource{
	{under: "/app"}, // /app, /apps/{slug}, /app-manifests: the App's own token, or none
	{under: "/user"},
	{under: "/rate_limit"},
	{under: "/orgs/{org}/installation"},
	{under: ofRepository + "/installation"},
	{under: "/installation/", permission: "metadata"},
	{with: "/check-runs", permission: "checks"},
	{with: "/check-suites", permission: "checks"},
	{with: "/projectsV2", permission: "organization_projects"},
	{under: "/orgs/{org}/teams", permission: "members"},
	{under: "/orgs/{org}/members", permission: "members"},
	{under: ofRepository + "/actions", permission: "actions"},
	{under: ofRepository + "/hooks", permission: "repository_hooks"},
	{under: ofRepository + "/issues", permission: "issues"},
	{under: ofRepository + "/labels", permission: "issues"},
	{under: ofRepository + "/milestones", permission: "issues"},
	{under: ofRepository + "/assignees", permission: "issues"},
	{under: ofRepository + "/pulls", permission: "pull_requests"},
	{under: ofRepository + "/contents", permission: "contents"},
	{under: ofRepository + "/git/", permission: "contents"},
	{under: ofRepository + "/compare", permission: "contents"},
	{under: ofRepository + "/commits", permission: "contents"},
	{under: ofRepository + "/branches", permission: "contents"},
	{under: ofRepository + "/releases", permission: "contents"},
	{under: ofRepository + "/dispatches", permission: "contents"},
	{under: ofRepository + "/deployments", permission: "deployments"},
	{under: ofRepository + "/collaborators", permission: "metadata"},
}

// Fields are the GraphQL fields at which a permission is asked for, "Type.field". What lies below them takes no other; the
// mutations are all here.
func Fields() map[string]string {
	return map[string]string{
		"Repository.issue": "issues:read", "Repository.issues": "issues:read", "Repository.labels": "issues:read", "Repository.label": "issues:read",
		"Repository.pullRequests": "pull_requests:read", "Repository.pullRequest": "pull_requests:read",
		"Repository.object": "contents:read", "Repository.ref": "contents:read", "Repository.defaultBranchRef": "contents:read", "Repository.releases": "contents:read",
		"Repository.deployments": "deployments:read", "Repository.projectsV2": "organization_projects:read",
		"Repository.pinnedIssues": "issues:read",
		"Issue.projectItems":      "organization_projects:read", "Organization.projectsV2": "organization_projects:read", "Organization.projectV2": "organization_projects:read",
		"Organization.teams": "members:read", "Organization.team": "members:read",

		"Mutation.addComment": "issues:write", "Mutation.updateIssueComment": "issues:write", "Mutation.deleteIssueComment": "issues:write",
		"Mutation.addReaction": "issues:write", "Mutation.removeReaction": "issues:write", "Mutation.minimizeComment": "issues:write",
		"Mutation.addLabelsToLabelable": "issues:write", "Mutation.removeLabelsFromLabelable": "issues:write", "Mutation.createLabel": "issues:write",
		"Mutation.addAssigneesToAssignable": "issues:write", "Mutation.removeAssigneesFromAssignable": "issues:write",
		"Mutation.createIssue": "issues:write", "Mutation.updateIssue": "issues:write", "Mutation.closeIssue": "issues:write", "Mutation.reopenIssue": "issues:write",
		"Mutation.addSubIssue": "issues:write", "Mutation.removeSubIssue": "issues:write", "Mutation.pinIssue": "issues:write", "Mutation.unpinIssue": "issues:write",

		"Mutation.createRef": "contents:write", "Mutation.updateRef": "contents:write", "Mutation.deleteRef": "contents:write",
		"Mutation.createCommitOnBranch": "contents:write",

		"Mutation.createPullRequest": "pull_requests:write", "Mutation.updatePullRequest": "pull_requests:write", "Mutation.reopenPullRequest": "pull_requests:write",
		"Mutation.closePullRequest": "pull_requests:write", "Mutation.markPullRequestReadyForReview": "pull_requests:write",

		"Mutation.createProjectV2": "organization_projects:write", "Mutation.updateProjectV2": "organization_projects:write",
		"Mutation.createProjectV2Field": "organization_projects:write", "Mutation.updateProjectV2Field": "organization_projects:write",
		"Mutation.addProjectV2ItemById": "organization_projects:write", "Mutation.updateProjectV2ItemFieldValue": "organization_projects:write",
		"Mutation.clearProjectV2ItemFieldValue": "organization_projects:write", "Mutation.linkProjectV2ToRepository": "organization_projects:write",
		"Mutation.createProjectV2StatusUpdate": "organization_projects:write", "Mutation.updateProjectV2StatusUpdate": "organization_projects:write",
		"Mutation.deleteProjectV2Item": "organization_projects:write", "Mutation.updateProjectV2ItemPosition": "organization_projects:write",
		"Mutation.archiveProjectV2Item": "organization_projects:write", "Mutation.unarchiveProjectV2Item": "organization_projects:write",
	}
}
