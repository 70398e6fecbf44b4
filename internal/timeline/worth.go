package timeline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindOf says what a comment is. Words are read once, from left to right; the longest phrase of the rules wins. What a
// question holds tells nothing: "is it back?".
func kindOf(said string) kind {
	said = strings.ReplaceAll(strings.ToLower(said), "’", "'")
	if strings.Contains(said, ":") {
		said = shortcode.ReplaceAllString(said, " ")
	}
	var told, asked, more bool
	for said != "" {
		var one string
		var question bool
		one, question, said = sentenceOf(said)
		found := words.read(one)
		if question {
			asked = asked || found.telling || found.other
			continue
		}
		told, more = told || found.telling, more || found.other
	}
	switch {
	case told:
		return telling
	case more:
		return neutral
	case asked:
		return asking
	}
	return noise
}

// sentenceOf cuts the first sentence off.
func sentenceOf(text string) (one string, question bool, rest string) {
	for i, r := range text {
		after := text[i+utf8.RuneLen(max(r, 0)):]
		switch r {
		case '。', '！':
			return text[:i], strings.HasSuffix(text[:i], "か"), after
		case '？':
			return text[:i], true, after
		case '.', '!', '?':
			if after == "" || after[0] == ' ' || r != '.' && after[0] == byte(r) {
				return text[:i], r == '?', after
			}
		}
	}
	return text, strings.HasSuffix(strings.TrimSpace(text), "か"), ""
}

// findings is what a sentence holds beside noise and fillers.
type findings struct{ telling, other bool }

// meaning is what a phrase is in the rules.
type meaning int

const (
	unknownWord meaning = iota
	noiseWord
	fillerWord
	tellingWord
)

// lexicon is the rules, by the first word or character of each phrase, so that reading is linear.
type lexicon struct {
	phrases map[string][]phrase
	parts   map[rune][]part
}

type phrase struct {
	words []string
	is    meaning
}

type part struct {
	text string
	is   meaning
}

var words = newLexicon()

func newLexicon() lexicon {
	l := lexicon{map[string][]phrase{}, map[rune][]part{}}
	for _, list := range []struct {
		is    meaning
		texts []string
	}{{noiseWord, noisePhrases}, {fillerWord, fillers}, {tellingWord, tellingPhrases}} {
		for _, text := range list.texts {
			w := strings.Fields(text)
			l.phrases[w[0]] = append(l.phrases[w[0]], phrase{w, list.is})
		}
	}
	for _, list := range []struct {
		is    meaning
		texts []string
	}{{noiseWord, noiseJapanese}, {tellingWord, tellingJapanese}} {
		for _, text := range list.texts {
			first, _ := utf8.DecodeRuneInString(text)
			l.parts[first] = append(l.parts[first], part{text, list.is})
		}
	}
	return l
}

// read goes through one sentence, which is in small letters.
func (l lexicon) read(sentence string) findings {
	var found findings
	for rest := sentence; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case japanese(r):
			n, is := l.part(rest)
			found.note(is)
			rest = rest[max(n, size):]
		case strings.HasPrefix(rest, "https://"), strings.HasPrefix(rest, "http://"):
			found.other = true
			if end := strings.IndexByte(rest, ' '); end >= 0 {
				rest = rest[end:]
			} else {
				rest = ""
			}
		case r == '@':
			_, rest = word(rest[1:])
		case wordly(r):
			n, is := l.phrase(rest)
			found.note(is)
			rest = rest[n:]
		default:
			rest = rest[size:]
		}
	}
	return found
}

func (f *findings) note(is meaning) {
	f.telling = f.telling || is == tellingWord
	f.other = f.other || is == unknownWord
}

// part finds the longest part of a Japanese word at the beginning.
func (l lexicon) part(text string) (n int, is meaning) {
	first, _ := utf8.DecodeRuneInString(text)
	for _, p := range l.parts[first] {
		if len(p.text) > n && strings.HasPrefix(text, p.text) {
			n, is = len(p.text), p.is
		}
	}
	return n, is
}

// phrase finds the longest phrase at the beginning; a word that is in none has its own length.
func (l lexicon) phrase(text string) (n int, is meaning) {
	first, after := word(text)
	n = len(text) - len(after)
	longest := 0
	for _, p := range l.phrases[first] {
		if end, ok := follows(after, p.words[1:]); ok && len(p.words) > longest {
			longest, n, is = len(p.words), len(text)-len(end), p.is
		}
	}
	if longest == 0 && measured(first) {
		return n, tellingWord
	}
	return n, is
}

// follows says whether the text goes on with these words, and returns what is after them.
func follows(text string, want []string) (rest string, ok bool) {
	for _, w := range want {
		if !strings.HasPrefix(text, " ") {
			return text, false
		}
		one, after := word(strings.TrimLeft(text, " "))
		if one != w {
			return text, false
		}
		text = after
	}
	return text, true
}

// word cuts one word off: letters, digits and what stands within them.
func word(text string) (one, rest string) {
	end := len(text)
	for i, r := range text {
		if !wordly(r) || japanese(r) {
			end = i
			break
		}
	}
	return text[:end], text[end:]
}

func wordly(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '+' || r == '-' || r == '%' || r == '_'
}

func japanese(r rune) bool {
	return r >= 0x3040 && unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || r == 'ー'
}

// measured knows HTTP's errors, and figures with a unit.
func measured(w string) bool {
	if len(w) == 3 && (w[0] == '4' || w[0] == '5') && '0' <= w[1] && w[1] <= '9' && '0' <= w[2] && w[2] <= '9' {
		return true
	}
	figure := strings.TrimLeft(w, "0123456789")
	if len(figure) == len(w) {
		return false
	}
	switch figure {
	case "%", "ms", "gb", "mb", "gib", "mib", "rps", "qps":
		return true
	}
	return false
}
