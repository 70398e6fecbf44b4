// Package timeline puts together what happened in an incident, in order: accepted facts, notes, people's comments, and
// GitHub's events, and the timelines that they wrote by hand. It is linear in what it is given but for one sort.
//
// It does not judge comments, does not keep anything, and leaves the reading of hand-written timelines to package written.
package timeline

import (
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
	Quality incident.Quality // of At, for facts and written rows
	Unknown bool             // the writer left the time open ([???]): At only says where the row stands
	Images  []Image          // what a comment shows: to be linked, never embedded
	Change  bool             // something that went out: a deployment, a release, a merge, a commit
	Before  bool             // … before the impact began
}

// Image is a picture in a comment. Both are somebody's text.
type Image struct{ Title, URL string }

// Input is what a timeline is built from.
type Input struct {
	World    snapshot.World
	Ledger   ledger.Ledger
	Incident incident.Incident // the fold of the ledger: when it began and ended, and who has a role
	Config   policy.Config
}

// Build returns the entries, oldest first, sorted by (time, source, id).
func Build(in Input) ([]Entry, error) {
	var out []Entry
	for _, part := range []func(Input) ([]Entry, error){declared, facts, comments, events, changes} {
		entries, err := part(in)
		if err != nil {
			return nil, err
		}
		out = append(out, entries...)
	}
	return sorted(withTyped(in, out)), nil
}
