package github

import (
	"strconv"

	"github.com/sensible-im/sensible/internal/snapshot"
)

type boardShape struct {
	ID     string
	Number int
	Title  string
	URL    string
	Closed bool
	Fields nodes[fieldShape]
}

type fieldShape struct {
	ID       string
	Name     string
	DataType string
	Options  []named
}

func (f fieldShape) field() snapshot.BoardField {
	out := snapshot.BoardField{NodeID: f.ID, Name: f.Name, Type: f.DataType}
	for _, o := range f.Options {
		out.Options = append(out.Options, snapshot.BoardOption{ID: o.ID, Name: o.Name})
	}
	return out
}

func (b boardShape) board() *snapshot.Board {
	out := &snapshot.Board{NodeID: b.ID, Number: b.Number, Title: b.Title, URL: b.URL, Closed: b.Closed}
	for _, f := range b.Fields.Nodes {
		if f.ID != "" {
			out.Fields = append(out.Fields, f.field())
		}
	}
	return out
}

type projectItem struct {
	ID          string
	Project     struct{ ID, Title string }
	FieldValues nodes[fieldValue]
}

type fieldValue struct {
	Name   string   // single select
	Text   string   // text
	Number *float64 // number
	Date   string   // date
	Field  struct{ Name string }
}

// fields are an item's values as text, by the fields' names.
func (p projectItem) fields() map[string]string {
	out := map[string]string{}
	for _, v := range p.FieldValues.Nodes {
		text := v.Name + v.Text + v.Date
		if v.Number != nil {
			text = strconv.FormatFloat(*v.Number, 'f', -1, 64)
		}
		if v.Field.Name != "" && text != "" {
			out[v.Field.Name] = text
		}
	}
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
