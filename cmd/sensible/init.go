package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// initFlags are the flags of `init`.
type initFlags struct {
	remote                     *remote
	dir, language              string
	stage                      int
	update, board, app, action bool
}

// newInitCommand opens the pull request that sets a repository up, or writes its files into a folder.
func newInitCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Set a repository up: a pull request with the form, the settings and the workflow",
		Long: "Opens one pull request, \"Welcome: set up incident management\": the issue form, the settings (ten lines or fewer), and\n" +
			"the workflow that does the work. Nothing happens until it is merged. Run it again, and the same pull request is\n" +
			"brought up to date; later, it brings the form in line with the settings. With --dir the files are written into a\n" +
			"folder instead. What a person wrote is never overwritten.",
		Example: "  GITHUB_TOKEN=$(gh auth token) sensible init --repo acme/shop\n  sensible init --dir . --stage 0\n  sensible init --update --repo acme/shop",
		Args:    cobra.NoArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&f.dir, "dir", "", "write the files into `DIR` instead of opening a pull request")
	flags.BoolVar(&f.update, "update", false, "bring what is there in line with the settings; propose nothing else")
	flags.BoolVar(&f.board, "board", false, "action items also stand on the organisation's Projects board")
	flags.IntVar(&f.stage, "stage", 1, "how far the company has grown: 0 (up to 4 engineers), 1 (to 10), 2 (more)")
	flags.StringVar(&f.language, "language", "", "language of what people read: en or ja (default en)")
	flags.BoolVar(&f.app, "app", false, "for the GitHub App (sensible serve): no workflow")
	flags.BoolVar(&f.action, "action", false, "as a workflow: nothing to host (the default without an App)")
	f.remote = newRemote(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		w, err := f.wishes(cmd)
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		if f.dir != "" {
			return f.folder(cmd, w)
		}
		return f.repository(cmd, w)
	}
	return cmd
}

// wishes reads the flags.
func (f *initFlags) wishes(cmd *cobra.Command) (welcome.Wishes, error) {
	w := welcome.Wishes{Language: f.language, Board: f.board, Fallback: welcome.Action}
	if cmd.Flags().Changed("stage") {
		w.Stage = &f.stage
	}
	switch {
	case f.stage < 0 || f.stage > 2:
		return w, fmt.Errorf("--stage: %d is none of 0, 1 and 2", f.stage)
	case f.language != "" && !slices.Contains(welcome.Languages(), f.language):
		return w, fmt.Errorf("--language: %q is neither en nor ja", f.language)
	case f.app && f.action:
		return w, errors.New("--app and --action exclude each other: with both, everything would be done twice")
	case f.dir != "" && *f.remote.repo != "":
		return w, errors.New("--dir writes into a folder, --repo opens a pull request: give one of them")
	case f.app:
		w.Mode = welcome.App
	case f.action:
		w.Mode = welcome.Action
	}
	return w, nil
}

// folder writes the files beside what is there.
func (f *initFlags) folder(cmd *cobra.Command, w welcome.Wishes) error {
	facts, err := setup.Folder(f.dir)
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	if f.update && !facts.Installed() {
		return exitError{exitFound, fmt.Sprintf("--update: %s is not set up yet: run sensible init --dir %s without it", f.dir, f.dir)}
	}
	p := welcome.Propose(facts, w, initTexts(f.update))
	if err := setup.WriteFolder(f.dir, p.Files); err != nil {
		return exitError{exitFound, err.Error()}
	}
	out := cmd.OutOrStdout()
	for _, one := range p.Files {
		fmt.Fprintln(out, "wrote "+filepath.Join(f.dir, filepath.FromSlash(one.Path)))
	}
	f.notes(cmd, p.Notes)
	if len(p.Files) == 0 {
		fmt.Fprintln(out, "nothing to do: all of it is there")
		return nil
	}
	fmt.Fprintln(out, "nothing happens until these are on the default branch: commit, push, merge")
	return nil
}

// repository opens the pull request, or brings it up to date.
func (f *initFlags) repository(cmd *cobra.Command, w welcome.Wishes) error {
	if f.remote.name() == "" {
		*f.remote.repo = originOf(".")
	}
	far, err := f.remote.open(cmd.Context())
	if err != nil {
		return err
	}
	if far.access.App {
		w.Fallback = welcome.App
	}
	github := far.client.Setup()
	name := far.access.Repository.FullName()
	if f.update {
		if err := f.mustBeThere(cmd.Context(), github, name); err != nil {
			return err
		}
	}
	done, err := setup.Init(cmd.Context(), github, name, w, initTexts(f.update))
	if done.Began {
		fmt.Fprintln(cmd.OutOrStdout(), name+" was empty: its first commit was made, a "+welcome.ReadmeFile+", so that a pull request has something to stand on")
	}
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	f.tell(cmd, name, done)
	if f.board {
		return ensureBoard(cmd.Context(), cmd, far, done)
	}
	return nil
}

// mustBeThere refuses --update where nothing was set up or proposed.
func (f *initFlags) mustBeThere(ctx context.Context, r setup.Repository, name string) error {
	facts, err := r.Survey(ctx, name)
	switch {
	case err != nil:
		return exitError{exitFound, err.Error()}
	case !facts.Installed() && facts.Proposed == nil:
		return exitError{exitFound, fmt.Sprintf("--update: %s is not set up yet: run sensible init --repo %s without it", name, name)}
	}
	return nil
}

func (f *initFlags) tell(cmd *cobra.Command, name string, done setup.Outcome) {
	out := cmd.OutOrStdout()
	f.notes(cmd, done.Notes)
	switch done.Did {
	case setup.Opened:
		fmt.Fprintln(out, "opened "+done.Pull.URL+"\nnothing happens until it is merged; its text says what merging turns on, and how to try it")
	case setup.Updated:
		fmt.Fprintln(out, "updated "+done.Pull.URL)
	case setup.Unchanged:
		fmt.Fprintln(out, "nothing to do: "+done.Pull.URL+" is open and right; merge it")
	default:
		fmt.Fprintln(out, "nothing to do: "+name+" is set up, and its form agrees with the settings")
	}
}

func (f *initFlags) notes(cmd *cobra.Command, notes []string) {
	for _, n := range notes {
		fmt.Fprintln(cmd.ErrOrStderr(), "sensible: "+n)
	}
}

var originLine = regexp.MustCompile(`(?s)\[remote "origin"\][^\[]*?\n\s*url\s*=\s*(\S+)`)

// originOf is owner/name of a clone's origin; empty where there is none.
func originOf(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, ".git", "config"))
	if err != nil {
		return ""
	}
	m := originLine.FindStringSubmatch(string(text))
	if m == nil {
		return ""
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(m[1], ".git"), func(r rune) bool { return r == '/' || r == ':' })
	if len(parts) < 3 {
		return ""
	}
	return strings.Join(parts[len(parts)-2:], "/")
}
