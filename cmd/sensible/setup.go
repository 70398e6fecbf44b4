package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/setup"
)

// setupFlags are the flags of `setup`.
type setupFlags struct {
	wanted             setup.Wanted
	out, api, language string
	listen             string
	noBrowser          bool
	web                string
}

// newSetupCommand registers the GitHub App by the manifest flow.
func newSetupCommand() *cobra.Command {
	var f setupFlags
	cmd := &cobra.Command{
		Use:   "setup",
		Short: "Register the GitHub App: one button, and GitHub's own page to confirm",
		Long: "Opens a page on this machine with one button. It leads to GitHub's own page, where you confirm; GitHub then hands the\n" +
			"App's key and webhook secret to this machine, which keeps them in files that only you can read. What is asked for,\n" +
			"and why, stands on the page. Without a server of your own, use `sensible init` instead: it needs no App.",
		Example: "  sensible setup --org acme --url https://incidents.example.com\n  sensible setup --out ~/.config/sensible --no-browser",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.wanted.Name == "" {
				f.wanted.Name = defaultName(f.wanted.Org)
			}
			f.wanted.Public = strings.TrimSuffix(strings.TrimSuffix(f.wanted.Public, "/"), "/webhook")
			if err := f.wanted.Check(); err != nil {
				return exitError{exitUsage, err.Error()}
			}
			var err error
			if f.wanted.Web, err = github.WebOf(f.api, f.web); err != nil {
				return exitError{exitUsage, err.Error()}
			}
			return f.run(cmd)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.wanted.Org, "org", "", "`NAME` of the organisation that owns the App (default: your own account)")
	flags.StringVar(&f.wanted.Name, "name", "", "`NAME` of the App; no other on GitHub may have it (default: sensible and the organisation)")
	flags.StringVar(&f.wanted.Public, "url", "", "public `URL` of sensible serve, where GitHub sends webhooks")
	flags.StringVar(&f.out, "out", ".", "`DIR` for "+setup.KeyFile+" and "+setup.SecretFile)
	flags.StringVar(&f.api, "github-url", envOr("GITHUB_API_URL", "https://api.github.com"), "`URL` of GitHub's REST API [GITHUB_API_URL]")
	flags.StringVar(&f.web, "git-url", envOr("GITHUB_SERVER_URL", ""), "`URL` of GitHub's pages (default: derived from --github-url) [GITHUB_SERVER_URL]")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "loopback `ADDRESS` of the local page")
	flags.StringVar(&f.language, "language", "en", "language of the page: en or ja")
	flags.BoolVar(&f.noBrowser, "no-browser", false, "print the page's address and open nothing")
	return cmd
}

// run serves the page until the App is made.
func (f setupFlags) run(cmd *cobra.Command) error {
	host, _, err := net.SplitHostPort(f.listen)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return exitError{exitUsage, fmt.Sprintf("--listen: %q is no loopback address such as 127.0.0.1:0; the page hands out a key", f.listen)}
	}
	if f.language != "en" && f.language != "ja" {
		return exitError{exitUsage, fmt.Sprintf("--language: %q is neither en nor ja", f.language)}
	}
	convert, err := github.Conversion(f.api)
	if err != nil {
		return exitError{exitUsage, err.Error()}
	}
	if err := setup.Room(f.out); err != nil {
		return exitError{exitFound, err.Error()}
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return exitError{exitFound, fmt.Sprintf("--listen: %v; choose another address", err)}
	}
	flow := &setup.Flow{
		Wanted: f.wanted, Language: f.language, Convert: convert, Keep: f.keep,
		Files: []string{filepath.Join(f.out, setup.KeyFile), filepath.Join(f.out, setup.SecretFile)},
	}
	app, kept, err := flow.Run(cmd.Context(), listener, func(url string) { f.announce(cmd, url) })
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	f.tell(cmd, app, kept)
	return nil
}

func (f setupFlags) announce(cmd *cobra.Command, url string) {
	fmt.Fprintf(cmd.OutOrStdout(), "Open %s and press the button; GitHub asks you to confirm. (Ctrl-C ends this.)\n", url)
	if !f.noBrowser {
		openBrowser(cmd.Context(), url)
	}
}

// keep writes the secrets and says how to go on.
func (f setupFlags) keep(app setup.Registered) (setup.Kept, error) {
	if app.WebhookSecret == "" {
		app.WebhookSecret = randomHex("") // none came: this one is to be entered with the address
	}
	key, secret, err := setup.KeepSecrets(f.out, app)
	if err != nil {
		return setup.Kept{}, err
	}
	api := ""
	if f.api != "https://api.github.com" {
		api = f.api
	}
	page := app.URL
	if page == "" {
		page = f.wanted.Web + "/apps/" + app.Slug
	}
	return setup.Kept{Serve: setup.ServeCommand(app.ID, key, secret, api), Install: page + "/installations/new"}, nil
}

func (f setupFlags) tell(cmd *cobra.Command, app setup.Registered, kept setup.Kept) {
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "\nThe App %s is registered (number %d). Its key and secret are in %s, readable by you alone.\n\n", app.Slug, app.ID, f.out)
	fmt.Fprintf(out, "1. Install it:  %s\n2. Run it:      %s\n", kept.Install, kept.Serve)
	if f.wanted.Public == "" {
		fmt.Fprintf(out, "3. Webhooks:    none come yet. In the App's settings enter the address (https://…/webhook) and the secret from\n"+
			"                %s, and tick Active.\n", filepath.Join(f.out, setup.SecretFile))
	}
}

// openBrowser tries the system's way to show a page; the address has been printed, so that nothing is lost where it fails.
func openBrowser(ctx context.Context, url string) {
	name := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if name == "" {
		name = "xdg-open"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return
	}
	show := exec.CommandContext(context.WithoutCancel(ctx), path, url)
	if show.Start() == nil {
		go func() { _ = show.Wait() }() // whether a browser came up is seen by whoever sits there
	}
}

// defaultName is a name that nobody is likely to have; GitHub's page lets it be changed.
func defaultName(org string) string {
	if name := "sensible-" + org; org != "" && len(name) <= 34 {
		return name
	}
	return "sensible-" + randomHex("")[:6]
}

// envOr is an environment variable, else a default.
func envOr(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}
