package shape

import (
	"net/url"
	"strconv"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func escape(name string) string { return url.PathEscape(name) }

// App is an integration.
func (s *Shaper) App(a *store.App) J {
	owner := a.Owner
	if owner == nil {
		owner = a.Bot
	}
	return J{"id": a.ID, "node_id": a.NodeID, "slug": a.Slug, "client_id": a.ClientID, "owner": s.User(owner), "name": a.Name,
		"description": "", "external_url": s.web("/apps/%s", a.Slug), "html_url": s.web("/apps/%s", a.Slug), "created_at": Time(a.CreatedAt),
		"updated_at": Time(a.CreatedAt), "permissions": permissions(a.Permissions), "events": events(a.Events),
		"installations_count": len(s.Store.Installations(a))}
}

func (s *Shaper) via(a *store.App) any {
	if a == nil {
		return nil
	}
	return s.Author(a)
}

// Author is an integration as it stands inside of what it made. GitHub's webhook schemas list the events that it may name
// there; newer ones (sub_issues, installation) are left out.
func (s *Shaper) Author(a *store.App) J {
	j := s.App(a)
	var known []string
	for _, name := range a.Events {
		if namedInside[name] {
			known = append(known, name)
		}
	}
	j["events"] = events(known)
	return j
}

// namedInside are the events that every schema with an integration inside knows.
var namedInside = map[string]bool{
	"branch_protection_rule": true, "check_run": true, "check_suite": true, "code_scanning_alert": true, "commit_comment": true,
	"create": true, "delete": true, "deployment": true, "deployment_review": true, "deployment_status": true, "deploy_key": true,
	"discussion": true, "discussion_comment": true, "fork": true, "gollum": true, "issues": true, "issue_comment": true, "label": true,
	"member": true, "membership": true, "milestone": true, "organization": true, "org_block": true, "page_build": true, "project": true,
	"project_card": true, "project_column": true, "public": true, "pull_request": true, "pull_request_review": true,
	"pull_request_review_comment": true, "push": true, "registry_package": true, "release": true, "repository": true,
	"repository_dispatch": true, "secret_scanning_alert": true, "star": true, "status": true, "team": true, "team_add": true,
	"watch": true, "workflow_dispatch": true, "workflow_run": true,
}

func permissions(p map[string]string) J {
	j := J{"metadata": "read"}
	for k, v := range p {
		j[k] = v
	}
	return j
}

func events(list []string) []string { return append([]string{}, list...) }

// account is the owner of an installation. The contract of GET /app/installations wants a user and an enterprise in
// one, so it has the names and dates of both.
func (s *Shaper) account(u *store.User) J {
	name := u.Name
	if name == "" {
		name = u.Login
	}
	return merge(s.User(u), J{"name": name, "slug": u.Login, "created_at": Time(u.CreatedAt), "updated_at": Time(u.CreatedAt)})
}

// Installation is an installation.
func (s *Shaper) Installation(in *store.Installation) J {
	at := s.api("/app/installations/%d", in.ID)
	return J{"id": in.ID, "account": s.account(in.Account), "repository_selection": in.Selection, "access_tokens_url": at + "/access_tokens",
		"repositories_url": s.api("/installation/repositories"), "html_url": s.web("/organizations/%s/settings/installations/%d", in.Account.Login, in.ID),
		"app_id": in.App.ID, "client_id": in.App.ClientID, "app_slug": in.App.Slug, "target_id": in.Account.ID, "target_type": in.Account.Type,
		"permissions": permissions(in.Permissions), "events": events(in.Events), "created_at": Time(in.CreatedAt),
		"updated_at": Time(in.UpdatedAt), "single_file_name": nil, "has_multiple_single_files": false, "single_file_paths": []string{},
		"suspended_by": s.maybe(in.SuspendedBy), "suspended_at": Time(in.SuspendedAt)}
}

// Token is an installation-token; repos are those it was narrowed to, nil for all.
func (s *Shaper) Token(t *store.Token) J {
	j := J{"token": t.Value, "expires_at": Time(t.ExpiresAt), "permissions": permissions(t.Permissions),
		"repository_selection": t.Installation.Selection}
	if t.RepoIDs != nil {
		var repos []*store.Repository
		for _, r := range s.Store.Repositories() {
			if t.RepoIDs[r.ID] {
				repos = append(repos, r)
			}
		}
		j["repository_selection"], j["repositories"] = "selected", List(repos, s.Repository)
	}
	return j
}

// DeliveryItem is a hook-delivery-item.
func (s *Shaper) DeliveryItem(d *store.Delivery) J {
	return J{"id": d.ID, "guid": d.GUID, "delivered_at": Time(d.DeliveredAt), "redelivery": d.Redelivery, "duration": d.Duration.Seconds(),
		"status": d.Status, "status_code": d.StatusCode, "event": d.Event, "action": text(d.Action), "installation_id": number(d.InstallationID),
		"repository_id": number(d.RepositoryID), "throttled_at": nil}
}

// Delivery is a hook-delivery.
func (s *Shaper) Delivery(d *store.Delivery) J {
	return merge(s.DeliveryItem(d), J{"url": d.URL, "request": J{"headers": flat(d.RequestHeaders), "payload": raw(d.Payload)},
		"response": J{"headers": flat(d.ResponseHeaders), "payload": text(string(d.ResponseBody))}})
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func number(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
