package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sensible-im/sensible/internal/postmortem/blame"
)

// blamed is PM012. Quotations and code are somebody else's words.
func blamed(p *page) []hit {
	var out []hit
	for _, b := range p.blocks {
		if b.quoted {
			continue
		}
		for _, s := range sentences(b.flat) {
			m := blame.Judge(b.flat[s.from:s.to])
			h := hit{at: b.place(s.from + m.Start), text: string(m.Kind), level: Warning}
			switch m.Verdict {
			case blame.Fine:
				continue
			case blame.Apology:
				h.level, h.text = Note, string(blame.Sorry)
			}
			out = append(out, h)
		}
	}
	return out
}

// longestSentence bounds what is judged as one, in bytes: nobody writes longer ones, and the grammar stays quick.
const longestSentence = 1000

// sentences cuts a text at full stops, question and exclamation marks, and line breaks.
func sentences(s string) []span {
	var out []span
	from := 0
	cut := func(to int) {
		for from < to && (s[from] == ' ' || s[from] == '\t' || s[from] == '\n') {
			from++
		}
		if to > from {
			out = append(out, span{from, to})
		}
		from = to
	}
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = i + 1
		}
		switch {
		case r == '\n' || r == '。' || r == '！' || r == '？' && !strings.HasPrefix(s[end:], "」"):
			cut(end)
		case (r == '.' || r == '!' || r == '?') && stops(s, i, end):
			cut(end)
		case r == ' ' && i-from > longestSentence, i-from > 2*longestSentence:
			cut(i)
		}
	}
	cut(len(s))
	return out
}

// stops says whether the mark at i ends a sentence: what follows is space, and what precedes is no abbreviation.
func stops(s string, i, end int) bool {
	next, size := utf8.DecodeRuneInString(s[end:])
	if next == '"' || next == ')' || next == '”' {
		next, _ = utf8.DecodeRuneInString(s[end+size:])
	}
	if next != utf8.RuneError && !unicode.IsSpace(next) {
		return false
	}
	word := s[strings.LastIndexAny(s[:i], " \t\n(")+1 : i]
	switch strings.ToLower(word) {
	case "e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "a.m", "p.m", "approx", "incl", "resp", "cf", "no":
		return s[i] != '.' || next == utf8.RuneError
	}
	return true
}
