package welcome

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// The lines around our part of the pull request's text. The last one holds a sum of it, so that a person's change shows.
const (
	begins = "<!-- sensible:init -->"
	ends   = "<!-- sensible:init end "
	closes = " -->"
)

// Weave puts our text into a body in the place of our earlier one. What people wrote before and after stays; where they
// wrote into ours, or took the marks away, the body stays as it is and kept is true. An empty body is ours to fill.
func Weave(body, text string) (woven string, kept bool) {
	text = strings.TrimSpace(text)
	part := begins + "\n" + text + "\n" + ends + sum(text) + closes
	body = strings.ReplaceAll(body, "\r\n", "\n")
	if strings.TrimSpace(body) == "" {
		return part, false
	}
	before, rest, ok := strings.Cut(body, begins)
	inside, rest, ok2 := strings.Cut(rest, ends)
	mark, after, ok3 := strings.Cut(rest, closes)
	if !ok || !ok2 || !ok3 || mark != sum(inside) {
		return body, true
	}
	return before + part + after, false
}

// sum is over the trimmed text, since GitHub and editors change the blanks around it.
func sum(text string) string {
	h := sha256.Sum256([]byte(strings.TrimSpace(text)))
	return hex.EncodeToString(h[:6])
}
