package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// hiding follows what spans lines and is not read: fences, HTML comments, <pre>.
type hiding struct {
	fence       string // the characters that opened it; empty = none
	fenceQuoted bool
	comment     bool
	pre         string // "pre", "script", "style": waiting for its end
}

var (
	fenceMark = pattern.Of("^ *(?:[-*+] +|\\d+[.)] +)?(`{3,}|~{3,})([^`]*)$")
	preStart  = pattern.Of(`(?i)<(pre|script|style|textarea)\b[^>]*>`)
)

// hides tells whether the whole line is invisible, and follows fences.
func (h *hiding) hides(text string, quoted bool) bool {
	if h.comment || h.pre != "" {
		return false // visible looks for the end
	}
	mark := fenceMark.FindStringSubmatch(text)
	switch {
	case h.fence == "" && mark != nil && (mark[1][0] == '`' || !strings.Contains(mark[2], "~~~")):
		h.fence, h.fenceQuoted = mark[1], quoted
		return true
	case h.fence == "":
		return false
	case h.fenceQuoted && !quoted:
		h.fence = "" // a quote ends what was opened in it
		return h.hides(text, quoted)
	case mark != nil && mark[1][0] == h.fence[0] && len(mark[1]) >= len(h.fence) && strings.TrimSpace(mark[2]) == "":
		h.fence = ""
	}
	return true
}

// visible blanks HTML comments and <pre> blocks, which may go on over lines.
func (h *hiding) visible(text string) string {
	if !h.comment && h.pre == "" && !strings.Contains(text, "<") {
		return text
	}
	var b strings.Builder
	for text != "" {
		switch {
		case h.comment:
			i := strings.Index(text, "-->")
			if i < 0 {
				return b.String()
			}
			h.comment, text = false, text[i+3:]
		case h.pre != "":
			i := strings.Index(strings.ToLower(text), "</"+h.pre)
			if i < 0 {
				return b.String()
			}
			h.pre, text = "", text[i:]
		default:
			i := strings.Index(text, "<!--")
			p := preStart.FindStringSubmatchIndex(text)
			if p != nil && (i < 0 || p[0] < i) {
				b.WriteString(text[:p[0]] + " ")
				h.pre, text = strings.ToLower(text[p[2]:p[3]]), text[p[1]:]
				continue
			}
			if i < 0 {
				b.WriteString(text)
				return b.String()
			}
			b.WriteString(text[:i])
			h.comment, text = true, text[i+4:]
		}
	}
	return b.String()
}
