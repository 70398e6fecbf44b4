package store

import (
	"strings"
	"time"
)

// PinComment pins c to the top of its issue. One per issue: pinning another takes its place.
func (s *Store) PinComment(a *Actor, c *Comment) error {
	if err := s.need(a, c.Issue.Repo, c.Issue.permission(), Triage); err != nil {
		return err
	}
	if c.Pinned {
		return nil
	}
	if old := c.Issue.PinnedComment(); old != nil {
		s.unpin(a, old)
	}
	c.Pinned, c.PinnedAt, c.PinnedBy = true, s.Now(), a.User
	s.emit(Event{Name: "issue_comment", Action: "pinned", Repo: c.Issue.Repo, Issue: c.Issue, Comment: c, Sender: a.User})
	return nil
}

// UnpinComment takes it off.
func (s *Store) UnpinComment(a *Actor, c *Comment) error {
	if err := s.need(a, c.Issue.Repo, c.Issue.permission(), Triage); err != nil {
		return err
	}
	if c.Pinned {
		s.unpin(a, c)
	}
	return nil
}

func (s *Store) unpin(a *Actor, c *Comment) {
	c.Pinned, c.PinnedAt, c.PinnedBy = false, time.Time{}, nil
	s.emit(Event{Name: "issue_comment", Action: "unpinned", Repo: c.Issue.Repo, Issue: c.Issue, Comment: c, Sender: a.User})
}

// PinnedComment is the comment at the top, nil where none is pinned.
func (i *Issue) PinnedComment() *Comment {
	for _, c := range i.Comments {
		if c.Pinned {
			return c
		}
	}
	return nil
}

// MinimizeComment folds c; classifier is GraphQL's (OUTDATED, OFF_TOPIC, …).
func (s *Store) MinimizeComment(a *Actor, c *Comment, classifier string) error {
	if err := s.needModeration(a, c); err != nil {
		return err
	}
	c.Minimized, c.MinimizedReason = true, strings.ReplaceAll(strings.ToLower(classifier), "_", "-")
	return nil
}

// UnminimizeComment unfolds it.
func (s *Store) UnminimizeComment(a *Actor, c *Comment) error {
	if err := s.needModeration(a, c); err != nil {
		return err
	}
	c.Minimized, c.MinimizedReason = false, ""
	return nil
}
