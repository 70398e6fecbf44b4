// Package workflow writes `.github/workflows/sensible.yml`, the one file that runs Sensible without a server: which events
// start it, the condition that keeps unrelated comments from costing anything, one run at a time for each incident, and the
// permissions, each with its reason.
//
// It does not put the file into a repository (package setup), and does not run anything: what a run does is
// `sensible action`.
package workflow

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/sensible-im/sensible/internal/wording"
	"github.com/sensible-im/sensible/templates"
)

// Path is where the file stands in a repository.
const Path = ".github/workflows/sensible.yml"

// Dispatch is the type of repository_dispatch that wakes one issue; its payload is {"issue": number}.
const Dispatch = "sensible"

// Settings are what the file depends on. The zero value is what most repositories need.
type Settings struct {
	Language    string // "en" or "ja", of the comments; empty is "en"
	Uses        string // the action with its pinned version, "sensible-im/sensible@v1.2.3"; empty is Uses("")
	Label       string // of incidents; empty is "incident"
	Branch      string // the default branch, whose settings count; empty is "main"
	Postmortems string // their folder; empty is "postmortems"
	Cron        string // when to look for what no event told, UTC; empty is once an hour
	App         bool   // an App's number and key are in the repository's variables and secrets: needed for the board
}

// pinned is a release or a commit: what does not move by itself.
var pinned = regexp.MustCompile(`^(v\d+\.\d+\.\d+\S*|[0-9a-f]{40})$`)

// Uses is the action at a released version ("v1.2.3"), or at a commit by its 40 digits. Anything else ("dev", "") is the
// first release.
func Uses(version string) string {
	if !pinned.MatchString(version) {
		version = "v0.1.0"
	}
	return "sensible-im/sensible@" + version
}

// hourly is off the full hour, when everybody's schedules run.
const hourly = "17 * * * *"

// Render writes the file.
func Render(s Settings) (string, error) {
	for _, d := range []struct {
		value *string
		usual string
	}{{&s.Uses, Uses("")}, {&s.Label, "incident"}, {&s.Branch, "main"}, {&s.Postmortems, "postmortems"}, {&s.Cron, hourly}} {
		if *d.value == "" {
			*d.value = d.usual
		}
	}
	book := wording.In(s.Language)
	frame, err := template.New("sensible.yml.tmpl").Funcs(template.FuncMap{
		"say":        func(name string) (string, error) { return book.Render("workflow/"+name, nil) },
		"quote":      quote,
		"expression": braces,
		"condition":  func() string { return "      " + strings.Join(condition(s.Label), "\n      ") },
		"group":      func() string { return "sensible-" + braces(group) },
		"runName":    func() string { return braces(runName) },
	}).ParseFS(templates.FS, "workflow/sensible.yml.tmpl")
	if err != nil {
		return "", fmt.Errorf("the workflow's frame: %w", err)
	}
	var out strings.Builder
	if err := frame.Execute(&out, s); err != nil {
		return "", fmt.Errorf("write the workflow: %w", err)
	}
	return out.String(), nil
}

// quote writes a string as YAML reads it: JSON's strings are YAML's too.
func quote(text string) (string, error) {
	raw, err := json.Marshal(text)
	return string(raw), err
}

func braces(text string) string { return "${{ " + text + " }}" }
