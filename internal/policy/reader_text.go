package policy

import (
	"strings"
	"unicode/utf8"
)

// longestText is how many characters a text may have; what people read of it stands on a card.
const longestText = 1000

// text reads a text: one of an enumeration, one of a format, or any.
func (r *reader) text(n *node, s spot) {
	if n.kind != isText {
		advice := ""
		if n.kind == isInteger || n.kind == isFloat || n.kind == isBool {
			advice = ": put it in quotes"
		}
		r.fail(n, s, "this must be a text, but it is %s%s", n.kind, advice)
		return
	}
	if utf8.RuneCountInString(n.text) > longestText {
		r.fail(n, s, "this text is longer than %d characters", longestText)
		return
	}
	if strings.ContainsFunc(n.text, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }) {
		r.fail(n, s, "this text holds a control character: remove it")
		return
	}
	if allowed := split(s.tag.Get("enum")); allowed != nil && !contains(allowed, n.text) {
		r.outside(n, s, allowed)
		return
	}
	if err := r.formats.check(s.tag.Get("as"), n.text); err != nil {
		r.fail(n, s, "%v", err)
		return
	}
	s.into.SetString(n.text)
}

// outside tells that a text is none of those allowed, and which one was probably meant.
func (r *reader) outside(n *node, s spot, allowed []string) {
	if guess, ok := nearest(n.text, allowed); ok {
		r.fail(n, s, "%q is not one of %s: did you mean %s?", n.text, strings.Join(allowed, ", "), guess)
		return
	}
	r.fail(n, s, "%q is not one of %s", n.text, strings.Join(allowed, ", "))
}
