package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// reach bounds how far the end of an inline construct is looked for, in bytes: hostile text stays linear.
const reach = 2000

// masks are what cannot hold a time, most specific first.
var masks = []struct {
	trigger string // a line without it is not searched
	pattern *pattern.Pattern
}{
	{"{{", pattern.Of(`\{\{[^{}]*\}\}`)},
	{"](", pattern.Of(`!\[[^\]\n]*\]\([^)\n]*\)`)},
	{"](", pattern.Of(`\]\([^)\n]*\)`)},
	{"]: ", pattern.Of(`^\[[^\]]{1,100}\]: +\S.*$`)},
	{"://", pattern.Of(`[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s<>|]+`)},
	{"www.", pattern.Of(`www\.[^\s<>|]+`)},
	{"<", pattern.Of(`</?[A-Za-z][^<>]*>`)},
	{"~~", pattern.Of(`~~[^~\s](?:[^~]*[^~\s])?~~`)},
}

// mask blanks, byte for byte, what cannot hold a time: code, link targets, images, tags, placeholders, struck text.
// Emphasis becomes space, so that **10:05** reads like 10:05.
func mask(text string) string {
	b := []byte(text)
	hideCode(b)
	machineTimes(b)
	for _, m := range masks {
		if !strings.Contains(text, m.trigger) {
			continue
		}
		for _, at := range m.pattern.FindAllIndex(b, -1) {
			for i := at[0]; i < at[1]; i++ {
				b[i] = ' '
			}
			if at[1]-at[0] > 1 {
				b[at[0]] = '\x01' // something stood here: no space
			}
		}
	}
	for i, c := range b {
		switch {
		case c == '*':
			b[i] = ' '
		case c == '_' && (edge(b, i-1) || edge(b, i+1)):
			b[i] = ' '
		}
	}
	return string(b)
}

// timeTag is HTML's own way to write an instant; what people see of it may be anything.
var timeTag = pattern.Of(`(?i)<(?:time|relative-time|local-time)\b[^<>]*?\bdatetime ?= ?["']([^"'<>]{10,40})["'][^<>]*>([^<>]{0,100})(</(?:time|relative-time|local-time)>)?`)

// machineTimes leaves of <time datetime="…">five past ten</time> the instant only.
func machineTimes(b []byte) {
	if !strings.Contains(string(b), "datetime") {
		return
	}
	for _, at := range timeTag.FindAllSubmatchIndex(b, -1) {
		for i := at[0]; i < at[1]; i++ {
			if i < at[2] || i >= at[3] {
				b[i] = ' '
			}
		}
	}
}

// edge tells whether a byte beside an underscore is no part of a word.
func edge(b []byte, i int) bool {
	return i < 0 || i >= len(b) || b[i] == '_' || b[i] < 0x80 && !isDigit(b[i]) && !isLetter(b[i])
}

// hideCode blanks code spans, but for those that are nothing but a time (`10:05`).
func hideCode(b []byte) {
	for i := 0; i < len(b); {
		if b[i] != '`' {
			i++
			continue
		}
		size := run(b, i)
		end := closing(b, i+size, size)
		if end < 0 {
			i += size
			continue
		}
		inner := b[i+size : end]
		keep := len(inner) <= 40 && len(inner) > 0 && timeOnly(strings.TrimSpace(string(inner)))
		for k := i; k < end+size; k++ {
			if !keep || k < i+size || k >= end {
				b[k] = ' '
			}
		}
		if !keep {
			b[i] = '\x01'
		}
		i = end + size
	}
}

func run(b []byte, i int) int {
	n := 0
	for i+n < len(b) && b[i+n] == '`' {
		n++
	}
	return n
}

func closing(b []byte, from, size int) int {
	for i := from; i < len(b) && i < from+reach; {
		if b[i] != '`' {
			i++
			continue
		}
		n := run(b, i)
		if n == size {
			return i
		}
		i += n
	}
	return -1
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
