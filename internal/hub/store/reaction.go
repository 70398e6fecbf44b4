package store

import "time"

// Reaction is a reaction to an issue or a comment.
type Reaction struct {
	ID        int64
	NodeID    string
	User      *User
	Content   string // +1, -1, laugh, confused, heart, hooray, rocket, eyes
	CreatedAt time.Time
}

// Reactions are the contents there are, in GitHub's order, with GraphQL's names.
var Reactions = []struct{ REST, GraphQL string }{
	{"+1", "THUMBS_UP"}, {"-1", "THUMBS_DOWN"}, {"laugh", "LAUGH"}, {"hooray", "HOORAY"},
	{"confused", "CONFUSED"}, {"heart", "HEART"}, {"rocket", "ROCKET"}, {"eyes", "EYES"},
}

// ReactToIssue adds a reaction; the same again returns the one there is, and false.
func (s *Store) ReactToIssue(a *Actor, i *Issue, content string) (*Reaction, bool, error) {
	if err := s.needConversation(a, i); err != nil {
		return nil, false, err
	}
	return s.react(a, i.Repo, &i.Reactions, content)
}

// ReactToComment is ReactToIssue for a comment.
func (s *Store) ReactToComment(a *Actor, c *Comment, content string) (*Reaction, bool, error) {
	if err := s.needConversation(a, c.Issue); err != nil {
		return nil, false, err
	}
	return s.react(a, c.Issue.Repo, &c.Reactions, content)
}

func (s *Store) react(a *Actor, r *Repository, list *[]*Reaction, content string) (*Reaction, bool, error) {
	known := false
	for _, c := range Reactions {
		known = known || c.REST == content
	}
	if !known {
		return nil, false, Invalid(FieldError{Resource: "Reaction", Field: "content", Code: "invalid", Value: content})
	}
	for _, x := range *list {
		if x.User == a.User && x.Content == content {
			return x, false, nil
		}
	}
	id := s.newID("reaction")
	x := &Reaction{ID: id, NodeID: nodeID("REA", r.ID, id), User: a.User, Content: content, CreatedAt: s.Now()}
	s.register(x.NodeID, x)
	*list = append(*list, x)
	return x, true, nil
}

// UnreactToIssue removes a reaction by its database id: one's own, or anybody's with write.
func (s *Store) UnreactToIssue(a *Actor, i *Issue, id int64) error {
	return s.unreact(a, i, &i.Reactions, id)
}

// UnreactToComment is UnreactToIssue for a comment.
func (s *Store) UnreactToComment(a *Actor, c *Comment, id int64) error {
	return s.unreact(a, c.Issue, &c.Reactions, id)
}

func (s *Store) unreact(a *Actor, i *Issue, list *[]*Reaction, id int64) error {
	if err := s.needConversation(a, i); err != nil {
		return err
	}
	for k, x := range *list {
		if x.ID != id {
			continue
		}
		if x.User != a.User {
			return Forbidden("You must be the author of the reaction to delete it.")
		}
		*list = append((*list)[:k:k], (*list)[k+1:]...)
		delete(s.nodes, x.NodeID)
		return nil
	}
	return NotFound()
}
