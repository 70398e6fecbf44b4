package lint

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/sensible-im/sensible/internal/pattern"
)

// brokenLinks is PM040: a relative link to a file that is not there, or to a heading that this document does not have.
func brokenLinks(p *page) []hit {
	var out []hit
	var anchors map[string]bool
	for _, l := range p.links {
		target, fragment, _ := strings.Cut(l.target, "#")
		switch {
		case elsewhere(l.target):
		case target == "":
			if anchors == nil {
				anchors = p.anchors()
			}
			if decoded, err := url.PathUnescape(fragment); err == nil && fragment != "" && !anchors[strings.ToLower(decoded)] && !anchors["user-content-"+strings.ToLower(decoded)] {
				out = append(out, hit{at: l.at, text: "heading", level: Warning, data: l.target})
			}
		case p.Exists != nil && !p.Exists(p.resolve(target)):
			out = append(out, hit{at: l.at, text: "file", level: Warning, data: l.target})
		}
	}
	return out
}

var scheme = pattern.Of(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)`)

func elsewhere(target string) bool {
	return target == "" || target == "#" || scheme.MatchString(target)
}

// resolve joins a link with the folder of the document; from the root it stays as it is.
func (p *page) resolve(target string) string {
	target, _, _ = strings.Cut(target, "?")
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)
	}
	return path.Join(path.Dir(p.File), target)
}

var named = pattern.Of(`(?i)<a\s[^>]*(?:name|id)\s*=\s*["']([^"']+)["']`)

// anchors are what a link inside the document can point at: headings as GitHub names them, and named places.
func (p *page) anchors() map[string]bool {
	out := map[string]bool{"top": true}
	for _, b := range p.blocks {
		if b.kind != heading {
			continue
		}
		slug := slug(b.flat)
		for n := 1; out[slug]; n++ {
			slug = strings.TrimSuffix(slug, "-"+string(rune('0'+(n-1)%10))) + "-" + string(rune('0'+n%10))
			if n == 9 {
				break
			}
		}
		out[slug] = true
	}
	for _, m := range named.FindAllStringSubmatch(p.text, -1) {
		out[strings.ToLower(m[1])] = true
	}
	return out
}

// slug is the name GitHub gives a heading.
func slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}
