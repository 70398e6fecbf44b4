package lint

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// waiver is a comment that takes rules out of the review: <!-- sensible:allow PM012 the words are the customer's -->.
type waiver struct {
	rules    []string
	line     int
	reason   bool
	document bool // it stands alone before everything else
}

var waiverPattern = pattern.Of(`<!--[ \t]*sensible:allow[ \t]+(PM\d{3}(?:[ \t]*,[ \t]*PM\d{3})*)[ \t]*([^\r\n]*?)[ \t]*-->`)

// readWaivers finds the comments outside of code. One that is a paragraph of its own before the first text holds for the
// whole document, any other for its line and the next.
func (p *page) readWaivers() []waiver {
	var out []waiver
	head := p.head()
	for _, m := range waiverPattern.FindAllStringSubmatchIndex(p.text, -1) {
		if m[0] < p.body || p.inCode(m[0]) {
			continue
		}
		w := waiver{reason: m[5] > m[4]}
		for _, id := range strings.Split(p.text[m[2]:m[3]], ",") {
			w.rules = append(w.rules, strings.TrimSpace(id))
		}
		w.line, _ = p.position(m[0])
		after := p.text[m[1]:]
		next, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(after, "\r"), "\n"), "\n")
		w.document = m[0] < head && strings.HasPrefix(strings.TrimPrefix(after, "\r"), "\n") &&
			(strings.TrimSpace(next) == "" || strings.HasPrefix(strings.TrimSpace(next), "<!--") || strings.HasPrefix(next, "# "))
		out = append(out, w)
	}
	return out
}

// head is where the first visible text begins: after the front matter, empty lines and comments.
func (p *page) head() int {
	for at := p.body; ; {
		at += len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " \t\r\n"))
		if !strings.HasPrefix(p.text[at:], "<!--") {
			return at
		}
		end := strings.Index(p.text[at:], "-->")
		if end < 0 {
			return at
		}
		at += end + len("-->")
	}
}

var htmlComment = pattern.Of(`(?s)<!--.*?-->`)

// waived says whether a rule is waived at a line, and whether somebody tried without giving a reason.
func (p *page) waived(rule string, line int) (waived, unreasoned bool) {
	for _, w := range p.waivers {
		if !contains(w.rules, rule) || !w.document && w.line != line && w.line != line-1 {
			continue
		}
		if w.reason {
			return true, false
		}
		unreasoned = true
	}
	return false, unreasoned
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
