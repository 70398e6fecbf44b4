// Package command is what people say: one file per /command, and the grammar that finds commands in a comment. A command
// is a value in the table of commands.go: its verb, who may say it, how its arguments are judged, and what the fact does
// to the incident.
//
// It does not decide who somebody is or whether a comment counts (package replay), and it shows nothing (package plan).
package command

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

// TimeUse says what a time at the end of the line means for a command.
type TimeUse int

// The uses.
const (
	NoTime       TimeUse = iota // the arguments are text; "at 10:05" is part of it
	TextThenTime                // text, then perhaps a time: `/identified a bad deploy at 10:05 JST`
	OnlyTime                    // nothing but a time: `/started at 10:05 JST`
)

// Spec is one command. Its texts (summary, examples) stand in templates/<language>/commands under the verb.
type Spec struct {
	Verb    string
	Aliases []string // never the verb itself
	Usage   string   // the arguments, as help shows them: `1 [because …]`
	Who     incident.Permission
	Time    TimeUse
	Seven   bool // one of the seven to know
	Moves   bool // moves the life cycle on: makes no sense once the incident was cancelled or is a duplicate

	// Judge looks at the arguments (without the time) and returns them in canonical form, or what is wrong. It must not
	// change anything. nil: no arguments are expected, and any are kept as text.
	Judge func(Call) (args string, problem *ledger.Problem)
	// Undoes lists the facts, by number, that an accepted line takes back. nil: none.
	Undoes func(Call) []int
	// Doubt says what was left out of an accepted line, or nothing. nil: nothing ever is.
	Doubt func(Call) *ledger.Problem
	// Apply folds an accepted fact into the incident. nil: the fact changes nothing but the timeline (or asks for a reply).
	Apply func(*incident.Incident, ledger.Fact)
}

// Call is one command line on its way to becoming a fact.
type Call struct {
	Args     string    // without verb and time
	At       time.Time // when it takes effect, UTC
	Told     bool      // the line named the time
	Posted   time.Time // when the comment was written
	Actor    incident.Person
	Incident incident.Incident // the state before this line
	Policy   policy.Config
	Item     int64                                      // said on the issue of an action item: its database id; 0 = on the incident
	Accepted []ledger.Fact                              // what counts so far, in the order in which it does
	Before   int64                                      // the id of the comment before this one, for `/note ^`; 0 = there is none
	People   func(login string) (incident.Person, bool) // who is known, by login; never nil

	changes []ledger.Fact // those of Accepted that changed something
}
