package setup

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/sensible-im/sensible/internal/setup/needs"
)

// Manifest is what GitHub's confirm page is asked to make: https://docs.github.com/apps/sharing-github-apps
type Manifest struct {
	Name        string            `json:"name,omitempty"`
	URL         string            `json:"url"`
	Description string            `json:"description,omitempty"`
	RedirectURL string            `json:"redirect_url"`
	Hook        Hook              `json:"hook_attributes"`
	Public      bool              `json:"public"`
	Permissions map[string]string `json:"default_permissions"`
	Events      []string          `json:"default_events,omitempty"`
}

// Hook is where GitHub sends webhooks.
type Hook struct {
	URL    string `json:"url"`
	Active bool   `json:"active"`
}

// Wanted is what was asked for on the command line.
type Wanted struct {
	Name   string // of the App; must not be taken
	Org    string // organisation; empty: the account of whoever confirms
	Web    string // GitHub's pages, https://github.com, without a slash at the end
	Public string // public address of `sensible serve`, without /webhook; empty: not known yet
}

const home = "https://github.com/sensible-im/sensible"

// nowhere stands for an address that is not known yet: without one GitHub would make no secret and take no events. The
// webhook is not active until somebody gives it an address.
const nowhere = "https://example.com/webhook"

// NewManifest asks for exactly the permissions and events of package needs.
func NewManifest(w Wanted, redirect string) Manifest {
	m := Manifest{Name: w.Name, URL: home, Description: "Runs incidents as GitHub issues", RedirectURL: redirect, Permissions: map[string]string{}}
	for _, p := range needs.Permissions() {
		if p.Organization && w.Org == "" {
			continue // a person's account cannot grant it
		}
		m.Permissions[p.Name] = string(p.Level)
	}
	m.Hook, m.Events = Hook{URL: nowhere}, events(w.Org != "")
	if w.Public != "" {
		m.Hook = Hook{URL: strings.TrimSuffix(w.Public, "/") + "/webhook", Active: true}
	}
	return m
}

// events leaves out what only an organisation has.
func events(organization bool) []string {
	var out []string
	for _, e := range needs.Events() {
		if organization || e != "projects_v2_item" {
			out = append(out, e)
		}
	}
	return out
}

// ConfirmURL is GitHub's own page for the manifest.
func (w Wanted) ConfirmURL(state string) string {
	path := "/settings/apps/new"
	if w.Org != "" {
		path = "/organizations/" + url.PathEscape(w.Org) + path
	}
	return w.Web + path + "?state=" + url.QueryEscape(state)
}

var loginForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}$`)

// Check says what of the wishes cannot be.
func (w Wanted) Check() error {
	switch u, err := url.Parse(w.Public); {
	case w.Name == "" || len(w.Name) > 34:
		return fmt.Errorf("--name: %q is no name for an App: GitHub takes 1 to 34 characters", w.Name)
	case w.Org != "" && !loginForm.MatchString(w.Org):
		return fmt.Errorf("--org: %q is no organisation's name", w.Org)
	case w.Public != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil):
		return fmt.Errorf("--url: give the public address of sensible serve, such as https://incidents.example.com")
	}
	return nil
}
