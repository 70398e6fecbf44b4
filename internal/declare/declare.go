// Package declare is an incident that somebody declares from a terminal: what it says as an issue, and the file that keeps it
// until GitHub has it.
//
// It talks to nobody (the command does) and reads no clock: when it was declared is an argument.
package declare

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/marker"
)

// Declaration is an incident as somebody declared it. Its JSON is the file that keeps it.
type Declaration struct {
	ID         string    `json:"id"` // made by New; the issue carries it, so that it is made once
	Repository string    `json:"repository"`
	Title      string    `json:"title"`
	Seen       string    `json:"seen,omitempty"` // Markdown; empty = the title
	Severity   string    `json:"severity,omitempty"`
	Components []string  `json:"components,omitempty"`
	Impact     string    `json:"impact,omitempty"`
	DetectedBy string    `json:"detected_by,omitempty"`
	Links      []string  `json:"links,omitempty"`
	Drill      bool      `json:"drill,omitempty"`
	Started    time.Time `json:"started,omitzero"`  // UTC; zero = nobody said
	Detected   time.Time `json:"detected,omitzero"` // UTC; zero = when it was declared
	Declared   time.Time `json:"declared"`          // UTC
	// Attempted says that it was sent once without an answer: it may be there already.
	Attempted bool `json:"attempted,omitempty"`
}

// NewID is one that nobody else has.
func NewID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// Marker is the hidden line of the issue: which declaration it is, and its times.
func (d Declaration) Marker() string {
	words := []string{"declared", d.ID, stamp(d.Declared)}
	if !d.Detected.IsZero() {
		words = append(words, stamp(d.Detected))
	}
	return marker.Of(strings.Join(words, " "))
}

// Is says whether an issue's body is of this declaration.
func (d Declaration) Is(body string) bool {
	rest, ok := marker.Find(body, "declared ")
	id, _, _ := strings.Cut(rest, " ")
	return ok && id == d.ID
}

// Body is the issue's: the form as a person would have filled it, in the repository's language ("en", "ja").
func (d Declaration) Body(language string) string {
	r := form.Report{
		Seen: d.Seen, Severity: d.Severity, Components: d.Components, DetectedBy: d.DetectedBy, Impact: d.Impact, Links: d.Links, Drill: d.Drill,
	}
	if r.Seen == "" {
		r.Seen = d.Title
	}
	if !d.Started.IsZero() {
		r.Started = d.Started.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return form.Fill(r, language) + "\n" + d.Marker() + "\n"
}

func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
