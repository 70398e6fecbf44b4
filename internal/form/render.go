package form

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"github.com/sensible-im/sensible/templates"
)

// Level is one severity as the form offers it.
type Level struct {
	// Name is the configured name ("sev1"); sev1 … sev9 are shown in capitals, others as they are.
	Name string
	// Title and Meaning are shown after the name, where given.
	Title, Meaning string
}

// Template is what a repository's form depends on.
type Template struct {
	// Language is "en" or "ja"; empty is "en".
	Language string
	// Label is the label of incidents; empty is "incident".
	Label string
	// Severities, most severe first; empty offers SEV1 to SEV4 without meanings.
	Severities []Level
	// Components in the order to show; without any the form does not ask for them.
	Components []string
}

// Render writes .github/ISSUE_TEMPLATE/incident.yml. An unknown language is written in English. Options that GitHub
// refuses (empty, repeated, the reserved "None") are left out.
func Render(t Template) string {
	text, err := render(t)
	if err != nil {
		t.Language = "en"
		text, _ = render(t) // the English catalogue is embedded; a test renders it
	}
	return text
}

func render(t Template) (string, error) {
	language := t.Language
	if language == "" {
		language = "en"
	}
	c, err := loadCatalogue(language)
	if err != nil {
		return "", err
	}
	const file = "en/incident_form.yml.tmpl" // the frame is the same in every language
	frame, err := template.New("incident_form.yml.tmpl").Funcs(template.FuncMap{"quote": quote}).ParseFS(templates.FS, file)
	if err != nil {
		return "", fmt.Errorf("incident form: %w", err)
	}
	label := t.Label
	if label == "" {
		label = "incident"
	}
	var b strings.Builder
	err = frame.Option("missingkey=error").Execute(&b, map[string]any{
		"Text": c.Text, "Headings": c.Headings, "Options": c.Options, "Label": label,
		"Severities": offered(severityOptions(t.Severities), c.Options["unknown"]), "Components": offered(t.Components, ""),
	})
	return b.String(), err
}

func severityOptions(levels []Level) []string {
	if len(levels) == 0 {
		levels = []Level{{Name: "sev1"}, {Name: "sev2"}, {Name: "sev3"}, {Name: "sev4"}}
	}
	var options []string
	for _, l := range levels {
		option := shownName(l.Name)
		if meaning := joinNonEmpty(": ", l.Title, l.Meaning); meaning != "" && option != "" {
			option += " - " + meaning
		}
		options = append(options, option)
	}
	return options
}

// shownName writes sev1 as SEV1, the form of the contract, and other names as they were configured.
func shownName(name string) string {
	name = oneLine(name)
	if len(name) == 4 && strings.EqualFold(name[:3], "sev") && name[3] >= '0' && name[3] <= '9' {
		return strings.ToUpper(name)
	}
	return name
}

// offered keeps the options that GitHub accepts; taken is one that the frame adds itself.
func offered(options []string, taken string) []string {
	seen := map[string]bool{"none": true, "": true, fold(taken): true}
	var kept []string
	for _, o := range options {
		o = oneLine(o)
		if seen[fold(o)] {
			continue
		}
		seen[fold(o)] = true
		kept = append(kept, o)
	}
	return kept
}

func joinNonEmpty(separator string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = oneLine(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}

// oneLine makes one line of a text: an option cannot hold a line break.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quote writes a YAML double-quoted scalar. JSON strings are YAML strings; the characters that YAML would fold or
// refuse are escaped by JSON already, but for two, which are escaped here.
func quote(s string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(strings.ToValidUTF8(s, "\ufffd")); err != nil {
		return "", err
	}
	text := strings.TrimRight(b.String(), "\n")
	return strings.NewReplacer("\u007f", `\u007f`, "\u0085", `\u0085`, "\ufeff", `\ufeff`).Replace(text), nil
}
