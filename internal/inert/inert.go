// Package inert makes other people's text harmless inside the Markdown that we write: no live @mention, #1, GH-1,
// owner/repo#1, "fixes #1" or issue address, no HTML, comment marker, Slack syntax, Markdown structure or bidirectional
// control. What is read stays the same to the eye; an invisible word joiner (U+2060) breaks what would be live.
//
// It is not a sanitizer of HTML and not a Markdown renderer, it does not find secrets, and it leaves commit ids alone (a
// link to a commit notifies nobody, and people paste them).
package inert

import (
	"regexp"
	"strings"
	"unicode"
)

// joiner breaks a word for machines only.
const joiner = "\u2060"

// Line returns text on one line, for a paragraph, a list item or a table cell: all Markdown and HTML in it is shown
// literally. Addresses beginning with http:// or https:// stay links.
func Line(text string) string { return line(collapse(clean(text))) }

// Block returns text as a quotation, line by line, each of them as inert as Line. Empty text gives an empty string.
func Block(text string) string {
	text = strings.TrimSpace(clean(text))
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	for n, l := range lines {
		lines[n] = strings.TrimRight("> "+line(collapse(l)), " ")
	}
	return strings.Join(lines, "\n")
}

// Plain returns text on one line for places that are no Markdown but where GitHub still finds mentions and references:
// titles of issues and pull requests, commit messages, text fields.
func Plain(text string) string { return unlink(collapse(clean(text))) }

// Code returns text as a code span that shows it exactly, so that it can be copied; it is put on one line.
func Code(text string) string {
	text = collapse(clean(text))
	text = strings.ReplaceAll(text, "<!--", "<!"+joiner+"--")
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// Mention returns a live @login for an account that we know. Where that is no login GitHub could have given, it is Line.
func Mention(login string) string {
	if !loginRE.MatchString(login) {
		return Line(login)
	}
	return "@" + login
}

var loginRE = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9]|[-_][A-Za-z0-9]){0,38}$`)

// Clip cuts text to at most n characters, marking the cut with an ellipsis. Clip before making inert.
func Clip(text string, n int) string {
	count := 0
	for i := range text {
		if count == n {
			return strings.TrimRightFunc(text[:i], unicode.IsSpace) + "…"
		}
		count++
	}
	return text
}

// clean drops what is invisible and can deceive: bidirectional and other controls, joiners of our own, broken UTF-8.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case unicode.Is(unicode.Bidi_Control, r), unicode.IsControl(r), r == '\u2060', r == '\uFEFF', r == '\u200B', r == '\u00AD':
			return -1
		}
		return r
	}, text)
}

// collapse puts text on one line with single spaces.
func collapse(text string) string {
	return strings.Join(strings.FieldsFunc(text, unicode.IsSpace), " ")
}
