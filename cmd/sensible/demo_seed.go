package main

import (
	"maps"
	"slices"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/sandbox"
	"github.com/sensible-im/sensible/internal/setup/needs"
)

// The ids of the App and its installation on the in-memory GitHub.
const (
	demoAppID        = 1
	demoInstallation = 10
)

// demoPermissions and demoEvents are what the App asks for.
var demoPermissions, demoEvents = permissionsAsked(), needs.Events()

func permissionsAsked() map[string]string {
	out := map[string]string{}
	for _, p := range needs.Permissions() {
		out[p.Name] = string(p.Level)
	}
	return out
}

// formFile is where GitHub looks for the incident form.
const formFile = ".github/ISSUE_TEMPLATE/incident.yml"

// demoSeed is the world in which a story plays: an organisation with a private repository, its people, a board, the App.
func demoSeed(s sandbox.Story, tokens map[string]string, webhookURL string, secrets demoSecrets) *seed.Seed {
	standing := 0.0
	out := &seed.Seed{
		Projects: []seed.Project{{Owner: s.Org, Title: s.Board}},
		Apps: []seed.App{{
			ID: demoAppID, Slug: "sensible", PrivateKey: string(secrets.pem), WebhookURL: webhookURL, WebhookSecret: secrets.webhook,
			Permissions: demoPermissions, Events: demoEvents,
		}},
		Installations: []seed.Installation{{ID: demoInstallation, App: demoAppID, Account: s.Org}},
		Clock:         seed.Clock{Start: s.Start, Scale: &standing},
	}
	org := seed.Organization{Login: s.Org}
	for _, login := range slices.Sorted(maps.Keys(s.People)) {
		out.Users = append(out.Users, seed.User{Login: login, Token: tokens[login]})
		org.Members = append(org.Members, seed.Member{Login: login})
	}
	out.Organizations = []seed.Organization{org}
	out.Repositories = []seed.Repository{demoRepository(s)}
	return out
}

func demoRepository(s sandbox.Story) seed.Repository {
	repo := seed.Repository{
		FullName: s.Repo, Private: true, Collaborators: s.People,
		Files: map[string]string{"README.md": "# " + s.Repo + "\n", policy.File: s.Config, formFile: storyForm(s.Config)},
	}
	for _, past := range s.Before {
		issue := seed.Issue{
			Title: past.Title, Body: past.Body, User: past.User, CreatedAt: past.Created, ClosedAt: past.Closed,
			Labels: []string{"incident"},
		}
		for _, c := range past.Comments {
			issue.Comments = append(issue.Comments, seed.Comment{User: c.User, Body: c.Body, CreatedAt: c.Created})
		}
		repo.Issues = append(repo.Issues, issue)
	}
	return repo
}

// storyForm is the issue form as the repository's policy wants it.
func storyForm(config string) string {
	cfg, _ := policy.Parse(policy.File, []byte(config))
	t := form.Template{Language: cfg.Language, Label: cfg.Labels.Incident, Components: slices.Sorted(maps.Keys(cfg.Components))}
	for _, s := range cfg.Severities {
		t.Severities = append(t.Severities, form.Level{Name: s.Name, Title: s.Title, Meaning: s.Meaning})
	}
	return form.Render(t)
}
