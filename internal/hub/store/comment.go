package store

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Comment is a comment on an issue or on a pull request's conversation.
type Comment struct {
	ID              int64
	NodeID          string
	Issue           *Issue
	Body            string
	User            *User
	Via             *App
	ByEmail         bool
	Edits           []Edit // oldest first
	Minimized       bool
	MinimizedReason string // outdated, off-topic, resolved, duplicate, spam, abuse
	Pinned          bool
	PinnedAt        time.Time
	PinnedBy        *User
	Reactions       []*Reaction
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// LastEdited tells when and by whom the body was last changed; zero where it never was.
func (c *Comment) LastEdited() (time.Time, *User) {
	if len(c.Edits) == 0 {
		return time.Time{}, nil
	}
	e := c.Edits[len(c.Edits)-1]
	return e.At, e.Editor
}

// AddComment writes a comment. Who has no write access cannot on a locked issue; nobody can past 2,500.
func (s *Store) AddComment(a *Actor, i *Issue, body string) (*Comment, error) {
	if err := s.needConversation(a, i); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body) == "" {
		return nil, Invalid(FieldError{Resource: "IssueComment", Field: "data", Code: "unprocessable", Message: "Body cannot be blank"})
	}
	if err := checkBody("IssueComment", body); err != nil {
		return nil, err
	}
	if most := cmp.Or(s.CommentCap, maxComments); len(i.Comments) >= most {
		return nil, Forbidden(fmt.Sprintf("Commenting is disabled on issues with more than %d comments", most))
	}
	id := s.newID("comment")
	c := &Comment{ID: id, NodeID: nodeID("IC", i.Repo.ID, id), Issue: i, Body: body, User: a.User, Via: a.App,
		CreatedAt: s.Now(), UpdatedAt: s.Now()}
	s.comments[id] = c
	s.register(c.NodeID, c)
	i.Comments = append(i.Comments, c)
	s.touch(i)
	s.emit(Event{Name: "issue_comment", Action: "created", Repo: i.Repo, Issue: i, Comment: c, Sender: a.User})
	s.mentionsIn(i, a.User, body)
	return c, nil
}

// needConversation refuses who may not write on the issue: an integration needs issues or pull_requests on a pull.
func (s *Store) needConversation(a *Actor, i *Issue) error {
	err := s.needWriter(a, i.Repo, "issues")
	if err != nil && i.Pull != nil {
		err = s.needWriter(a, i.Repo, "pull_requests")
	}
	if err != nil {
		return err
	}
	if i.Locked && a.Kind == ByUser && s.RoleOf(i.Repo, a.User) < Triage {
		return Forbidden("Unable to create comment because issue is locked.")
	}
	return nil
}

// needModeration refuses who may not change somebody else's comment.
func (s *Store) needModeration(a *Actor, c *Comment) error {
	if err := s.needConversation(a, c.Issue); err != nil {
		return err
	}
	if a.User == c.User || a.IsIntegration() || s.RoleOf(c.Issue.Repo, a.User) >= Write {
		return nil
	}
	return Forbidden("Must have admin rights to Repository.")
}

// Comment is the comment with this database id, nil where there is none.
func (s *Store) Comment(id int64) *Comment { return s.comments[id] }

// EditComment replaces the body, and keeps the old one in the history.
func (s *Store) EditComment(a *Actor, c *Comment, body string) error {
	if err := s.needModeration(a, c); err != nil {
		return err
	}
	if strings.TrimSpace(body) == "" {
		return Invalid(FieldError{Resource: "IssueComment", Field: "data", Code: "unprocessable", Message: "Body cannot be blank"})
	}
	if err := checkBody("IssueComment", body); err != nil {
		return err
	}
	if body == c.Body {
		return nil
	}
	from := c.Body
	c.Edits = append(c.Edits, Edit{Editor: a.User, At: s.Now(), Before: from})
	c.Body, c.UpdatedAt = body, s.Now()
	s.touch(c.Issue)
	s.emit(Event{Name: "issue_comment", Action: "edited", Repo: c.Issue.Repo, Issue: c.Issue, Comment: c, Sender: a.User,
		Changes: map[string]any{"body": map[string]any{"from": from}}})
	s.mentionsIn(c.Issue, a.User, body)
	return nil
}

// DeleteComment removes it; a timeline event tells whose it was.
func (s *Store) DeleteComment(a *Actor, c *Comment) error {
	if err := s.needModeration(a, c); err != nil {
		return err
	}
	i := c.Issue
	for k, x := range i.Comments {
		if x == c {
			i.Comments = append(i.Comments[:k:k], i.Comments[k+1:]...)
			break
		}
	}
	delete(s.comments, c.ID)
	delete(s.nodes, c.NodeID)
	s.record(i, &TimelineEvent{Event: "comment_deleted", Actor: a.User, Subject: c.User})
	s.emit(Event{Name: "issue_comment", Action: "deleted", Repo: i.Repo, Issue: i, Comment: c, Sender: a.User})
	return nil
}
