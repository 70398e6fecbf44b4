package github

import "github.com/sensible-im/sensible/internal/snapshot"

type boardShape struct {
	ID     string
	Number int
	Title  string
	URL    string
	Closed bool
	Readme string
	Fields nodes[fieldShape]
	Views  nodes[struct{ Name string }]
}

type fieldShape struct {
	ID         string
	DatabaseID int64 `json:"databaseId"`
	Name       string
	DataType   string
	Options    []named
}

func (f fieldShape) field() snapshot.BoardField {
	out := snapshot.BoardField{NodeID: f.ID, ID: f.DatabaseID, Name: f.Name, Type: f.DataType}
	for _, o := range f.Options {
		out.Options = append(out.Options, snapshot.BoardOption{ID: o.ID, Name: o.Name})
	}
	return out
}

func (b boardShape) board() *snapshot.Board {
	out := &snapshot.Board{NodeID: b.ID, Number: b.Number, Title: b.Title, URL: b.URL, Closed: b.Closed, Readme: b.Readme}
	for _, f := range b.Fields.Nodes {
		if f.ID != "" {
			out.Fields = append(out.Fields, f.field())
		}
	}
	for _, v := range b.Views.Nodes {
		out.Views = append(out.Views, v.Name)
	}
	out.Memory, _ = snapshot.ReadMemory(b.Readme)
	out.Fields = out.Memory.Known(out.Fields)
	return out
}

// board picks our board among those that the search found, an open one first, and says why there is none: a user's boards
// are out of reach for every App, and an installation without the permission gets an empty list, which looks like a missing
// board (until making it is refused).
func (o ownerShape) board(title string, forbidden bool) (*snapshot.Board, snapshot.BoardState) {
	if title == "" {
		return nil, snapshot.BoardUnasked
	}
	if o.Typename != "Organization" || forbidden {
		return nil, snapshot.BoardUnreachable
	}
	var closed *snapshot.Board
	for _, b := range o.ProjectsV2.Nodes {
		switch {
		case b.Title != title:
		case !b.Closed:
			return b.board(), snapshot.BoardReachable
		default:
			closed = b.board()
		}
	}
	if closed != nil {
		return closed, snapshot.BoardReachable // somebody closed it: no other is made in its place
	}
	return nil, snapshot.BoardMissing
}

type ownerShape struct {
	Typename   string `json:"__typename"`
	ID         string
	Login      string
	ProjectsV2 nodes[boardShape]
}
