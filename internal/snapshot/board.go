package snapshot

import (
	"strings"
	"time"
)

// BoardState says why there is no board.
type BoardState string

// The reasons.
const (
	BoardReachable   BoardState = ""
	BoardMissing     BoardState = "missing"     // may be created
	BoardUnreachable BoardState = "unreachable" // a user's board, no permission, GITHUB_TOKEN
	BoardUnasked     BoardState = "unasked"     // not looked up: nothing to put on it yet
	BoardToken       BoardState = "token"       // the token of a workflow reaches no board
	BoardUnsupported BoardState = "unsupported" // this GitHub knows no such boards
)

// NoBoard is why a board that is wanted cannot be used, in the words of the card's line; empty = it can, or can be made.
type NoBoard string

// The reasons.
const (
	NoBoardClosed     NoBoard = "closed"     // somebody closed it: nothing is written there, and none is made in its place
	NoBoardUser       NoBoard = "user"       // no App reaches the boards of a person
	NoBoardToken      NoBoard = "token"      // GITHUB_TOKEN
	NoBoardPermission NoBoard = "permission" // the App lacks it, or the board is not shown to it
	NoBoardServer     NoBoard = "server"     // an older GitHub Enterprise Server
)

// NoBoard says why there is no board to use.
func (w World) NoBoard() NoBoard {
	switch {
	case w.Board != nil && w.Board.Closed:
		return NoBoardClosed
	case w.Board != nil:
		return ""
	case !w.Repository.OwnerIsOrg:
		return NoBoardUser
	}
	return map[BoardState]NoBoard{
		BoardUnreachable: NoBoardPermission, BoardToken: NoBoardToken, BoardUnsupported: NoBoardServer,
	}[w.BoardState]
}

// BoardID names what items are put on: the board's node id, or OnLabels where labels stand in for it. Empty = not known now.
func (w World) BoardID() string {
	switch {
	case w.Board != nil:
		return w.Board.NodeID
	case w.NoBoard() != "":
		return OnLabels
	}
	return ""
}

// Board is a Projects (v2) board.
type Board struct {
	NodeID string
	Number int
	Title  string
	URL    string
	Closed bool
	Fields []BoardField
	Views  []string    // the views' names
	Readme string      // the board's description in full, in which BoardMemory lies
	Memory BoardMemory // read from Readme; the zero memory where there is none

	Status *BoardStatus // the newest status update; nil = none
	Cards  []BoardCard  // all that is on it, perhaps some minutes old; nil = not looked up
}

// BoardStatus is a status update of a board: ON_TRACK, AT_RISK, OFF_TRACK, INACTIVE, COMPLETE.
type BoardStatus struct {
	At     time.Time // UTC
	Status string
	Body   string
	Mine   bool
}

// BoardCard is one issue on a board, whatever incident it is of.
type BoardCard struct {
	Title  string
	URL    string
	Open   bool
	Fields map[string]string // by our names
}

// BoardField is one field of the board. Type is GraphQL's: SINGLE_SELECT, TEXT, NUMBER, DATE, …
type BoardField struct {
	NodeID  string
	ID      int64 // database id, which REST's views need
	Name    string
	As      string // our name of it, where somebody renamed it since we made it; empty = Name
	Type    string
	Options []BoardOption // of a single select
}

// BoardOption is one option of a single-select field. As is our name of it, where somebody renamed it; empty = Name.
type BoardOption struct{ ID, Name, As string }

// Ours is the name by which this program knows the field.
func (f BoardField) Ours() string { return or(f.As, f.Name) }

// Ours is the name by which this program knows the option.
func (o BoardOption) Ours() string { return or(o.As, o.Name) }

// Option finds an option by our name of it; GitHub compares names without regard to ASCII case.
func (f BoardField) Option(name string) (BoardOption, bool) {
	for _, o := range f.Options {
		if o.Name != "" && equalFoldASCII(o.Ours(), name) {
			return o, true
		}
	}
	return BoardOption{}, false
}

// Field finds a field by our name of it.
func (b Board) Field(name string) (BoardField, bool) {
	for _, f := range b.Fields {
		if equalFoldASCII(f.Ours(), name) {
			return f, true
		}
	}
	return BoardField{}, false
}

// HasView says whether the board shows a view of that name.
func (b Board) HasView(name string) bool {
	for _, v := range b.Views {
		if equalFoldASCII(strings.TrimSpace(v), name) {
			return true
		}
	}
	return false
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
