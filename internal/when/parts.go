package when

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	partMark = pattern.Of(` *(?:=|·|・| / ) *`)
	parens   = pattern.Of(`\(([^()]*)\)`)
	dayShift = pattern.Of(`^[+-]\d{1,4} ?d(?:ays?)?$`)
)

// readAll reads a text as one expression, or as several that name the same instant: "10:05 JST = 01:05 UTC",
// "10:05 JST (01:05 UTC)", "23:05 UTC (-1 d) · 08:05 JST". ok is false where any part is no time expression.
func readAll(text string) (parts []expression, ok bool) {
	s := normalise(text)
	if len(s) > 200 {
		return nil, false
	}
	for _, piece := range partMark.Split(s, -1) {
		var extra []string
		piece = parens.ReplaceAllStringFunc(piece, func(in string) string {
			inner := strings.TrimSpace(in[1 : len(in)-1])
			if dayShift.MatchString(inner) {
				return " "
			}
			if e, ok := readOne(inner); ok && e.pointed() {
				extra = append(extra, inner)
				return " "
			}
			return in
		})
		for _, p := range append([]string{piece}, extra...) {
			e, ok := readOne(p)
			if !ok {
				return nil, false
			}
			parts = append(parts, e)
		}
	}
	return parts, len(parts) > 0 && len(parts) <= 6
}
