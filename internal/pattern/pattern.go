// Package pattern holds regular expressions that are compiled when they are first used, not when the program starts: a
// start reads no prose, and some hundreds of expressions for prose cost a tenth of a second and some megabytes.
//
// It has no expressions itself and no other syntax than package regexp's.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression, safe for use by several at once.
type Pattern struct{ expr func() *regexp.Regexp }

// Of keeps an expression for its first use. The text is a constant: a test compiles all of them, so that none can fail there.
func Of(text string) *Pattern {
	return &Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

// MatchString is regexp's.
func (p *Pattern) MatchString(s string) bool { return p.expr().MatchString(s) }

// FindString is regexp's.
func (p *Pattern) FindString(s string) string { return p.expr().FindString(s) }

// FindStringIndex is regexp's.
func (p *Pattern) FindStringIndex(s string) []int { return p.expr().FindStringIndex(s) }

// FindStringSubmatch is regexp's.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.expr().FindStringSubmatch(s) }

// FindStringSubmatchIndex is regexp's.
func (p *Pattern) FindStringSubmatchIndex(s string) []int { return p.expr().FindStringSubmatchIndex(s) }

// FindAllString is regexp's.
func (p *Pattern) FindAllString(s string, n int) []string { return p.expr().FindAllString(s, n) }

// FindAllStringIndex is regexp's.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.expr().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch is regexp's.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.expr().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is regexp's.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.expr().FindAllStringSubmatchIndex(s, n)
}

// FindAllIndex is regexp's.
func (p *Pattern) FindAllIndex(b []byte, n int) [][]int { return p.expr().FindAllIndex(b, n) }

// FindAllSubmatchIndex is regexp's.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return p.expr().FindAllSubmatchIndex(b, n)
}

// ReplaceAllString is regexp's.
func (p *Pattern) ReplaceAllString(s, by string) string { return p.expr().ReplaceAllString(s, by) }

// ReplaceAllStringFunc is regexp's.
func (p *Pattern) ReplaceAllStringFunc(s string, by func(string) string) string {
	return p.expr().ReplaceAllStringFunc(s, by)
}

// ReplaceAll is regexp's.
func (p *Pattern) ReplaceAll(b, by []byte) []byte { return p.expr().ReplaceAll(b, by) }

// Split is regexp's.
func (p *Pattern) Split(s string, n int) []string { return p.expr().Split(s, n) }

// String is the expression's text.
func (p *Pattern) String() string { return p.expr().String() }
