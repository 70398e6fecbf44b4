package when

import (
	"fmt"
	"strings"
	"time"
)

// Kind says why a time was refused.
type Kind string

// The kinds of refusal.
const (
	// Ambiguous: several readings, see Problem.Readings.
	Ambiguous Kind = "ambiguous"
	// Future: later than the comment by more than Tolerance.
	Future Kind = "future"
	// Impossible: no such day, hour, or (where clocks go forward) no such wall-clock time.
	Impossible Kind = "impossible"
	// Unreadable: not a time in any form that is known here.
	Unreadable Kind = "unreadable"
)

// Reading is one way in which a refused time could have been meant.
type Reading struct {
	// Text can be pasted in place of what was written, and is then read without doubt.
	Text string
	// At is the instant it means, UTC, whole seconds.
	At time.Time
}

// Problem is the error of Parse: a refusal to guess, with what could be pasted instead.
type Problem struct {
	Kind Kind
	// Text is what was written.
	Text string
	// Readings are the alternatives, most likely first; empty where there is none to offer.
	Readings []Reading
}

// Error says what was refused and what to write instead, in one line.
func (p *Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "time %q is %s", p.Text, p.Kind)
	for i, r := range p.Readings {
		if i == 0 {
			b.WriteString("; write ")
		} else {
			b.WriteString(" or ")
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

// bare hours ("10", "10 JST") are too little to act on in a text, but enough to offer a reading.
func unreadable(text string, ctx Context) *Problem {
	p := &Problem{Kind: Unreadable, Text: strings.TrimSpace(text)}
	m := bareHour.FindStringSubmatch(stripLead(normalise(text)))
	if m == nil {
		return p
	}
	full := strings.TrimSpace(m[1] + ":00 " + m[2])
	parts, ok := readAll(full)
	if !ok {
		return p
	}
	res, problem := settle(parts, ctx)
	switch {
	case problem == nil:
		p.Readings = []Reading{{Text: full, At: res.At}}
	case problem.Kind == Ambiguous:
		p.Readings = problem.Readings
	}
	return p
}
