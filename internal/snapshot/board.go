package snapshot

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
}

// BoardField is one field of the board. Type is GraphQL's: SINGLE_SELECT, TEXT, NUMBER, DATE, …
type BoardField struct {
	NodeID  string
	Name    string
	Type    string
	Options []BoardOption // of a single select
}

// BoardOption is one option of a single-select field.
type BoardOption struct{ ID, Name string }

// Field finds a field by its name.
func (b Board) Field(name string) (BoardField, bool) {
	for _, f := range b.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return BoardField{}, false
}
