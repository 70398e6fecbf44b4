package graphql

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// repositoryDelivered serve what went out of a repository: its deployments and releases.
func repositoryDelivered() Fields {
	return Fields{
		"deployments": try(func(c *Call, r *store.Repository) (any, error) {
			if err := c.Store().Need(c.actor, r, "deployments", store.Read); err != nil {
				return nil, err
			}
			wanted := c.Args.strings("environments")
			var kept []*store.Deployment
			for _, d := range r.Deployments {
				if len(wanted) == 0 || slices.Contains(wanted, d.Environment) {
					kept = append(kept, d)
				}
			}
			return page(c, order(c, kept, func(d *store.Deployment) sortKeys { return sortKeys{created: d.CreatedAt, number: int(d.ID)} }))
		}),
		"releases": try(func(c *Call, r *store.Repository) (any, error) {
			if err := c.Store().Need(c.actor, r, "contents", store.Read); err != nil {
				return nil, err
			}
			var kept []*store.Release
			for _, x := range r.Releases {
				if c.mayReadRelease(x) == nil {
					kept = append(kept, x)
				}
			}
			return page(c, order(c, kept, func(x *store.Release) sortKeys {
				return sortKeys{created: x.CreatedAt, name: x.Name, number: int(x.ID)}
			}))
		}),
	}
}

// mayReadRelease refuses what the caller may not see: drafts are for who can push.
func (c *Call) mayReadRelease(x *store.Release) error {
	need := store.Read
	if x.Draft {
		need = store.Write
	}
	return c.Store().Need(c.actor, x.Repo, "contents", need)
}

func deploymentFields() Fields {
	latest := func(d *store.Deployment) *store.DeploymentStatus {
		if len(d.Statuses) == 0 {
			return nil
		}
		return d.Statuses[len(d.Statuses)-1]
	}
	return Fields{
		"id":                  of(func(d *store.Deployment) any { return d.NodeID }),
		"databaseId":          of(func(d *store.Deployment) any { return d.ID }),
		"commitOid":           of(func(d *store.Deployment) any { return d.SHA }),
		"commit":              try(func(c *Call, d *store.Deployment) (any, error) { return c.commit(d.Repo, d.SHA) }),
		"createdAt":           of(func(d *store.Deployment) any { return d.CreatedAt }),
		"updatedAt":           of(func(d *store.Deployment) any { return d.UpdatedAt }),
		"creator":             of(func(d *store.Deployment) any { return d.Creator }),
		"description":         of(func(d *store.Deployment) any { return orNull(d.Description) }),
		"environment":         of(func(d *store.Deployment) any { return d.Environment }),
		"latestEnvironment":   of(func(d *store.Deployment) any { return d.Environment }),
		"originalEnvironment": of(func(d *store.Deployment) any { return d.Environment }),
		"task":                of(func(d *store.Deployment) any { return d.Task }),
		"repository":          of(func(d *store.Deployment) any { return d.Repo }),
		"ref":                 with(func(c *Call, d *store.Deployment) any { return c.refNamed(d.Repo, "refs/heads/"+d.Ref) }),
		"latestStatus":        of(func(d *store.Deployment) any { return latest(d) }),
		"statuses":            try(func(c *Call, d *store.Deployment) (any, error) { return page(c, d.Statuses) }),
		"state": of(func(d *store.Deployment) any {
			if s := latest(d); s != nil {
				return deploymentState(s.State)
			}
			return "PENDING"
		}),
	}
}

// deploymentState is a status in the words of a deployment: a successful one is active.
func deploymentState(status string) string {
	if status == "success" {
		return "ACTIVE"
	}
	return strings.ToUpper(status)
}

func deploymentStatusFields() Fields {
	return Fields{
		"id":             of(func(s *store.DeploymentStatus) any { return s.NodeID }),
		"createdAt":      of(func(s *store.DeploymentStatus) any { return s.CreatedAt }),
		"updatedAt":      of(func(s *store.DeploymentStatus) any { return s.CreatedAt }),
		"creator":        of(func(s *store.DeploymentStatus) any { return s.Creator }),
		"deployment":     of(func(s *store.DeploymentStatus) any { return s.Deployment }),
		"description":    of(func(s *store.DeploymentStatus) any { return orNull(s.Description) }),
		"environment":    of(func(s *store.DeploymentStatus) any { return s.Deployment.Environment }),
		"environmentUrl": of(func(s *store.DeploymentStatus) any { return orNull(s.EnvironmentURL) }),
		"logUrl":         of(func(s *store.DeploymentStatus) any { return orNull(s.LogURL) }),
		"state":          of(func(s *store.DeploymentStatus) any { return strings.ToUpper(s.State) }),
	}
}

func releaseFields() Fields {
	return Fields{
		"id":           of(func(x *store.Release) any { return x.NodeID }),
		"databaseId":   of(func(x *store.Release) any { return x.ID }),
		"name":         of(func(x *store.Release) any { return orNull(x.Name) }),
		"description":  of(func(x *store.Release) any { return orNull(x.Body) }),
		"tagName":      of(func(x *store.Release) any { return x.Tag }),
		"author":       with(func(c *Call, x *store.Release) any { return c.asUser(x.Author) }),
		"isDraft":      of(func(x *store.Release) any { return x.Draft }),
		"isPrerelease": of(func(x *store.Release) any { return x.Prerelease }),
		"repository":   of(func(x *store.Release) any { return x.Repo }),
		"createdAt":    of(func(x *store.Release) any { return x.CreatedAt }),
		"updatedAt":    of(func(x *store.Release) any { return x.CreatedAt }),
		"publishedAt":  of(func(x *store.Release) any { return published(x.PublishedAt) }),
		"url": with(func(c *Call, x *store.Release) any {
			return c.base + "/" + x.Repo.FullName() + "/releases/tag/" + x.Tag
		}),
	}
}

// published is null for a draft.
func published(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}
