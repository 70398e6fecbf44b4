package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Field is a column of a board. DataType is GraphQL's: TITLE, ASSIGNEES, LABELS, TEXT, NUMBER, DATE, SINGLE_SELECT, …
type Field struct {
	ID         int64
	NodeID     string
	Project    *Project
	Name       string
	DataType   string
	Options    []Option    // of SINGLE_SELECT
	Iterations []Iteration // of ITERATION
	Custom     bool        // made by somebody: its values are set by hand
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Option is a value of a single select field.
type Option struct {
	ID, Name, Color, Description string // Color as GraphQL's enum: GRAY, BLUE, …
}

// Iteration is a span of an iteration field.
type Iteration struct {
	ID, Title, Start string // Start as 2026-11-22
	Days             int
}

// builtin are the fields that each new board has.
var builtin = []struct{ name, kind string }{
	{"Title", "TITLE"}, {"Assignees", "ASSIGNEES"}, {"Status", "SINGLE_SELECT"}, {"Labels", "LABELS"},
	{"Linked pull requests", "LINKED_PULL_REQUESTS"}, {"Milestone", "MILESTONE"}, {"Repository", "REPOSITORY"},
	{"Reviewers", "REVIEWERS"}, {"Parent issue", "PARENT_ISSUE"}, {"Sub-issues progress", "SUB_ISSUES_PROGRESS"},
}

func (s *Store) defaultFields(p *Project) {
	for _, b := range builtin {
		f := s.newField(p, b.name, b.kind)
		if b.name == "Status" {
			f.Custom = true
			f.Options = makeOptions(f, []Option{{Name: "Todo", Color: "GREEN"}, {Name: "In Progress", Color: "YELLOW"}, {Name: "Done", Color: "PURPLE"}})
		}
	}
}

func (s *Store) newField(p *Project, name, kind string) *Field {
	id := s.newID("field")
	prefix := map[string]string{"SINGLE_SELECT": "PVTSSF", "ITERATION": "PVTIF"}[kind]
	if prefix == "" {
		prefix = "PVTF"
	}
	f := &Field{ID: id, NodeID: nodeID(prefix, p.ID, id), Project: p, Name: name, DataType: kind, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	s.register(f.NodeID, f)
	p.Fields = append(p.Fields, f)
	return f
}

// AddField makes a field of type TEXT, NUMBER, DATE, SINGLE_SELECT (with options) or ITERATION.
func (s *Store) AddField(a *Actor, p *Project, name, kind string, options []Option) (*Field, error) {
	if err := s.NeedProject(a, p); err != nil {
		return nil, err
	}
	switch {
	case strings.TrimSpace(name) == "":
		return nil, Invalid(FieldError{Resource: "ProjectV2Field", Field: "name", Code: "missing_field"})
	case p.Field(name) != nil:
		return nil, Unprocessable("Name has already been taken")
	case kind == "SINGLE_SELECT" && len(options) == 0:
		return nil, Unprocessable("Single select options are required")
	}
	switch kind {
	case "TEXT", "NUMBER", "DATE", "SINGLE_SELECT", "ITERATION":
	default:
		return nil, Invalid(FieldError{Resource: "ProjectV2Field", Field: "data_type", Code: "invalid", Value: kind})
	}
	f := s.newField(p, name, kind)
	f.Custom = true
	f.Options = makeOptions(f, options)
	p.UpdatedAt = s.Now()
	return f, nil
}

// EditField renames a field and, where options are given, replaces all of them: they get new ids, so the values that
// named the old ones are gone. That is GitHub's trap, kept on purpose.
func (s *Store) EditField(a *Actor, f *Field, name *string, options []Option) error {
	if err := s.NeedProject(a, f.Project); err != nil {
		return err
	}
	if name != nil && *name != "" {
		f.Name = *name
	}
	f.UpdatedAt = s.Now()
	if options == nil {
		return nil
	}
	f.Options = makeOptions(f, options)
	for _, it := range f.Project.Items {
		delete(it.Values, f.ID)
	}
	return nil
}

// DeleteField removes a field that somebody made.
func (s *Store) DeleteField(a *Actor, f *Field) error {
	if err := s.NeedProject(a, f.Project); err != nil {
		return err
	}
	if !f.Custom {
		return Unprocessable("This field cannot be deleted")
	}
	var left []*Field
	for _, x := range f.Project.Fields {
		if x != f {
			left = append(left, x)
		}
	}
	f.Project.Fields = left
	delete(s.nodes, f.NodeID)
	return nil
}

// makeOptions gives options ids of eight hex digits, as GitHub's are.
func makeOptions(f *Field, in []Option) []Option {
	out := make([]Option, len(in))
	for i, o := range in {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d/%d/%s", f.ID, f.UpdatedAt.UnixNano(), i, o.Name))
		o.ID = hex.EncodeToString(sum[:4])
		if o.Color == "" {
			o.Color = "GRAY"
		}
		out[i] = o
	}
	return out
}

// Field is the field of this name, nil where there is none.
func (p *Project) Field(name string) *Field {
	for _, f := range p.Fields {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// FieldByID is the field with this database id, nil where there is none.
func (p *Project) FieldByID(id int64) *Field {
	for _, f := range p.Fields {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Option is the option with this id, nil where there is none.
func (f *Field) Option(id string) *Option {
	for i := range f.Options {
		if f.Options[i].ID == id {
			return &f.Options[i]
		}
	}
	return nil
}
