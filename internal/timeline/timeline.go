// Package timeline puts together what happened in an incident, in order: accepted facts, notes, people's comments, and
// GitHub's events. It is linear in what it is given but for one sort.
//
// It does not judge comments, does not keep anything, and does not read timelines that were written in Markdown by hand.
package timeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Source says where an entry comes from.
type Source string

// The sources.
const (
	FromFact    Source = "fact"
	FromComment Source = "comment"
	FromEvent   Source = "event"
	FromWritten Source = "written"
	FromAlert   Source = "alert"
)

// Entry is one row. Text is plain: whoever shows it makes it inert.
type Entry struct {
	At      time.Time // UTC, whole seconds
	Text    string
	Source  Source
	ID      string // stable over time: "c1001-l3", "c1001", an event's node id
	URL     string // permalink; empty where GitHub has none
	By      incident.Person
	Verb    string           // of a fact
	Quality incident.Quality // of At, for facts
}

// Input is what a timeline is built from.
type Input struct {
	World  snapshot.World
	Ledger ledger.Ledger
	Config policy.Config
}

// Build returns the entries, oldest first, sorted by (time, source, id).
func Build(in Input) ([]Entry, error) {
	var out []Entry
	for _, part := range []func(Input) ([]Entry, error){declared, facts, comments, events} {
		entries, err := part(in)
		if err != nil {
			return nil, err
		}
		out = append(out, entries...)
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}
