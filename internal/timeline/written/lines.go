package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// kind is what a line is to Markdown, as far as a timeline cares.
type kind int

const (
	blank   kind = iota
	para         // text, and the lines that continue a list item
	item         // the first line of a list item
	heading      // "## …", or a line underlined with === or ---
	table        // a line of a table
)

// line is one visible line.
type line struct {
	number int // from 1
	kind   kind
	indent int    // columns before the content, quote marks not counted
	text   string // the content without list marker, quote marks, heading marks
	seen   string // text with everything masked that cannot hold a time; same length in bytes
}

var (
	quoteMark   = pattern.Of(`^ {0,3}> ?`)
	itemMark    = pattern.Of(`^(?:[-*+•・●◦‣]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?`)
	bulletGlued = pattern.Of(`^[•・●◦‣](?:\[[ xX]\])?`)
	headMark    = pattern.Of(`^#{1,6}(?:[ \t]+|$)`)
	headTail    = pattern.Of(`[ \t]+#+[ \t]*$`)
	underline   = pattern.Of(`^(?:={3,}|-{3,})[ \t]*$`)
	tableRule   = pattern.Of(`^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$`)
)

// split cuts a text into its visible lines: fences, indented code, HTML comments and <pre> are left out.
func split(markdown string, skipQuotes bool, skip map[int]bool) []line {
	var out []line
	var hidden hiding
	if strings.Contains(markdown, "\r") {
		markdown = strings.ReplaceAll(strings.ReplaceAll(markdown, "\r\n", "\n"), "\r", "\n")
	}
	raw := strings.Split(markdown, "\n")
	listed := false
	matter := frontMatter(raw)
	for n, text := range raw {
		if n < matter {
			out = append(out, titleOf(text, n+1))
			continue
		}
		text, quoted := unquote(fold(text))
		if hidden.hides(text, quoted) || quoted && skipQuotes || skip[n+1] {
			out = append(out, line{number: n + 1})
			continue
		}
		text = hidden.visible(text)
		previous := blank
		if len(out) > 0 {
			previous = out[len(out)-1].kind
		}
		l := classify(text, previous, listed)
		l.number = n + 1
		if l.kind == heading && l.text == "" && previous == para { // an underline: the line above is the heading
			out[len(out)-1].kind, l.kind = heading, blank
		}
		switch {
		case l.kind == item:
			listed = true
		case l.kind != blank && l.indent == 0:
			listed = listed && l.kind == para && previous != blank
		}
		l.seen = mask(l.text)
		out = append(out, l)
	}
	return out
}

// frontMatter is how many lines at the top are the metadata of a document; only its title is read.
func frontMatter(raw []string) int {
	if strings.TrimRight(raw[0], " ") != "---" {
		return 0
	}
	for i := 1; i < len(raw) && i < 100; i++ {
		if strings.TrimRight(raw[i], " ") == "---" {
			return i + 1
		}
		if i == 1 && !strings.Contains(raw[i], ":") {
			return 0
		}
	}
	return 0
}

func titleOf(text string, number int) line {
	title, is := strings.CutPrefix(text, "title:")
	if !is {
		return line{number: number}
	}
	title = strings.Trim(title, " \"'")
	return line{number: number, kind: heading, text: title, seen: mask(title)}
}

// unquote takes off the marks of block quotes.
func unquote(text string) (string, bool) {
	quoted := false
	for range 8 {
		at := quoteMark.FindString(text)
		if at == "" {
			break
		}
		text, quoted = text[len(at):], true
	}
	return text, quoted
}

func classify(text string, previous kind, listed bool) line {
	body := strings.TrimLeft(text, " \t")
	l := line{indent: columns(text[:len(text)-len(body)]), text: strings.TrimRight(body, " \t")}
	switch {
	case l.text == "":
		return l
	case underline.MatchString(l.text) && l.indent < 4:
		return line{kind: heading}
	case l.indent >= 4 && previous == blank && !listed:
		return line{} // indented code
	}
	if mark := headMark.FindString(l.text); mark != "" {
		l.kind, l.text = heading, strings.TrimSpace(headTail.ReplaceAllString(l.text[len(mark):], ""))
		return l
	}
	if mark := itemMark.FindString(l.text + " "); mark != "" && len(mark) <= len(l.text) {
		l.kind, l.indent, l.text = item, l.indent+len(mark), l.text[len(mark):]
		return l
	}
	if mark := bulletGlued.FindString(l.text); mark != "" {
		l.kind, l.text = item, strings.TrimSpace(l.text[len(mark):])
		return l
	}
	l.kind = para
	if strings.HasPrefix(l.text, "|") || tableRule.MatchString(l.text) || previous == table && strings.Contains(l.text, "|") {
		l.kind = table
	}
	return l
}

func columns(space string) int {
	n := 0
	for _, r := range space {
		if n++; r == '\t' {
			n += 3
		}
	}
	return n
}

// fold makes ASCII of full-width forms, so that １０：０５ is read; lines without any stay as they are.
func fold(text string) string {
	if !strings.ContainsAny(text, "０１２３４５６７８９：／（）［］〜－＋　\u00a0\u202f\u2009\u2011\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad") {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　', r == '\u00a0', r == '\u202f', r == '\u2009':
			return ' '
		case r == '\u2011':
			return '-'
		case r == '〜':
			return '~'
		case r >= '\u200b' && r <= '\u200f', r == '\u2060', r == '\ufeff', r == '\u00ad':
			return -1
		}
		return r
	}, text)
}
