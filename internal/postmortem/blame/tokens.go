package blame

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Opaque stands for what is shown but not read: a code span, an address. It is a noun to the grammar.
const Opaque = '\uFFFC'

// token is a word, a login, or one punctuation mark. Contractions are taken apart: "didn't" is "did", "not".
type token struct {
	word       string // in small letters
	start, end int
	capital    bool // begins with a capital letter
	mark       bool // punctuation
}

// contracted are endings that are words of their own.
var contracted = []struct{ suffix, word string }{
	{"n't", "not"}, {"'ve", "have"}, {"'re", "are"}, {"'m", "am"}, {"'ll", "will"}, {"'d", "had"}, {"'s", "'s"},
}

// wholes are contractions whose first part is not what is left of the apostrophe.
var wholes = map[string][2]string{"can't": {"can", "not"}, "won't": {"will", "not"}, "cannot": {"can", "not"}, "shan't": {"shall", "not"}}

// tokens reads a sentence. What stands in quotation marks is somebody else's word and is left out, unless it is a name for
// human error (see unquoted).
func tokens(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '@' || wordly(r) {
			end := wordEnd(s, i+size)
			out = append(out, split(s, i, end)...)
			i = end
			continue
		}
		if !unicode.IsSpace(r) && r != '\u200b' {
			out = append(out, token{word: plainMark(r), start: i, end: i + size, mark: r != Opaque})
		}
		i += size
	}
	return unquoted(joined(out))
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// wordEnd finds where the word ends: hyphens, apostrophes and slashes of a team's login stand inside, never at the end.
func wordEnd(s string, i int) int {
	end := i
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case wordly(r):
			end = i + size
		case r == '-' || r == '\'' || r == '’' || r == '‑':
		default:
			return trailing(s, end)
		}
		i += size
	}
	return trailing(s, end)
}

// trailing takes the apostrophe of a plural's possessive along: "the engineers' mistake".
func trailing(s string, end int) int {
	if end > 0 && s[end-1] == 's' {
		for _, mark := range []string{"' ", "’ "} {
			if strings.HasPrefix(s[end:], mark) {
				return end + len(mark) - 1
			}
		}
	}
	return end
}

func plainMark(r rune) string {
	switch r {
	case '“', '”', '„', '«', '»':
		return "\""
	case '‘', '’':
		return "'"
	}
	return string(r)
}

func split(s string, start, end int) []token {
	raw := s[start:end]
	word := strings.ToLower(strings.NewReplacer("’", "'", "‑", "-").Replace(raw))
	first, _ := utf8.DecodeRuneInString(raw)
	t := token{word: word, start: start, end: end, capital: unicode.IsUpper(first)}
	if pair, ok := wholes[word]; ok {
		t.word = pair[0]
		return []token{t, {word: pair[1], start: start, end: end}}
	}
	if strings.HasSuffix(word, "s'") {
		t.word = strings.TrimSuffix(word, "'")
		return []token{t, {word: "'s", start: end, end: end}}
	}
	for _, c := range contracted {
		if rest, ok := strings.CutSuffix(word, c.suffix); ok && rest != "" {
			t.word = rest
			return []token{t, {word: c.word, start: start, end: end}}
		}
	}
	return []token{t}
}

// pairs are two words that the grammar reads as one.
var pairs = map[[2]string]string{
	{"on", "call"}: "on-call", {"no", "one"}: "nobody", {"team", "member"}: "team-member", {"team", "members"}: "team-members",
	{"fat", "fingered"}: "fat-fingered", {"fat", "finger"}: "fat-finger", {"sys", "admin"}: "sysadmin", {"co", "worker"}: "coworker",
	{"team", "mate"}: "teammate", {"ought", "to"}: "should", {"new", "hire"}: "newcomer", {"new", "joiner"}: "newcomer",
}

func joined(in []token) []token {
	out := in[:0]
	for _, t := range in {
		if t.word == "oncall" || t.word == "on-caller" {
			t.word = "on-call"
		}
		if n := len(out); n > 0 {
			if word, ok := pairs[[2]string{out[n-1].word, t.word}]; ok {
				out[n-1].word, out[n-1].end = word, t.end
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// unquoted leaves out what stands between double quotation marks, or keeps it where it is so short that it is a term of the
// sentence itself: the cause was "human error".
func unquoted(in []token) []token {
	const term = 2
	var out []token
	for i := 0; i < len(in); i++ {
		if in[i].word != "\"" {
			out = append(out, in[i])
			continue
		}
		end := i + 1
		for end < len(in) && in[end].word != "\"" {
			end++
		}
		if end == len(in) {
			continue // one mark alone quotes nothing
		}
		if inside := in[i+1 : end]; len(inside) <= term {
			out = append(out, inside...)
		} else {
			out = append(out, token{word: string(Opaque), start: in[i].start, end: in[end].end})
		}
		i = end
	}
	return out
}
