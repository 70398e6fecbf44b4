package postmortem

import (
	"errors"
	"strings"

	"github.com/sensible-im/sensible/internal/wording"
)

// Template is a team's own template: a file of their repository.
type Template struct {
	Path  string
	Found bool
	Text  string
}

// Problem says why a team's own template was not used. Line is 0 where the whole file is meant.
type Problem struct {
	Path string
	Line int
	Why  string // empty: there is no such file
}

// RenderOwn renders a team's own template, in which all of ours can be called. Where it cannot be used, the built-in one
// takes its place and the problem says why. Front matter is put before it where it has none.
func RenderOwn(d Document, t Template) (string, *Problem, error) {
	built, err := Render(d)
	if err != nil || t.Path == "" {
		return built, nil, err
	}
	if !t.Found {
		return built, &Problem{Path: t.Path}, nil
	}
	book, v := wording.In(d.Config.Language), newView(d)
	text, err := book.RenderOwn(t.Text, v)
	var own *wording.OwnError
	if errors.As(err, &own) {
		return built, &Problem{Path: t.Path, Line: own.Line, Why: own.Why}, nil
	} else if err != nil {
		return built, &Problem{Path: t.Path, Why: err.Error()}, nil //nolint:nilerr // a team's template that fails is told in the PR, and ours is used
	}
	text = wording.Tidy(text)
	if !strings.HasPrefix(text, "---\n") {
		front, err := book.Render("pm/front", v)
		if err != nil {
			return built, nil, err
		}
		text = wording.Tidy(front) + "\n\n" + text
	}
	return text + "\n", nil, nil
}

// wordsOf returns the title and the prompt of a section that people write.
func wordsOf(language, name string) (title, prompt string) {
	book := wording.In(language)
	title, _ = book.Render("pm/title/"+name, nil) // a text that is missing is found by the tests of the texts
	prompt, _ = book.Render("pm/prompt/"+name, nil)
	return strings.TrimSpace(title), strings.TrimSpace(prompt)
}
