package policy

import (
	"strconv"
	"strings"
)

// Unknown is the severity of an incident that nobody has judged yet.
const Unknown = "unknown"

// Postmortem says which document an incident of a severity asks for.
type Postmortem string

// The postmortems.
const (
	PostmortemNone     Postmortem = "none"
	PostmortemLight    Postmortem = "light"
	PostmortemRequired Postmortem = "required" // the full document
)

// Severity is one row of the policy: what an incident of this severity asks for. It is pinned
// when an incident gets the severity, so that a later change of the file moves no running clock.
type Severity struct {
	Name          string     `key:"name" as:"severity" doc:"Short name: label and argument of /severity. Left out: sev and its number."`
	Title         string     `key:"title" as:"word" doc:"One word for people, e.g. Critical."`
	Meaning       string     `key:"meaning" doc:"When it applies, in a sentence."`
	Page          bool       `key:"page" doc:"Whether somebody is woken."`
	AckWithin     Duration   `key:"ack_within" doc:"How soon somebody takes it."`
	UpdateEvery   Duration   `key:"update_every" doc:"How often people are told how it stands."`
	Postmortem    Postmortem `key:"postmortem" enum:"required,light,none" doc:"required (the full document), light, or none. Left out: the stage's."`
	PostmortemDue Duration   `key:"postmortem_due" doc:"How long after recovery the postmortem is due."`
	ActionsDue    Duration   `key:"actions_due" doc:"How long after recovery the items in Do next are due."`
}

// Rank is the place of a severity in the policy's list, 1 the worst; 0 for unknown ones.
func (c Config) Rank(name string) int {
	for i, s := range c.Severities {
		if fold(s.Name) == fold(name) {
			return i + 1
		}
	}
	return 0
}

// Row is what an incident of a severity asks for. A severity that the policy does not know, and
// Unknown, ask for nothing: Name as given, Postmortem none.
func (c Config) Row(name string) Severity {
	if rank := c.Rank(name); rank > 0 {
		return c.Severities[rank-1]
	}
	return Severity{Name: name, Title: name, Postmortem: PostmortemNone}
}

// Severity finds the severity that a person means: a configured name or title, a number or sevN
// (the name that ends in that number, else the N-th in order), "unknown" or "I don't know".
// ASCII capitals do not matter. ok is false where nothing fits; name is then empty.
func (c Config) Severity(text string) (name string, ok bool) {
	want := fold(strings.Trim(text, " \t"))
	for _, s := range c.Severities {
		if want == fold(s.Name) {
			return s.Name, true
		}
	}
	for _, s := range c.Severities {
		if want != "" && want == fold(s.Title) {
			return s.Name, true
		}
	}
	switch strings.ReplaceAll(want, "’", "'") {
	case Unknown, "i don't know":
		return Unknown, true
	}
	return c.numbered(strings.TrimPrefix(want, "sev"))
}

// numbered finds a severity by its number. Names may carry numbers of their own (p0, p1, …): then
// those count, and only names without any are counted from 1.
func (c Config) numbered(digits string) (string, bool) {
	n, err := strconv.Atoi(digits)
	if err != nil || digits[0] < '0' || digits[0] > '9' || len(digits) > 3 {
		return "", false
	}
	carries := false
	for _, s := range c.Severities {
		own := s.Name[len(strings.TrimRight(s.Name, "0123456789")):]
		if v, err := strconv.Atoi(own); err == nil {
			carries = true
			if v == n {
				return s.Name, true
			}
		}
	}
	if carries || n < 1 || n > len(c.Severities) {
		return "", false
	}
	return c.Severities[n-1].Name, true
}

// fold makes ASCII capitals small and leaves all else alone: Unicode folding would make other
// words equal (ſ and s).
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
