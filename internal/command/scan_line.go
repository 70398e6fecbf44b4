package command

import "strings"

// fullWidthSlash is what a Japanese keyboard gives for a slash.
const fullWidthSlash = "／"

// prefixVerb is the verb that comes before any other where another bot
// listens to the bare ones.
const prefixVerb = "inc"

// readLine reads one line of source as a command, or says that it is none. It
// knows spelling only, not where the line stands.
func readLine(text string, opt ScanOptions) (Line, bool) {
	rest, wide, ok := afterSlash(text)
	if !ok || hasForeignControl(rest) {
		return Line{}, false
	}
	if wide {
		rest = foldWide(rest)
	}
	word, args := nextWord(rest)
	verb, ok := readVerb(word, opt.Aliases)
	if !ok {
		return Line{}, false
	}
	line := Line{Text: text, Verb: verb, Args: args}
	if verb == prefixVerb {
		word, inner := nextWord(args)
		if v, ok := readVerb(word, opt.Aliases); ok {
			return Line{Text: text, Verb: v, Args: inner, Inc: true}, true
		}
		return line, true
	}
	return line, !opt.PrefixRequired
}

// afterSlash drops up to three spaces, one backtick (the usual slip; the
// syntax tree says later whether it is balanced) and the slash.
func afterSlash(text string) (rest string, wide, ok bool) {
	rest = text[indent(text):]
	rest = strings.TrimPrefix(rest, "`")
	if after, found := strings.CutPrefix(rest, "/"); found {
		return after, false, true
	}
	if after, found := strings.CutPrefix(rest, fullWidthSlash); found {
		return after, true, true
	}
	return "", false, false
}

// indent counts the spaces before a line's text, three at most: with a fourth
// the line does not begin with a slash any more.
func indent(text string) int {
	n := 0
	for n < 3 && n < len(text) && text[n] == ' ' {
		n++
	}
	return n
}

// readVerb folds ASCII capitals and accepts [a-z][a-z-]*, or an alias exactly
// as the catalogue spells it. Unicode's case folding would accept "/reſolve".
func readVerb(word string, aliases map[string]string) (string, bool) {
	if verb, ok := aliases[word]; ok && word != "" {
		return verb, true
	}
	folded := []byte(word)
	for i, c := range folded {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
			folded[i] = c
		}
		if (c < 'a' || c > 'z') && (c != '-' || i == 0) {
			return "", false
		}
	}
	return string(folded), len(folded) > 0
}

// nextWord splits at the first run of spaces and tabs, the only separators.
func nextWord(s string) (word, rest string) {
	end := strings.IndexAny(s, " \t")
	if end < 0 {
		return s, ""
	}
	return s[:end], strings.Trim(s[end:], " \t")
}

// foldWide folds what a full-width keyboard types for digits and space. The
// letters stay as they are: a full-width verb is a look-alike, not a command.
func foldWide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '\u3000':
			return ' '
		}
		return r
	}, s)
}

// hasForeignControl reports characters that make a line look unlike what it
// is: NUL, U+0085 (a line end elsewhere) and the overrides of text direction.
func hasForeignControl(s string) bool {
	return strings.ContainsAny(s, "\x00\u0085\u202d\u202e")
}
