package store

import (
	"time"
	"unicode/utf8"
)

// IssuePatch changes an issue; nil leaves a field as it is.
type IssuePatch struct {
	Title, Body, State, StateReason *string
	Labels                          *[]string
	Assignees                       *[]string
	Milestone                       *int // 0 takes it off
}

// EditIssue applies a patch: the author and who has triage may change text and state, labels and the rest take triage.
// A body that is too long is answered as if all were well, and the old one stays: so does GitHub.
func (s *Store) EditIssue(a *Actor, i *Issue, p IssuePatch) error {
	if err := s.needWriter(a, i.Repo, i.permission()); err != nil {
		return err
	}
	trusted := s.Can(a, i.Repo, i.permission(), Triage)
	if !trusted && a.User != i.User {
		return Forbidden("Must have triage rights to Repository.")
	}
	if p.Title != nil {
		if err := checkTexts("Issue", *p.Title, ""); err != nil {
			return err
		}
		s.rename(a, i, *p.Title)
	}
	if p.Body != nil && utf8.RuneCountInString(*p.Body) <= maxBody {
		s.editBody(a, i, *p.Body)
	}
	if trusted {
		if err := s.patchSets(a, i, p); err != nil {
			return err
		}
	}
	if p.State != nil {
		return s.patchState(a, i, p)
	}
	return nil
}

func (s *Store) patchSets(a *Actor, i *Issue, p IssuePatch) error {
	if p.Labels != nil {
		if err := s.SetLabels(a, i, *p.Labels); err != nil {
			return err
		}
	}
	if p.Assignees != nil {
		if err := s.SetAssignees(a, i, *p.Assignees); err != nil {
			return err
		}
	}
	if p.Milestone != nil {
		m := i.Repo.MilestoneByNumber(*p.Milestone)
		if m == nil && *p.Milestone != 0 {
			return Invalid(FieldError{Resource: "Issue", Field: "milestone", Code: "invalid", Value: *p.Milestone})
		}
		s.setMilestone(a, i, m)
	}
	return nil
}

func (s *Store) patchState(a *Actor, i *Issue, p IssuePatch) error {
	reason := ""
	if p.StateReason != nil {
		reason = *p.StateReason
	}
	switch *p.State {
	case "closed":
		return s.CloseIssue(a, i, reason)
	case "open":
		return s.ReopenIssue(a, i)
	}
	return Invalid(FieldError{Resource: "Issue", Field: "state", Code: "invalid", Value: *p.State})
}

func (s *Store) rename(a *Actor, i *Issue, title string) {
	if title == i.Title {
		return
	}
	from := i.Title
	i.Title = title
	s.record(i, &TimelineEvent{Event: "renamed", Actor: a.User, From: from, To: title})
	s.emit(Event{Name: i.eventName(), Action: "edited", Repo: i.Repo, Issue: i, Sender: a.User,
		Changes: map[string]any{"title": map[string]any{"from": from}}})
}

func (s *Store) editBody(a *Actor, i *Issue, body string) {
	if body == i.Body {
		return
	}
	from := i.Body
	i.Edits = append(i.Edits, Edit{Editor: a.User, At: s.Now(), Before: from})
	i.Body = body
	s.touch(i)
	s.emit(Event{Name: i.eventName(), Action: "edited", Repo: i.Repo, Issue: i, Sender: a.User,
		Changes: map[string]any{"body": map[string]any{"from": from}}})
	s.mentionsIn(i, a.User, body)
}

// CloseIssue closes an issue; reason is completed where empty. A second time changes nothing, but the reason.
func (s *Store) CloseIssue(a *Actor, i *Issue, reason string) error {
	if !s.Can(a, i.Repo, i.permission(), Triage) && a.User != i.User {
		return Forbidden("Must have triage rights to Repository.")
	}
	if i.Pull != nil {
		reason = ""
	} else if reason == "" {
		reason = "completed"
	}
	switch reason {
	case "", "completed", "not_planned", "duplicate":
	default:
		return Invalid(FieldError{Resource: "Issue", Field: "state_reason", Code: "invalid", Value: reason})
	}
	if i.State == "closed" && i.StateReason == reason {
		return nil
	}
	s.close(i, a.User, reason, "")
	return nil
}

func (s *Store) close(i *Issue, by *User, reason, commit string) {
	i.State, i.StateReason, i.ClosedBy, i.ClosedAt = "closed", reason, by, s.Now()
	s.record(i, &TimelineEvent{Event: "closed", Actor: by, StateReason: reason, CommitID: commit})
	s.recountMilestone(i)
	s.emit(Event{Name: i.eventName(), Action: "closed", Repo: i.Repo, Issue: i, Sender: by})
}

// ReopenIssue opens a closed issue again; a merged pull request stays closed.
func (s *Store) ReopenIssue(a *Actor, i *Issue) error {
	if !s.Can(a, i.Repo, i.permission(), Triage) && a.User != i.User {
		return Forbidden("Must have triage rights to Repository.")
	}
	if i.Pull != nil && i.Pull.Merged {
		return Invalid(FieldError{Resource: "PullRequest", Field: "state", Code: "invalid", Message: "state cannot be changed. The pull request was merged."})
	}
	if i.State == "open" {
		return nil
	}
	i.State, i.StateReason, i.ClosedBy, i.ClosedAt = "open", "reopened", nil, time.Time{}
	if i.Pull != nil {
		i.StateReason = ""
	}
	s.record(i, &TimelineEvent{Event: "reopened", Actor: a.User})
	s.recountMilestone(i)
	s.emit(Event{Name: i.eventName(), Action: "reopened", Repo: i.Repo, Issue: i, Sender: a.User})
	return nil
}
