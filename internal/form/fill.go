package form

import (
	"strings"
)

// Fill writes the Markdown that GitHub would make of the form, filled in with a report: what a program declares reads as what a
// person does. Answers that would end a field's text early (a heading of ours) are indented, so that Parse gives the report
// back. An unknown language is written in English.
func Fill(r Report, language string) string {
	c, err := loadCatalogue(language)
	if err != nil {
		c, _ = loadCatalogue("en") // embedded; a test reads it
	}
	option := func(name, otherwise string) string {
		if word := c.Options[name]; word != "" {
			return word
		}
		return otherwise
	}
	severity := shownName(r.Severity)
	if r.Severity == "" || r.Severity == Unknown {
		severity = option("unknown", Unknown)
	}
	mode := option("real", "")
	if r.Drill {
		mode = option("drill", "")
	}
	answers := map[Field]string{
		Seen: r.Seen, Severity: severity, Components: strings.Join(r.Components, ", "), Started: oneLine(r.Started),
		DetectedBy: option(r.DetectedBy, oneLine(r.DetectedBy)), Impact: r.Impact, Links: strings.Join(r.Links, "\n"), Mode: mode,
	}
	var b strings.Builder
	for _, f := range fields {
		answer := strings.TrimSpace(answers[f])
		if answer == "" && f == Components {
			continue // as where the form does not ask for them
		}
		if answer == "" {
			answer = noResponse
		}
		b.WriteString("### " + c.Headings[string(f)] + "\n\n" + harmless(answer) + "\n\n")
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// harmless indents lines that would read as a heading of the form.
func harmless(answer string) string {
	lines := strings.Split(answer, "\n")
	for n, line := range lines {
		if strings.HasPrefix(line, "### ") {
			lines[n] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}
