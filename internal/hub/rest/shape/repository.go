package shape

import "github.com/sensible-im/sensible/internal/hub/store"

// links are the addresses of a repository, by what follows its own.
var links = map[string]string{"archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
	"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
	"commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}", "contents_url": "/contents/{+path}",
	"contributors_url": "/contributors", "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
	"forks_url": "/forks", "git_commits_url": "/git/commits{/sha}", "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
	"hooks_url": "/hooks", "issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
	"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}", "languages_url": "/languages",
	"merges_url": "/merges", "milestones_url": "/milestones{/number}", "notifications_url": "/notifications{?since,all,participating}",
	"pulls_url": "/pulls{/number}", "releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
	"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams",
	"trees_url": "/git/trees{/sha}"}

// MinimalRepository is a minimal-repository without its optional figures.
func (s *Shaper) MinimalRepository(r *store.Repository) J {
	at := s.RepositoryURL(r)
	j := J{"id": r.ID, "node_id": r.NodeID, "name": r.Name, "full_name": r.FullName(), "owner": s.User(r.Owner), "private": r.Private,
		"html_url": s.web("/%s", r.FullName()), "description": text(r.Description), "fork": false, "url": at}
	for k, v := range links {
		j[k] = at + v
	}
	return j
}

// RepositoryURL is the API's address of r.
func (s *Shaper) RepositoryURL(r *store.Repository) string { return s.api("/repos/%s", r.FullName()) }

// Repository is a repository.
func (s *Shaper) Repository(r *store.Repository) J {
	open, visibility := 0, "public"
	for _, i := range r.Issues {
		if i.State == "open" {
			open++
		}
	}
	if r.Private {
		visibility = "private"
	}
	clone := s.web("/%s.git", r.FullName())
	return merge(s.MinimalRepository(r), J{"clone_url": clone, "git_url": clone, "ssh_url": "git@localhost:" + r.FullName() + ".git",
		"svn_url": s.web("/%s", r.FullName()), "default_branch": r.DefaultBranch, "forks": 0, "forks_count": 0, "has_downloads": true,
		"has_issues": r.HasIssues, "has_projects": true, "has_wiki": false, "has_pages": false, "has_discussions": false, "homepage": nil,
		"language": nil, "archived": r.Archived, "disabled": false, "mirror_url": nil, "open_issues": open, "open_issues_count": open,
		"license": nil, "size": 0, "stargazers_count": 0, "watchers": 0, "watchers_count": 0, "created_at": Time(r.CreatedAt),
		"updated_at": Time(r.UpdatedAt), "pushed_at": Time(r.PushedAt), "visibility": visibility, "allow_forking": true,
		"is_template": false, "web_commit_signoff_required": false, "topics": []string{}})
}

// FullRepository is a full-repository, with the permissions of role.
func (s *Shaper) FullRepository(r *store.Repository, role store.Role) J {
	j := merge(s.Repository(r), J{"permissions": Permissions(role), "network_count": 0, "subscribers_count": 0, "allow_merge_commit": true,
		"allow_squash_merge": true, "allow_rebase_merge": true, "allow_auto_merge": false, "delete_branch_on_merge": false})
	if r.Owner.Type == "Organization" {
		j["organization"] = s.User(r.Owner)
	}
	return j
}
