package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/incident"
)

// actionsLogin is whom GITHUB_TOKEN acts as; the token may not ask who it is.
const actionsLogin = "github-actions[bot]"

// Who returns the account that this client acts as: the App's bot, or the token's owner. It is looked up once. The id is
// what counts: GraphQL leaves the "[bot]" of the login out.
func (c *Client) Who(ctx context.Context) (incident.Person, error) {
	c.mu.Lock()
	me := c.me
	c.mu.Unlock()
	if me.ID != 0 {
		return me, nil
	}
	me, err := c.lookUpMe(ctx)
	if err != nil {
		return incident.Person{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.me = me
	return me, nil
}

func (c *Client) lookUpMe(ctx context.Context) (incident.Person, error) {
	if c.app == nil {
		s, err := c.in(0)
		if err != nil {
			return incident.Person{}, err
		}
		if me, ok := c.viewer(ctx); ok {
			return me, nil
		}
		me, resp, err := s.rest.Users.Get(ctx, "")
		if err != nil && resp != nil && resp.StatusCode == http.StatusForbidden {
			me, _, err = s.rest.Users.Get(ctx, actionsLogin)
		}
		return person(me, "the token", err)
	}
	app, _, err := c.app.Apps.Get(ctx, "")
	if err != nil {
		return incident.Person{}, appProblem(err)
	}
	me, _, err := c.app.Users.Get(ctx, app.GetSlug()+"[bot]")
	return person(me, "the App's bot", err)
}

func person(u *gogithub.User, what string, err error) (incident.Person, error) {
	if err != nil {
		return incident.Person{}, fmt.Errorf("look up the account of %s: %w", what, err)
	}
	return incident.Person{ID: u.GetID(), Login: u.GetLogin()}, nil
}

// appProblem says what to do about an App that GitHub does not know.
func appProblem(err error) error {
	var answered *gogithub.ErrorResponse
	if errors.As(err, &answered) && answered.Response.StatusCode == http.StatusUnauthorized {
		return errors.New("GitHub does not accept the App's key: --app-id and --private-key must belong to one App, and the clock must be right")
	}
	if errors.As(err, &answered) && answered.Response.StatusCode == http.StatusNotFound {
		return errors.New("GitHub knows no such App: check --app-id and --github-url")
	}
	return fmt.Errorf("look up the App: %w", err)
}

// email is the address that GitHub attributes a bot's commits by.
func email(p incident.Person) string {
	return fmt.Sprintf("%d+%s@users.noreply.github.com", p.ID, p.Login)
}

// Unavailable says whether an error is GitHub's absence, which passes, and not a mistake in the settings.
func Unavailable(err error) bool {
	var limited *Limited
	var net *url.Error
	return errors.As(err, &limited) || errors.As(err, &net) || status(err) >= 500
}
