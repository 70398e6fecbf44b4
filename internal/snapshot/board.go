package snapshot

import "strings"

// BoardState says why there is no board.
type BoardState string

// The reasons.
const (
	BoardReachable   BoardState = ""
	BoardMissing     BoardState = "missing"     // may be created
	BoardUnreachable BoardState = "unreachable" // a user's board, no permission, GITHUB_TOKEN
	BoardUnasked     BoardState = "unasked"     // not looked up: nothing to put on it yet
)

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
