package followup

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	reference = pattern.Of(`^(?:([A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}))?#([1-9][0-9]{0,9})$`)
	address   = pattern.Of(`^https?://[^/\s]+/([A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100})/issues/([1-9][0-9]{0,9})(?:#.*)?$`)
)

// Reference reads an issue's name: "#12", "acme/shop#12", or its address. It returns the short form.
func Reference(word string) (ref string, ok bool) {
	word = strings.Trim(word, "[](),;. \t")
	for _, form := range []*pattern.Pattern{reference, address} {
		if m := form.FindStringSubmatch(word); m != nil {
			return m[1] + "#" + m[2], true
		}
	}
	return "", false
}

// SameIssue says whether a reference means the issue with that repository and number, seen from the incident's repository.
func SameIssue(ref, home, repo string, number string) bool {
	name, n, _ := strings.Cut(ref, "#")
	if name == "" {
		name = home
	}
	if repo == "" {
		repo = home
	}
	return n == number && number != "0" && strings.EqualFold(name, repo)
}
