package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/spf13/pflag"
)

// actionSettings are those of the settings that mean something to one run.
var actionSettings = []string{"github-url", "graphql-url", "git-url", "app-id", "log-format", "log-level", "private-key", "previous-key"}

// newActionFlags makes the flags of `action`: a part of those of `serve`, with the same names and environment.
func newActionFlags(flags *pflag.FlagSet) settingsFlags {
	for _, s := range settingsTable {
		if slices.Contains(actionSettings, s.flag) {
			flags.String(s.flag, s.def, s.usage+" ["+s.env+"]")
		}
	}
	for _, s := range secretFiles {
		if slices.Contains(actionSettings, s.flag) {
			flags.String(s.flag, "", s.usage+" ["+s.env+" or "+s.env+"_FILE]")
		}
	}
	return settingsFlags{flags: flags, getenv: os.Getenv}
}

// action reads the settings of one run. A log of more than warnings is for whoever asks for it: the run tells what it did.
func (f settingsFlags) action() (settings, error) {
	s := settings{
		GitHubURL: f.value("github-url"), GraphQLURL: f.value("graphql-url"), GitURL: f.value("git-url"), Token: f.getenv("GITHUB_TOKEN"),
		LogFormat: f.value("log-format"), LogLevel: f.value("log-level"),
	}
	if f.getenv("SENSIBLE_LOG_LEVEL") == "" && !f.flags.Lookup("log-level").Changed {
		s.LogLevel = "warn"
	}
	if id := f.value("app-id"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return s, fmt.Errorf("app-id: %q is no number; the App's settings page shows it", id)
		}
		s.AppID = n
	}
	var err error
	if s.PrivateKey, err = f.secret("private-key"); err != nil {
		return s, err
	}
	if s.PreviousKey, err = f.secret("previous-key"); err != nil {
		return s, err
	}
	switch {
	case s.AppID != 0 && len(s.PrivateKey) == 0:
		return s, errors.New("the App's private key is missing: give the input `private-key`, best from a secret (`${{ secrets.SENSIBLE_PRIVATE_KEY }}`), or leave `app-id` out")
	case s.AppID == 0 && len(s.PrivateKey) > 0:
		return s, errors.New("the App's number is missing: give the input `app-id`, or leave `private-key` out")
	case s.AppID == 0 && s.Token == "":
		return s, errors.New("no token: give the input `token` (`${{ github.token }}`), or `app-id` and `private-key`")
	}
	_, err = logLevel(s.LogLevel)
	return s, err
}
