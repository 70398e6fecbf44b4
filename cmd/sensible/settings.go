package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// settings are the outer contract's settings of `serve` and `action`, resolved: flag, else environment, else default.
type settings struct {
	Listen       string
	GitHubURL    string
	GraphQLURL   string // empty = derived
	GitURL       string // empty = derived
	AppID        int64
	PrivateKey   []byte // PEM
	PreviousKey  []byte // PEM; nil = none
	Secret       []byte // of webhooks
	Token        string // instead of an App
	Database     string
	Lease        time.Duration // that a replica has on what it works on; 0 = the usual
	HeartbeatURL string
	LogFormat    string // text, json; empty = by the terminal
	LogLevel     string

	full int // from how many comments on the talk of an incident goes on in another issue; 0 = the usual
}

// settingsFlags are the raw values of the flags.
type settingsFlags struct {
	flags  *pflag.FlagSet
	getenv func(string) string
}

// setting is one row of the table: a flag, the environment variable that stands in for it, and the default.
type setting struct{ flag, env, def, usage string }

// settingsTable is INTERFACE's table; the three secrets may also be files (see secretFiles).
var settingsTable = []setting{
	{"listen", "SENSIBLE_LISTEN", ":8080", "`ADDRESS` to listen on"},
	{"github-url", "GITHUB_API_URL", "https://api.github.com", "`URL` of GitHub's REST API"},
	{"graphql-url", "GITHUB_GRAPHQL_URL", "", "`URL` of GitHub's GraphQL API (default: derived from --github-url)"},
	{"git-url", "GITHUB_SERVER_URL", "", "`URL` of git over HTTP (default: derived from --github-url)"},
	{"app-id", "SENSIBLE_APP_ID", "", "`ID` of the GitHub App"},
	{"database", "SENSIBLE_DATABASE", "sqlite:sensible.db", "where deliveries and timers are kept (`URL`)"},
	{"lease", "SENSIBLE_LEASE", "15s", "with Postgres: how long a replica may be silent before others take its work (`DURATION`)"},
	{"heartbeat-url", "SENSIBLE_HEARTBEAT_URL", "", "`URL` that is called every minute while all is well"},
	{"log-format", "SENSIBLE_LOG_FORMAT", "", "text or json (default: text on a terminal)"},
	{"log-level", "SENSIBLE_LOG_LEVEL", "info", "debug, info, warn or error"},
}

// secretFiles are the settings whose flag names a file; the environment holds the text itself or names a file.
var secretFiles = []setting{
	{"private-key", "SENSIBLE_PRIVATE_KEY", "", "PEM `FILE` with the App's private key"},
	{"previous-key", "SENSIBLE_PREVIOUS_KEY", "", "PEM `FILE` with the App's key before, to trust ledgers signed with it"},
	{"webhook-secret", "SENSIBLE_WEBHOOK_SECRET", "", "`FILE` with the secret of the App's webhook"},
}

func newSettingsFlags(flags *pflag.FlagSet) settingsFlags {
	for _, s := range settingsTable {
		flags.String(s.flag, s.def, s.usage+" ["+s.env+"]")
	}
	for _, s := range secretFiles {
		flags.String(s.flag, "", s.usage+" ["+s.env+" or "+s.env+"_FILE]")
	}
	return settingsFlags{flags: flags, getenv: os.Getenv}
}

// resolve reads flags, environment and files. The errors say which setting, and never what a secret is.
func (f settingsFlags) resolve() (settings, error) {
	s := settings{
		Listen: f.value("listen"), GitHubURL: f.value("github-url"), GraphQLURL: f.value("graphql-url"), GitURL: f.value("git-url"),
		Token: f.getenv("GITHUB_TOKEN"), Database: f.value("database"), HeartbeatURL: f.value("heartbeat-url"),
		LogFormat: f.value("log-format"), LogLevel: f.value("log-level"),
	}
	if id := f.value("app-id"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return s, fmt.Errorf("--app-id: %q is no number; the App's settings page shows it", id)
		}
		s.AppID = n
	}
	lease, err := time.ParseDuration(f.value("lease"))
	if err != nil || lease < time.Second {
		return s, fmt.Errorf("--lease: %q is no duration of a second or more, like 15s", f.value("lease"))
	}
	if !strings.HasPrefix(s.Database, "sqlite:") {
		s.Lease = lease
	}
	for name, into := range map[string]*[]byte{"private-key": &s.PrivateKey, "previous-key": &s.PreviousKey, "webhook-secret": &s.Secret} {
		text, err := f.secret(name)
		if err != nil {
			return s, err
		}
		*into = text
	}
	s.Secret = bytes.TrimRight(s.Secret, "\r\n")
	return s, s.check()
}

// check says what is missing or impossible, one thing at a time.
func (s settings) check() error {
	scheme, _, _ := strings.Cut(s.Database, ":")
	switch {
	case s.AppID != 0 && len(s.PrivateKey) == 0:
		return errors.New("the App's private key is missing: give --private-key FILE, SENSIBLE_PRIVATE_KEY or SENSIBLE_PRIVATE_KEY_FILE")
	case s.AppID == 0 && len(s.PrivateKey) > 0:
		return errors.New("the App's number is missing: give --app-id or SENSIBLE_APP_ID")
	case s.AppID == 0 && s.Token == "":
		return errors.New("no credentials for GitHub: give --app-id and --private-key (or SENSIBLE_APP_ID and SENSIBLE_PRIVATE_KEY)")
	case len(s.Secret) == 0:
		return errors.New("the webhook's secret is missing: give --webhook-secret FILE, SENSIBLE_WEBHOOK_SECRET or SENSIBLE_WEBHOOK_SECRET_FILE")
	case scheme != "sqlite" && scheme != "postgres" && scheme != "postgresql":
		return errors.New("--database: give sqlite:FILE or postgres://…")
	case s.LogFormat != "" && s.LogFormat != "text" && s.LogFormat != "json":
		return fmt.Errorf("--log-format: %q is neither text nor json", s.LogFormat)
	}
	if _, err := logLevel(s.LogLevel); err != nil {
		return err
	}
	return nil
}

// value is a plain setting: the flag where given, else the environment, else the default.
func (f settingsFlags) value(name string) string {
	flag := f.flags.Lookup(name)
	for _, s := range settingsTable {
		if v := f.getenv(s.env); s.flag == name && v != "" && !flag.Changed {
			return v
		}
	}
	return flag.Value.String()
}

// secret is a setting that is read from a file, or from the environment.
func (f settingsFlags) secret(name string) ([]byte, error) {
	flag := f.flags.Lookup(name)
	path, from := flag.Value.String(), "--"+name
	for _, s := range secretFiles {
		if s.flag != name || flag.Changed {
			continue
		}
		if text := f.getenv(s.env); text != "" {
			return []byte(text), nil
		}
		path, from = f.getenv(s.env+"_FILE"), s.env+"_FILE"
	}
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return text, nil
}
