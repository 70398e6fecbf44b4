// Package secret finds keys, tokens and passwords in a text, by the rules of gitleaks (gitleaks.toml, MIT: LICENSE.gitleaks),
// with their keywords, entropy and allow lists. It does no I/O, needs no other library, and never returns the secret itself.
//
// Why not gitleaks as a library: github.com/zricethezav/gitleaks/v8 8.30.1 was measured. It links 62 modules that we do
// not have, takes 24 s to build cold, makes a program of 8.8 MB that does nothing else, and needs 48 ms until its default
// rules stand: for walking files, archives and git, which nobody needs here. Its rule file is 98 kB, read at the first call
// in 0.3 ms; only rules whose keyword occurs are compiled. 65,536 characters of prose take 25 ms. Conditions on file names
// are not applied: a document quotes files of every name.
package secret

import (
	_ "embed"
	"math"
	"regexp"
	"strings"
	"sync"
)

// Found is one secret. Start and End are byte offsets; Rule is gitleaks' id ("github-pat"), Description its sentence.
type Found struct {
	Start, End  int
	Rule        string
	Description string
}

//go:embed gitleaks.toml
var source string

// loaded reads the rules once. They do not change afterwards.
var loaded = sync.OnceValue(func() []*rule { return read(source) })

// rule is one rule of the file, compiled when a keyword of it is first met.
type rule struct {
	id, description string
	pattern         func() *regexp.Regexp
	group           int
	entropy         float64
	keywords        []string
	allow           []*allowance
}

// allowance is what a rule lets pass. target is what its patterns look at: "" (the secret), "match" or "line".
type allowance struct {
	target   string
	patterns func() []*regexp.Regexp
	stops    []string
}

// Find returns the secrets in a text, in order of their place.
func Find(text string) []Found {
	lower := strings.ToLower(text)
	var out []Found
	for _, r := range loaded() {
		if !r.mentioned(lower) {
			continue
		}
		for _, m := range r.pattern().FindAllStringSubmatchIndex(text, -1) {
			start, end := r.secret(m)
			value := text[start:end]
			if entropy(value) <= r.entropy && r.entropy > 0 || r.allowed(text, m, value) {
				continue
			}
			out = insert(out, Found{start, end, r.id, r.description})
		}
	}
	return out
}

func (r *rule) mentioned(lower string) bool {
	for _, k := range r.keywords {
		if strings.Contains(lower, k) {
			return true
		}
	}
	return len(r.keywords) == 0
}

// secret is the group that holds the secret: the one the rule names, else the first that matched, else all.
func (r *rule) secret(m []int) (start, end int) {
	if g := r.group; g > 0 && 2*g+1 < len(m) && m[2*g] >= 0 {
		return m[2*g], m[2*g+1]
	}
	for g := 1; 2*g+1 < len(m); g++ {
		if m[2*g] >= 0 && m[2*g] < m[2*g+1] {
			return m[2*g], m[2*g+1]
		}
	}
	return m[0], m[1]
}

func (r *rule) allowed(text string, m []int, value string) bool {
	for _, a := range r.allow {
		target := value
		switch a.target {
		case "match":
			target = text[m[0]:m[1]]
		case "line":
			from := strings.LastIndexByte(text[:m[0]], '\n') + 1
			to := len(text)
			if n := strings.IndexByte(text[m[1]:], '\n'); n >= 0 {
				to = m[1] + n
			}
			target = text[from:to]
		}
		for _, p := range a.patterns() {
			if p.MatchString(target) {
				return true
			}
		}
		low := strings.ToLower(value)
		for _, s := range a.stops {
			if strings.Contains(low, s) {
				return true
			}
		}
	}
	return false
}

// insert keeps the list in order and free of overlaps: the rule with a name of its own wins over the generic one.
func insert(list []Found, f Found) []Found {
	at := len(list)
	for i, o := range list {
		if f.Start < o.End && o.Start < f.End {
			if strings.HasPrefix(o.Rule, "generic") {
				list[i] = f
			}
			return list
		}
		if f.Start < o.Start && at == len(list) {
			at = i
		}
	}
	return append(list[:at], append([]Found{f}, list[at:]...)...)
}

// entropy is Shannon's, in bits a character.
func entropy(s string) float64 {
	counts, n := map[rune]int{}, 0
	for _, r := range s {
		counts[r]++
		n++
	}
	var bits float64
	for _, c := range counts {
		p := float64(c) / float64(n)
		bits -= p * math.Log2(p)
	}
	return bits
}
