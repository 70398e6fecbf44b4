package store

// Dispatch is what somebody outside tells the workflows of a repository.
type Dispatch struct {
	Type    string         // the sender's own choice
	Payload map[string]any // at most ten properties; nil = none
}

// most is how much GitHub takes of a dispatch.
const (
	mostDispatchProperties = 10
	longestDispatchType    = 100
)

// SendDispatch tells a repository's workflows something. No workflow runs here; Apps that subscribe hear of it.
func (s *Store) SendDispatch(a *Actor, r *Repository, d Dispatch) error {
	if err := s.Need(a, r, "contents", Write); err != nil {
		return err
	}
	switch {
	case r.Archived:
		return Forbidden("Repository was archived so is read-only.")
	case len(d.Type) > longestDispatchType:
		return Unprocessable("Invalid request.\n\nevent_type is too long (maximum is 100 characters).")
	case len(d.Payload) > mostDispatchProperties:
		return Unprocessable("Invalid request.\n\nNo more than 10 properties are allowed; 11 were supplied.")
	}
	s.emit(Event{Name: "repository_dispatch", Action: d.Type, Repo: r, Dispatch: &d, Sender: a.User})
	return nil
}
