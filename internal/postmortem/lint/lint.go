// Package lint reviews a postmortem: what is still empty, out of order, blaming, vague, secret, broken or left over. The
// rules are a table (rules.go); their words stand in templates/<language>/lint.md.tmpl and blame nobody either.
//
// It is pure: secrets are found at the edge (package secret) and handed in, existing files are an argument. It does not change the
// text; a finding may carry the line that would put it right.
package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/wording"
)

// Document is one postmortem to review.
type Document struct {
	File     string // its path, as findings name it; relative links are resolved from its folder
	Text     string
	Language string // of the messages: "en", "ja"; both languages are always understood in the text
	Secrets  []Secret
	// Exists says whether a path is there: "postmortems/2026/other.md" for a relative link, cleaned and joined with the
	// folder of File, "/docs/x.md" for one from the repository's root. Without it, links to files are not checked.
	Exists func(path string) bool
}

// Secret is a secret found at the edge. Start and End are byte offsets in the text.
type Secret struct {
	Start, End int
	Kind       string // "github-pat"
}

// Level is how much a finding weighs. Only errors fail a review; warnings and notes are advice.
type Level string

// The levels, as the outer contract writes them.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Finding is one thing that the review says, in the shape of `postmortem lint --format json`.
type Finding struct {
	File       string `json:"file"`
	Line       int    `json:"line"`   // from 1
	Column     int    `json:"column"` // from 1, in characters (code points)
	Rule       string `json:"rule"`
	Level      Level  `json:"level"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion"`
	// Replacement is the whole line as it could be instead, nil where only people can say. Safe fixes apply it.
	Replacement *string `json:"replacement,omitempty"`
}

// Text is message and suggestion in one, with the full stop of their language between them.
func (f Finding) Text() string {
	if f.Suggestion == "" {
		return f.Message
	}
	if last, _ := utf8.DecodeLastRuneInString(f.Message); last > unicode.MaxLatin1 {
		return f.Message + "。" + f.Suggestion
	}
	return f.Message + ". " + f.Suggestion
}

// hit is a finding before it has words: where, which rule, and which of the rule's texts.
type hit struct {
	at          int // byte offset in the text
	rule        string
	text        string // "failing" selects lint/PM012/failing; "" is lint/PM012
	level       Level
	data        any
	replacement *string
}

// Check reviews a document. Findings stand in the order of their place, then of their rule; what a comment in the document
// waives is left out. Broken front matter or Markdown makes no error: what can be read is reviewed.
func Check(d Document) []Finding {
	p := read(d)
	var hits []hit
	for _, r := range rules {
		for _, h := range r.check(p) {
			h.rule = r.id
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rule, b.rule)) })
	var out []Finding
	book := wording.In(d.Language)
	for _, h := range hits {
		line, column := p.position(h.at)
		waived, unreasoned := p.waived(h.rule, line)
		if waived {
			continue
		}
		f := Finding{File: d.File, Line: line, Column: column, Rule: h.rule, Level: h.level, Replacement: h.replacement}
		f.Message, f.Suggestion = say(book, h)
		if unreasoned {
			f.Suggestion = strings.TrimSpace(f.Suggestion + " " + one(book, "lint/reason", h.rule))
		}
		out = append(out, f)
	}
	return out
}

// Failing says whether a review with these findings fails.
func Failing(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Level == Error })
}

func say(book wording.Book, h hit) (message, suggestion string) {
	name := "lint/" + h.rule
	if h.text != "" {
		name += "/" + h.text
	}
	return one(book, name, h.data), one(book, name+"/do", h.data)
}

// one renders a text on one line; a text that is missing is found by the tests.
func one(book wording.Book, name string, data any) string {
	text, _ := book.Render(name, data)
	return strings.Join(strings.Fields(text), " ")
}

// ready: the front matter asks for the document to be taken as finished.
func (p *page) ready() bool {
	if p.hasFront {
		return p.front.Status == postmortem.Ready
	}
	for _, l := range strings.Split(p.text[:p.body], "\n") { // front matter that is no YAML any more
		if rest, ok := strings.CutPrefix(l, "status:"); ok {
			return strings.Trim(strings.TrimSpace(rest), `"'`) == postmortem.Ready
		}
	}
	return false
}
