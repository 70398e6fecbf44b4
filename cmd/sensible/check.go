package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/operate"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/setup/needs"
)

// shortSecret is from where on a webhook's secret cannot be guessed.
const shortSecret = 16

// finding is one line of `serve --check`: what was looked at, and what is wrong with it and how that is mended.
type finding struct {
	what, wrong string // wrong is empty where all is well
	note        bool   // it works, and could be better
}

// checkSettings tries all settings and tells what is wrong with them; it begins nothing.
func checkSettings(cmd *cobra.Command, s settings, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(cmd.Context(), checkWithin)
	defer cancel()
	found := []finding{checkSecret(s), checkDatabase(ctx, s, log)}
	if f := checkTraces(ctx); f.what != "" {
		found = append(found, f)
	}
	found = append(found, checkGitHub(ctx, s, log)...)
	broken := 0
	for _, f := range found {
		line := "ok: " + f.what
		switch {
		case f.wrong != "" && f.note:
			line = "note: " + f.what + ": " + f.wrong
		case f.wrong != "":
			line = "wrong: " + f.what + ": " + f.wrong
			broken++
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), strings.ReplaceAll(line, "\n", " ")); err != nil {
			return exitError{exitFound, err.Error()}
		}
	}
	if broken > 0 {
		return exitError{exitFound, fmt.Sprintf("%d of %d settings need something, see above", broken, len(found))}
	}
	return nil
}

func checkSecret(s settings) finding {
	f := finding{what: "the webhook's secret"}
	if len(s.Secret) < shortSecret {
		f.wrong, f.note = "it is short; take one of at least 16 characters, here and in the App's settings", true
	}
	return f
}

// checkDatabase opens and writes it. One that a server uses at present is looked at beside that server.
func checkDatabase(ctx context.Context, s settings, log *slog.Logger) finding {
	f := finding{what: "the database"}
	store, err := openStore(ctx, s, appDeps{Log: log})
	if err != nil && strings.Contains(err.Error(), "another server is using it") {
		f.what = "the database, which a server uses at present"
		store, err = queue.Beside(ctx, s.Database)
	}
	if err != nil {
		f.wrong = err.Error()
		return f
	}
	defer func() { _ = store.Close() }()
	if err := store.Keep(ctx, keptWell, []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
		f.wrong = fmt.Sprintf("it cannot be written (%v): give the server write access, or room on the disk", err)
	}
	return f
}

// checkTraces is about the collector, where the environment names one.
func checkTraces(ctx context.Context) finding {
	if !operate.Tracing(os.Getenv) {
		return finding{}
	}
	f := finding{what: "the traces' collector"}
	stop, err := startTracing(ctx)
	if err != nil {
		f.wrong = fmt.Sprintf("%v; mend OTEL_EXPORTER_OTLP_ENDPOINT", err)
		return f
	}
	_ = stop(ctx)
	return f
}

// checkGitHub tries the credentials, and what each installation grants.
func checkGitHub(ctx context.Context, s settings, log *slog.Logger) []finding {
	if _, err := ledgerKeys(s); err != nil {
		return []finding{{what: "the App's key", wrong: err.Error() + "; give the PEM file that GitHub handed out"}}
	}
	client, err := github.New(github.Settings{
		APIURL: s.GitHubURL, GraphQLURL: s.GraphQLURL, GitURL: s.GitURL, AppID: s.AppID, PrivateKey: s.PrivateKey, Token: s.Token, Log: log,
	})
	if err != nil {
		return []finding{{what: "the App's key", wrong: err.Error()}}
	}
	me, err := client.Who(ctx)
	switch {
	case err != nil && github.Unavailable(err):
		return []finding{{what: "GitHub at " + s.GitHubURL, wrong: fmt.Sprintf("it does not answer (%v): check --github-url and the network", err)}}
	case err != nil:
		return []finding{{what: "the credentials", wrong: err.Error()}}
	}
	found := []finding{{what: fmt.Sprintf("acting as %s on %s", me.Login, s.GitHubURL)}}
	if s.AppID == 0 {
		return append(found, finding{what: "a plain token", note: true, wrong: "no list of repositories and no deliveries can be read with it; an App is better"})
	}
	return append(found, checkInstallations(ctx, client)...)
}

func checkInstallations(ctx context.Context, client *github.Client) []finding {
	list, err := client.Installations(ctx)
	if err != nil {
		return []finding{{what: "the installations", wrong: err.Error()}}
	}
	if len(list) == 0 {
		return []finding{{what: "the installations", wrong: "the App is installed nowhere: install it from its page on GitHub"}}
	}
	var found []finding
	for _, i := range list {
		f := finding{what: "the installation on " + i.Account}
		var lacks []string
		for _, p := range needs.Missing(i.Permissions) {
			lacks = append(lacks, fmt.Sprintf("%s: %s", p.Name, p.Level))
		}
		switch {
		case i.Suspended:
			f.wrong = "it is suspended: resume it in the settings of " + i.Account + ", under Installed GitHub Apps"
		case len(lacks) > 0:
			f.wrong = "it does not grant " + strings.Join(lacks, ", ") + ": ask for them in the App's settings, and accept them in those of " + i.Account
			f.note = needs.Granted(i.Permissions, needs.Permission{Name: "issues", Level: needs.Write})
		}
		found = append(found, f)
	}
	return found
}
