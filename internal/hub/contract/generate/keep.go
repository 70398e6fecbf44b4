package main

import "strings"

// keptRoutes are prefixes of the REST routes that an incident tool, or a stranger's
// GitHub App that answers issues, can be expected to call. A "$" at the end means the
// whole route.
var keptRoutes = []string{
	"/app", "/installation", "/markdown", "/meta$", "/zen$", "/octocat$", "/emojis$", "/versions$",
	"/rate_limit$", "/search/", "/user$", "/user/installations", "/user/memberships", "/user/orgs$",
	"/user/repos$", "/user/teams$", "/user/emails$", "/user/issues$", "/issues$", "/user/{user_id}/projectsV2",
	"/users/{username}$", "/users/{username}/installation", "/users/{username}/orgs", "/users/{username}/repos",
	"/users/{username}/projectsV2", "/users/{user_id}/projectsV2", "/organizations$",
	"/orgs/{org}$", "/orgs/{org}/hooks", "/orgs/{org}/installation", "/orgs/{org}/invitations",
	"/orgs/{org}/issue", "/orgs/{org}/member", "/orgs/{org}/public_members", "/orgs/{org}/outside_collaborators",
	"/orgs/{org}/projectsV2", "/orgs/{org}/repos", "/orgs/{org}/team", "/teams/", "/repos/{owner}/{repo}",
	"/repositories$", "/networks/",
}

// droppedRoutes are subtrees of the above with products that the hub does not have.
var droppedRoutes = []string{
	"/repos/{owner}/{repo}/actions", "/repos/{owner}/{repo}/agents", "/repos/{owner}/{repo}/attestations",
	"/repos/{owner}/{repo}/code-", "/repos/{owner}/{repo}/codespaces", "/repos/{owner}/{repo}/dependabot",
	"/repos/{owner}/{repo}/dependency-graph", "/repos/{owner}/{repo}/environments", "/repos/{owner}/{repo}/import",
	"/repos/{owner}/{repo}/pages", "/repos/{owner}/{repo}/secret-scanning", "/repos/{owner}/{repo}/security-advisories",
	"/repos/{owner}/{repo}/stacks", "/repos/{owner}/{repo}/stats", "/repos/{owner}/{repo}/traffic",
	"/repos/{owner}/{repo}/copilot",
}

// droppedWebhooks are prefixes of the events that those products send.
var droppedWebhooks = []string{
	"branch-protection", "code-scanning", "custom-property", "dependabot", "deploy-key", "marketplace",
	"merge-group", "org-block", "package", "page-build", "personal-access", "project-", "registry-package",
	"secret-scanning", "security-", "sponsorship", "deployment-protection", "deployment-review",
}

func keepRoute(path string) bool {
	return matches(path, keptRoutes) && !matches(path, droppedRoutes)
}

func keepWebhook(name string) bool {
	return !matches(name, droppedWebhooks)
}

func matches(name string, prefixes []string) bool {
	for _, p := range prefixes {
		whole, exact := strings.CutSuffix(p, "$")
		if exact && name == whole || !exact && strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
