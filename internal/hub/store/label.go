package store

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Label is a repository's label.
type Label struct {
	ID          int64
	NodeID      string
	Repo        *Repository
	Name        string
	Color       string // six hex digits
	Description string
	Default     bool
}

var hexColor = regexp.MustCompile(`^[0-9a-fA-F]{6}$`)

// Label is the repository's label of this name, whatever the case; nil where there is none.
func (r *Repository) Label(name string) *Label {
	for _, l := range r.Labels {
		if strings.EqualFold(l.Name, name) {
			return l
		}
	}
	return nil
}

// CreateLabel makes a label; an empty colour is GitHub's grey.
func (s *Store) CreateLabel(a *Actor, r *Repository, name, color, description string) (*Label, error) {
	if err := s.needLabels(a, r); err != nil {
		return nil, err
	}
	if color == "" {
		color = "ededed"
	}
	color = strings.TrimPrefix(color, "#")
	if err := checkLabel(r, nil, name, color, description); err != nil {
		return nil, err
	}
	id := s.newID("label")
	l := &Label{ID: id, NodeID: nodeID("LA", r.ID, id), Repo: r, Name: name, Color: strings.ToLower(color), Description: description}
	s.register(l.NodeID, l)
	r.Labels = append(r.Labels, l)
	s.emit(Event{Name: "label", Action: "created", Repo: r, Label: l, Sender: a.User})
	return l, nil
}

// needLabels refuses who may not manage labels: write for a person; issues or pull_requests for an integration.
func (s *Store) needLabels(a *Actor, r *Repository) error {
	err := s.need(a, r, "issues", Write)
	if err != nil && a.IsIntegration() && s.need(a, r, "pull_requests", Write) == nil {
		return nil
	}
	return err
}

func checkLabel(r *Repository, self *Label, name, color, description string) error {
	other := r.Label(name)
	switch {
	case strings.TrimSpace(name) == "":
		return Invalid(FieldError{Resource: "Label", Field: "name", Code: "missing_field"})
	case utf8.RuneCountInString(name) > maxLabelName:
		return Invalid(FieldError{Resource: "Label", Field: "name", Code: "custom", Message: "name is too long (maximum is 50 characters)"})
	case utf8.RuneCountInString(description) > maxLabelText:
		return Invalid(FieldError{Resource: "Label", Field: "description", Code: "custom", Message: "description is too long (maximum is 100 characters)"})
	case !hexColor.MatchString(color):
		return Invalid(FieldError{Resource: "Label", Field: "color", Code: "invalid"})
	case other != nil && other != self:
		return Invalid(FieldError{Resource: "Label", Field: "name", Code: "already_exists"})
	}
	return nil
}

// EditLabel changes a label everywhere it is used; nil leaves a field as it is.
func (s *Store) EditLabel(a *Actor, l *Label, name, color, description *string) error {
	if err := s.needLabels(a, l.Repo); err != nil {
		return err
	}
	n := *l
	changes := map[string]any{}
	set := func(field string, to *string, at *string) {
		if to != nil && *to != *at {
			changes[field] = map[string]any{"from": *at}
			*at = *to
		}
	}
	set("name", name, &n.Name)
	set("color", color, &n.Color)
	set("description", description, &n.Description)
	n.Color = strings.ToLower(strings.TrimPrefix(n.Color, "#"))
	if err := checkLabel(l.Repo, l, n.Name, n.Color, n.Description); err != nil {
		return err
	}
	*l = n
	s.emit(Event{Name: "label", Action: "edited", Repo: l.Repo, Label: l, Sender: a.User, Changes: changes})
	return nil
}

// DeleteLabel removes a label, also from every issue.
func (s *Store) DeleteLabel(a *Actor, l *Label) error {
	if err := s.needLabels(a, l.Repo); err != nil {
		return err
	}
	l.Repo.Labels = withoutLabel(l.Repo.Labels, l)
	for _, i := range l.Repo.Issues {
		if i.hasLabel(l) {
			i.Labels = withoutLabel(i.Labels, l)
		}
	}
	delete(s.nodes, l.NodeID)
	s.emit(Event{Name: "label", Action: "deleted", Repo: l.Repo, Label: l, Sender: a.User})
	return nil
}

func withoutLabel(list []*Label, l *Label) []*Label {
	var out []*Label
	for _, x := range list {
		if x != l {
			out = append(out, x)
		}
	}
	return out
}
