package github

import (
	"strconv"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// projectItem is an issue's place on one board.
type projectItem struct {
	ID          string
	IsArchived  bool
	Project     struct{ ID string }
	FieldValues nodes[fieldValue]
}

// fieldValue is what an item has in one field. GitHub leaves everything out of values that the document does not ask for.
type fieldValue struct {
	Name      string   // single select
	OptionID  string   // single select
	Text      string   // text
	Number    *float64 // number
	Date      string   // date
	CreatedAt time.Time
	UpdatedAt time.Time
	Creator   *actor
	Field     struct{ ID, Name string }
}

// onto puts what the board says of an issue into the snapshot's words: fields and options by our names.
func (p projectItem) onto(it *snapshot.Item, b *snapshot.Board, me incident.Person) {
	it.BoardItem, it.Archived = p.ID, p.IsArchived
	it.Fields, it.Set = map[string]string{}, map[string]snapshot.Setting{}
	for _, v := range p.FieldValues.Nodes {
		if text := v.text(b); v.Field.Name != "" && text != "" {
			name := v.field(b).Ours()
			it.Fields[name], it.Set[name] = text, v.setting(me)
		}
	}
}

func (v fieldValue) field(b *snapshot.Board) snapshot.BoardField {
	for _, f := range b.Fields {
		if f.NodeID == v.Field.ID {
			return f
		}
	}
	return snapshot.BoardField{NodeID: v.Field.ID, Name: v.Field.Name}
}

func (v fieldValue) text(b *snapshot.Board) string {
	if v.Number != nil {
		return strconv.FormatFloat(*v.Number, 'f', -1, 64)
	}
	for _, o := range v.field(b).Options {
		if v.OptionID != "" && o.ID == v.OptionID {
			return o.Ours()
		}
	}
	return v.Name + v.Text + v.Date
}

func (v fieldValue) setting(me incident.Person) snapshot.Setting {
	by := v.Creator.person()
	mine := me.ID != 0 && by.ID == me.ID
	return snapshot.Setting{
		At: second(v.UpdatedAt), By: by, Mine: mine, Ours: mine && !v.CreatedAt.IsZero() && v.CreatedAt.Equal(v.UpdatedAt),
	}
}
