package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/ledger"
)

// remote is how a command of the terminal reaches one repository: the flags, and what they stand for once read.
type remote struct {
	flags settingsFlags
	repo  *string
	now   appDeps // the time of tests; the zero value is the wall's
}

// remoteSettings are the settings that a command of the terminal needs: `serve`'s, less what only a server needs.
var remoteSettings = []string{"github-url", "graphql-url", "git-url", "app-id"}

// newRemote registers the flags. The repository is --repo, else the one of GitHub Actions.
func newRemote(cmd *cobra.Command) *remote {
	flags := cmd.Flags()
	for _, s := range settingsTable {
		for _, name := range remoteSettings {
			if s.flag == name {
				flags.String(s.flag, s.def, s.usage+" ["+s.env+"]")
			}
		}
	}
	for _, s := range secretFiles {
		flags.String(s.flag, "", s.usage+" ["+s.env+" or "+s.env+"_FILE]")
	}
	repo := flags.String("repo", "", "`OWNER/NAME` of the repository [GITHUB_REPOSITORY]")
	return &remote{flags: settingsFlags{flags: flags, getenv: os.Getenv}, repo: repo}
}

// name is the repository that is meant; empty where nobody says.
func (r *remote) name() string {
	if *r.repo != "" {
		return *r.repo
	}
	return r.flags.getenv("GITHUB_REPOSITORY")
}

// settings reads flags, environment and files. A mistake is an exitError of usage.
func (r *remote) settings() (settings, error) {
	s := settings{
		GitHubURL: r.flags.value("github-url"), GraphQLURL: r.flags.value("graphql-url"), GitURL: r.flags.value("git-url"),
		Token: r.flags.getenv("GITHUB_TOKEN"),
	}
	if s.Token == "" {
		s.Token = r.flags.getenv("GH_TOKEN")
	}
	if id := r.flags.value("app-id"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return s, exitError{exitUsage, fmt.Sprintf("--app-id: %q is no number; the App's settings page shows it", id)}
		}
		s.AppID = n
	}
	for name, into := range map[string]*[]byte{"private-key": &s.PrivateKey, "previous-key": &s.PreviousKey, "webhook-secret": &s.Secret} {
		text, err := r.flags.secret(name)
		if err != nil {
			return s, exitError{exitUsage, err.Error()}
		}
		*into = text
	}
	s.Secret = []byte(strings.TrimRight(string(s.Secret), "\r\n"))
	switch {
	case s.AppID != 0 && len(s.PrivateKey) == 0:
		return s, exitError{exitUsage, "the App's private key is missing: give --private-key FILE, SENSIBLE_PRIVATE_KEY or SENSIBLE_PRIVATE_KEY_FILE"}
	case s.AppID == 0 && len(s.PrivateKey) > 0:
		return s, exitError{exitUsage, "the App's number is missing: give --app-id or SENSIBLE_APP_ID"}
	case s.AppID == 0 && s.Token == "":
		return s, exitError{exitUsage, "no credentials for GitHub: set GITHUB_TOKEN (for instance to the output of gh auth token), or give --app-id and --private-key"}
	}
	return s, nil
}

// connection is one repository within reach.
type connection struct {
	settings
	client *github.Client
	access github.Access
	ring   ledger.Keyring
}

// open reaches the repository and looks it up. The errors are exitErrors: one line that says what to do.
func (r *remote) open(ctx context.Context) (*connection, error) {
	c, err := r.connect()
	if err != nil {
		return nil, err
	}
	if c.access, err = c.client.Access(ctx, r.name()); err != nil {
		return nil, exitError{exitFound, err.Error()}
	}
	return c, nil
}

// connect reads the settings. It makes no request.
func (r *remote) connect() (*connection, error) {
	name := r.name()
	if owner, repo, ok := strings.Cut(name, "/"); !ok || owner == "" || repo == "" || strings.Contains(repo, "/") {
		if name == "" {
			return nil, exitError{exitUsage, "which repository? give --repo owner/name"}
		}
		return nil, exitError{exitUsage, fmt.Sprintf("--repo: %q is no repository; write owner/name", name)}
	}
	s, err := r.settings()
	if err != nil {
		return nil, err
	}
	ring, err := ledgerKeys(s)
	if err != nil {
		return nil, exitError{exitUsage, err.Error()}
	}
	client, err := github.New(github.Settings{
		APIURL: s.GitHubURL, GraphQLURL: s.GraphQLURL, GitURL: s.GitURL, AppID: s.AppID, PrivateKey: s.PrivateKey, Token: s.Token,
		Now: r.now.Now, Clock: r.now.Clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, exitError{exitUsage, err.Error()}
	}
	return &connection{settings: s, client: client, ring: ring}, nil
}

// writable says what keeps anything from being written to the repository, before anything is begun.
func (c *connection) writable(what string) error {
	name := c.access.Repository.FullName()
	switch {
	case c.access.Repository.Archived:
		return exitError{exitFound, fmt.Sprintf("%s is archived, so that nothing can be written there: unarchive it, or %s into another repository", name, what)}
	case !c.access.HasIssues:
		return exitError{exitFound, fmt.Sprintf("issues are switched off in %s: switch them on in its settings, under Features", name)}
	case c.access.App && len(c.access.Granted) > 0 && c.access.Granted["issues"] != "write":
		return exitError{exitFound, fmt.Sprintf("the App may not write issues in %s: grant it the permission issues: write in its settings, and accept that in the installation's", name)}
	case !c.access.App && !strings.HasPrefix(c.Token, "ghs_") && c.access.Role != nil && !c.access.Role["triage"] && !c.access.Role["push"]:
		return exitError{exitFound, fmt.Sprintf("this token may only read %s: it takes the role triage or more there", name)}
	}
	return nil
}
