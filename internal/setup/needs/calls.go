package needs

// What a call takes, as "permission:level"; several are separated by a space, and empty means that no permission of an
// installation is asked for (the App's own token, or none at all). The sources are GitHub's pages "Permissions required for
// GitHub Apps" and "Forming calls with GraphQL"; a test holds both tables against what the program calls.

// Routes are the REST routes, as GitHub's contract writes them.
func Routes() map[string]string {
	return map[string]string{
		"GET /app":                                                "",
		"GET /app/hook/deliveries":                                "",
		"GET /app/hook/deliveries/{delivery_id}":                  "",
		"POST /app/hook/deliveries/{delivery_id}/attempts":        "",
		"GET /app/installations":                                  "",
		"GET /apps/{app_slug}":                                    "",
		"GET /installation/repositories":                          "metadata:read",
		"GET /rate_limit":                                         "",
		"GET /repos/{owner}/{repo}/installation":                  "",
		"GET /user":                                               "",
		"GET /users/{username}":                                   "",
		"POST /app-manifests/{code}/conversions":                  "",
		"POST /app/installations/{installation_id}/access_tokens": "",

		"GET /orgs/{org}/teams":                                         "members:read",
		"GET /orgs/{org}/teams/{team_slug}/members":                     "members:read",
		"GET /orgs/{org}/members":                                       "members:read",
		"GET /repos/{owner}/{repo}":                                     "metadata:read",
		"GET /repos/{owner}/{repo}/collaborators":                       "metadata:read",
		"GET /repos/{owner}/{repo}/collaborators/{username}/permission": "metadata:read",

		"GET /repos/{owner}/{repo}/compare/{basehead}":   "contents:read",
		"GET /repos/{owner}/{repo}/contents/{path}":      "contents:read",
		"GET /repos/{owner}/{repo}/git/trees/{tree_sha}": "contents:read",
		"PUT /repos/{owner}/{repo}/contents/{path}":      "contents:write",
		"DELETE /repos/{owner}/{repo}/git/refs/{ref}":    "contents:write",
		"POST /repos/{owner}/{repo}/dispatches":          "contents:write",

		"GET /repos/{owner}/{repo}/issues":                                 "issues:read",
		"GET /repos/{owner}/{repo}/issues/{issue_number}":                  "issues:read",
		"GET /repos/{owner}/{repo}/labels":                                 "issues:read",
		"GET /repos/{owner}/{repo}/issues/comments/{comment_id}":           "issues:read",
		"POST /repos/{owner}/{repo}/issues":                                "issues:write",
		"GET /repos/{owner}/{repo}/issues/{issue_number}/comments":         "issues:read",
		"GET /repos/{owner}/{repo}/issues/{issue_number}/events":           "issues:read",
		"GET /repos/{owner}/{repo}/issues/{issue_number}/timeline":         "issues:read",
		"POST /repos/{owner}/{repo}/issues/{issue_number}/labels":          "issues:write",
		"DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}": "issues:write",
		"PATCH /repos/{owner}/{repo}/labels/{name}":                        "issues:write",
		"POST /repos/{owner}/{repo}/issues/{issue_number}/assignees":       "issues:write",
		"DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees":     "issues:write",
		"PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":         "issues:write",
		"POST /repos/{owner}/{repo}/labels":                                "issues:write",
		"PATCH /repos/{owner}/{repo}/issues/{issue_number}":                "issues:write",
		"POST /repos/{owner}/{repo}/issues/{issue_number}/comments":        "issues:write",
		"PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin":       "issues:write",

		"GET /repos/{owner}/{repo}/pulls":                                    "pull_requests:read",
		"GET /repos/{owner}/{repo}/pulls/{pull_number}/files":                "pull_requests:read",
		"POST /repos/{owner}/{repo}/pulls":                                   "pull_requests:write",
		"PATCH /repos/{owner}/{repo}/pulls/{pull_number}":                    "pull_requests:write",
		"POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers": "pull_requests:write",
		"POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews":             "pull_requests:write",

		"GET /repos/{owner}/{repo}/commits/{ref}/check-runs":    "checks:read",
		"POST /repos/{owner}/{repo}/check-runs":                 "checks:write",
		"PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": "checks:write",

		"GET /repos/{owner}/{repo}/deployments": "deployments:read",

		"GET /orgs/{org}/projectsV2":                         "organization_projects:read",
		"GET /orgs/{org}/projectsV2/{project_number}/fields": "organization_projects:read",
		"GET /orgs/{org}/projectsV2/{project_number}/views":  "organization_projects:read",
		"POST /orgs/{org}/projectsV2/{project_number}/views": "organization_projects:write",
	}
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
