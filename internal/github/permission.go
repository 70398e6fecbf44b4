package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// permissionHolds is how long an answer is believed.
const permissionHolds = time.Minute

type permissionKey struct {
	repository int64
	login      string // ASCII lower case
}

type permissionEntry struct {
	who incident.Person
	may incident.Permission
	at  time.Time
}

// Permission asks what somebody may do on the repository. The login is only how GitHub wants to be asked; the
// numeric id of the answer is the identity: a login that was renamed and taken by somebody else has no access. It fails
// closed: an error means that nobody knows. GitHub's author_association is never looked at: it shows private members as
// NONE.
func (c *Client) Permission(ctx context.Context, k reconcile.Key, p incident.Person) (incident.Person, incident.Permission, error) {
	key := permissionKey{k.RepositoryID, fold(p.Login)}
	c.mu.Lock()
	e, known := c.allowed[key]
	c.mu.Unlock()
	if !known || !c.fresh(e.at) {
		var err error
		if e, err = c.askPermission(ctx, k, p.Login); err != nil {
			return incident.Person{}, incident.NoAccess, err
		}
		c.keepPermission(key, e)
	}
	if p.ID != 0 && e.who.ID != p.ID {
		return incident.Person{}, incident.NoAccess, nil
	}
	return e.who, e.may, nil
}

func (c *Client) fresh(at time.Time) bool {
	age := c.set.Now().Sub(at)
	return age >= 0 && age < permissionHolds
}

func (c *Client) keepPermission(key permissionKey, e permissionEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, entry := range c.allowed {
		if !c.fresh(entry.at) {
			delete(c.allowed, old)
		}
	}
	c.allowed[key] = e
}

func (c *Client) askPermission(ctx context.Context, k reconcile.Key, login string) (permissionEntry, error) {
	e := permissionEntry{at: c.set.Now()}
	if login == "" {
		return e, nil // an account that was deleted
	}
	s, err := c.in(k.Installation)
	if err != nil {
		return e, err
	}
	path := fmt.Sprintf("repos/%s/%s/collaborators/%s/permission", url.PathEscape(k.Owner), url.PathEscape(k.Repo), url.PathEscape(login))
	req, err := s.rest.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return e, fmt.Errorf("ask for a permission: %w", err)
	}
	var got struct {
		Permission string `json:"permission"`
		RoleName   string `json:"role_name"`
		User       *struct {
			ID    int64  `json:"id"`
			Login string `json:"login"`
		} `json:"user"`
	}
	if _, err := s.rest.Do(ctx, req, &got); err != nil {
		if status(err) == http.StatusNotFound {
			return e, nil // nobody of that name
		}
		return e, fmt.Errorf("ask GitHub for the permission of %s: %w", login, err)
	}
	if got.User == nil {
		return e, nil
	}
	e.who = incident.Person{ID: got.User.ID, Login: got.User.Login}
	e.may, _ = incident.ParsePermission(got.Permission)
	if role, ok := incident.ParsePermission(got.RoleName); ok {
		e.may = role // a custom role's name is none of ours: then the base permission counts
	}
	return e, nil
}

// status is the HTTP status of an error of go-github; 0 where there was no answer.
func status(err error) int {
	var answered *gogithub.ErrorResponse
	if errors.As(err, &answered) && answered.Response != nil {
		return answered.Response.StatusCode
	}
	return 0
}
