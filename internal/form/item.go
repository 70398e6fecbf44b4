package form

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
	"text/template"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/templates"
)

// Item is what somebody told by the form of action items. Absent answers, and those that are none of the options, are empty.
type Item struct {
	Incident string // "#42", as typed
	Done     string // the definition of done, Markdown as typed
	// The values, in the words of package followup: "high", "xs", "prevent".
	Importance, Size, Urgency, Confidence, Kind string
	Due                                         string // as typed
}

// Reference is the incident's name in its short form, "#42" or "acme/shop#42"; empty where the answer names none. A bare number
// will do.
func (i Item) Reference() string {
	m := incidentName.FindStringSubmatch(strings.TrimSpace(i.Incident))
	if m == nil {
		return ""
	}
	return m[1] + "#" + m[2]
}

var incidentName = regexp.MustCompile(`^(?:(?:https?://[^/\s]+/)?([A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100})(?:/issues/|#)|#?)([1-9][0-9]{0,9})\b`)

// itemField is one question of the form.
type itemField struct {
	ID       string
	Type     string // GitHub's: input, textarea, dropdown
	Options  []string
	Required bool
	of       func(*Item) *string
}

// itemFields are the questions in their order.
func itemFields() []itemField {
	high, unknown := []string{"high", "medium", "low"}, "unknown"
	return []itemField{
		{"incident", "input", nil, true, func(i *Item) *string { return &i.Incident }},
		{"done", "textarea", nil, true, func(i *Item) *string { return &i.Done }},
		{"importance", "dropdown", append(high, unknown), false, func(i *Item) *string { return &i.Importance }},
		{"size", "dropdown", []string{"xs", "s", "m", "l", "xl", unknown}, false, func(i *Item) *string { return &i.Size }},
		{"urgency", "dropdown", append(high, unknown), false, func(i *Item) *string { return &i.Urgency }},
		{"confidence", "dropdown", append(high, unknown), false, func(i *Item) *string { return &i.Confidence }},
		{"kind", "dropdown", []string{"investigate", "mitigate", "repair", "detect", "prevent", "prepare", unknown}, false, func(i *Item) *string { return &i.Kind }},
		{"due", "input", nil, false, func(i *Item) *string { return &i.Due }},
	}
}

// itemWords are the catalogues of all languages, read when they are first asked for, once, from embedded text and never written again.
var itemWords = sync.OnceValue(loadItemWords)

func loadItemWords() []catalogue {
	var out []catalogue
	for _, language := range languages {
		if c, err := itemCatalogue(language); err == nil { // a broken one is left out; a test keeps them whole
			out = append(out, c)
		}
	}
	return out
}

func itemCatalogue(language string) (catalogue, error) {
	var c catalogue
	text, err := templates.FS.ReadFile(path.Join(language, "item_form.yml"))
	if err != nil {
		return c, fmt.Errorf("action item form in %q: %w", language, err)
	}
	if err := yaml.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("action item form in %q: %w", language, err)
	}
	return c, nil
}

// RenderItem writes .github/ISSUE_TEMPLATE/action-item.yml; an unknown language is written in English.
func RenderItem(language string) string {
	c, err := itemCatalogue(language)
	if err != nil {
		c, _ = itemCatalogue("en") // embedded; a test renders it
	}
	const file = "en/item_form.yml.tmpl"
	frame, err := template.New("item_form.yml.tmpl").Funcs(template.FuncMap{"quote": quote}).ParseFS(templates.FS, file)
	if err != nil {
		return ""
	}
	var b strings.Builder
	if err := frame.Execute(&b, map[string]any{"Text": c.Text, "Headings": c.Headings, "Options": c.Options, "Fields": itemFields()}); err != nil {
		return ""
	}
	return b.String()
}

// ParseItem reads the Markdown that GitHub makes of the filled form, in any of its languages. ok says that it is the form's:
// both required headings are there, outside code. Of a heading that comes twice the first counts.
func ParseItem(body string) (item Item, ok bool) {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n"), "\n")
	inCode := code(lines)
	answers, current := map[string][]string{}, ""
	for n, line := range lines {
		title, heading := strings.CutPrefix(line, "### ")
		if id := itemHeading(title); heading && !inCode[n] && id != "" {
			if _, again := answers[id]; !again {
				answers[id], current = []string{}, id
				continue
			}
		}
		if current != "" {
			answers[current] = append(answers[current], line)
		}
	}
	for _, f := range itemFields() {
		lines, there := answers[f.ID]
		if f.Required && !there {
			return Item{}, false
		}
		answer := strings.TrimSpace(text(trimBlank(lines)))
		if f.Options != nil {
			answer = itemOption(answer, f.Options)
		}
		*f.of(&item) = answer
	}
	return item, true
}

func itemHeading(title string) string {
	for _, c := range itemWords() {
		for id, words := range c.Headings {
			if fold(words) == fold(title) {
				return id
			}
		}
	}
	return ""
}

// itemOption is the option's name; "I don't know" and what is no option are no answer.
func itemOption(answer string, options []string) string {
	for _, c := range itemWords() {
		for _, o := range options {
			if o != "unknown" && fold(c.Options[o]) == fold(answer) {
				return o
			}
		}
	}
	return ""
}
