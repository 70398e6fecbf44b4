package shape

import (
	"net/url"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// User is a simple-user.
func (s *Shaper) User(u *store.User) J {
	at := s.api("/users/%s", url.PathEscape(u.Login))
	html := s.web("/%s", u.Login)
	if u.IsBot() && u.App != nil {
		html = s.web("/apps/%s", u.App.Slug)
	}
	return J{"login": u.Login, "id": u.ID, "node_id": u.NodeID, "avatar_url": s.web("/avatars/u/%d", u.ID), "gravatar_id": "",
		"url": at, "html_url": html, "followers_url": at + "/followers", "following_url": at + "/following{/other_user}",
		"gists_url": at + "/gists{/gist_id}", "starred_url": at + "/starred{/owner}{/repo}", "subscriptions_url": at + "/subscriptions",
		"organizations_url": at + "/orgs", "repos_url": at + "/repos", "events_url": at + "/events{/privacy}",
		"received_events_url": at + "/received_events", "type": u.Type, "user_view_type": "public", "site_admin": false}
}

// PublicUser is a public-user.
func (s *Shaper) PublicUser(u *store.User) J {
	return merge(s.User(u), J{"name": text(u.Name), "company": nil, "blog": "", "location": nil, "email": text(u.Email), "hireable": nil,
		"bio": nil, "twitter_username": nil, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
		"created_at": Time(u.CreatedAt), "updated_at": Time(u.CreatedAt)})
}

// PrivateUser is a private-user: oneself.
func (s *Shaper) PrivateUser(u *store.User) J {
	return merge(s.PublicUser(u), J{"user_view_type": "private", "private_gists": 0, "total_private_repos": 0, "owned_private_repos": 0, "disk_usage": 0,
		"collaborators": 0, "two_factor_authentication": true})
}

// Organization is an organization-simple.
func (s *Shaper) Organization(o *store.Organization) J {
	at := s.api("/orgs/%s", o.Login)
	return J{"login": o.Login, "id": o.ID, "node_id": o.NodeID, "url": at, "repos_url": at + "/repos", "events_url": at + "/events",
		"hooks_url": at + "/hooks", "issues_url": at + "/issues", "members_url": at + "/members{/member}",
		"public_members_url": at + "/public_members{/member}", "avatar_url": s.web("/avatars/u/%d", o.ID), "description": o.Description}
}

// FullOrganization is an organization-full.
func (s *Shaper) FullOrganization(o *store.Organization) J {
	return merge(s.Organization(o), J{"name": o.Name, "html_url": s.web("/%s", o.Login), "has_organization_projects": true,
		"has_repository_projects": true, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "type": "Organization",
		"created_at": Time(o.CreatedAt), "updated_at": Time(o.CreatedAt), "archived_at": nil,
		"default_repository_permission": o.DefaultPermission.String()})
}

// Team is a team.
func (s *Shaper) Team(t *store.Team) J {
	at := s.api("/organizations/%d/team/%d", t.Org.ID, t.ID)
	return J{"id": t.ID, "node_id": t.NodeID, "name": t.Name, "slug": t.Slug, "description": t.Description, "privacy": "closed",
		"notification_setting": "notifications_enabled", "permission": "pull", "url": at, "type": "organization",
		"organization_id": t.Org.ID, "html_url": s.web("/orgs/%s/teams/%s", t.Org.Login, t.Slug),
		"members_url": at + "/members{/member}", "repositories_url": at + "/repos", "parent": nil}
}

// FullTeam is a team-full.
func (s *Shaper) FullTeam(t *store.Team) J {
	return merge(s.Team(t), J{"created_at": Time(t.CreatedAt), "updated_at": Time(t.CreatedAt), "members_count": len(t.Members),
		"repos_count": len(t.Repos), "organization": s.FullOrganization(t.Org)})
}

// Collaborator is a collaborator: a user with role_name and permissions.
func (s *Shaper) Collaborator(u *store.User, role store.Role) J {
	return merge(s.User(u), J{"role_name": role.String(), "permissions": Permissions(role)})
}

// Permissions are the five switches of a role.
func Permissions(r store.Role) J {
	return J{"pull": r >= store.Read, "triage": r >= store.Triage, "push": r >= store.Write, "maintain": r >= store.Maintain, "admin": r >= store.Admin}
}
