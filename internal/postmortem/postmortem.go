// Package postmortem renders the document about one incident from what is known: front matter, summary, impact, timeline,
// key times, action items. What only people can tell has a short prompt, which Missing recognises until it is replaced.
//
// The document depends on nothing but its data, never on when it is rendered. The package does not decide whether a
// postmortem is wanted or when it is pushed (package plan), and does not merge with what people wrote.
package postmortem

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/wording"
)

// Document is what a postmortem is made from.
type Document struct {
	Incident    incident.Incident
	Declaration ledger.Declaration
	Entries     []timeline.Entry // oldest first
	Config      policy.Config
	IssueURL    string
	Repository  string             // owner/name
	Earlier     []snapshot.Earlier // newest first; for the time between failures
	Items       []snapshot.Item
	Writer      incident.Person
	Light       bool // the short template
}

// Render returns the Markdown file, ending in one newline.
func Render(d Document) (string, error) {
	name := "postmortem"
	if d.Light {
		name = "postmortem_light"
	}
	text, err := wording.In(d.Config.Language).Render(name, newView(d))
	if err != nil {
		return "", fmt.Errorf("postmortem of incident %d: %w", d.Incident.Number, err)
	}
	return wording.Tidy(text) + "\n", nil
}

// prompts are the sections that people write; each has the texts pm/title/<name> and pm/prompt/<name>.
var prompts = []string{"summary", "impact", "detection", "factors", "well", "hard", "lucky", "surprised", "unknowns"}

// Missing lists the titles of the sections in a document that still hold nothing but the template's prompt.
func Missing(text, language string) []string {
	book := wording.In(language)
	var out []string
	for _, name := range prompts {
		prompt, err := book.Render("pm/prompt/"+name, nil)
		if err != nil || !strings.Contains(text, strings.TrimSpace(prompt)) {
			continue
		}
		if title, err := book.Render("pm/title/"+name, nil); err == nil {
			out = append(out, strings.TrimSpace(title))
		}
	}
	return out
}

// longestSlug bounds the part of the file's name that comes from the title, in bytes.
const longestSlug = 50

// DocumentPath is where the document of an issue belongs:
// "postmortems/2026/2026-11-22-checkout-502-42.md". The date is the issue's creation in UTC.
func DocumentPath(number int, title string, created time.Time, c policy.Config) string {
	day := created.UTC().Format(time.DateOnly)
	name := day + "-"
	if slug := slug(title); slug != "" {
		name += slug + "-"
	}
	return path.Join(c.Postmortems.Directory, day[:4], fmt.Sprintf("%s%d.md", name, number))
}

// slug keeps ASCII letters and digits, in small letters, words joined by hyphens: a name that every file system and
// address takes. A title without any gives none.
func slug(title string) string {
	var b strings.Builder
	for _, r := range title {
		switch {
		case 'A' <= r && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	if len(s) > longestSlug {
		s = s[:longestSlug]
		if at := strings.LastIndexByte(s, '-'); at > longestSlug/2 {
			s = s[:at]
		}
	}
	return strings.Trim(s, "-")
}
