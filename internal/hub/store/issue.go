package store

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Issue is an issue, or the conversation of a pull request (then Pull is set).
type Issue struct {
	ID          int64
	NodeID      string
	Repo        *Repository
	Number      int
	Title       string
	Body        string
	User        *User
	Via         *App // the App it was created through
	State       string
	StateReason string // completed, not_planned, duplicate, reopened; empty while never closed
	Locked      bool
	LockReason  string
	Labels      []*Label
	Assignees   []*User
	Milestone   *Milestone
	Comments    []*Comment
	Timeline    []*TimelineEvent
	Reactions   []*Reaction
	Edits       []Edit
	Pinned      bool
	Parent      *Issue
	SubIssues   []*Issue
	Pull        *Pull
	ClosedBy    *User
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time
}

// Edit is one edit of a body: who, when, and what stood there before.
type Edit struct {
	Editor *User
	At     time.Time
	Before string
}

// IssueInput makes an issue. Labels and assignees are dropped silently where the actor may not set them.
type IssueInput struct {
	Title, Body string
	Labels      []string
	Assignees   []string
	Milestone   int // number, 0: none
}

// AddIssue makes an issue, as anybody may who can see the repository.
func (s *Store) AddIssue(a *Actor, r *Repository, in IssueInput) (*Issue, error) {
	if err := s.needWriter(a, r, "issues"); err != nil {
		return nil, err
	}
	if !r.HasIssues {
		return nil, Gone("Issues are disabled for this repo")
	}
	if err := checkTexts("Issue", in.Title, in.Body); err != nil {
		return nil, err
	}
	trusted := s.Can(a, r, "issues", Triage)
	var m *Milestone
	if in.Milestone != 0 && trusted {
		if m = r.MilestoneByNumber(in.Milestone); m == nil {
			return nil, Invalid(FieldError{Resource: "Issue", Field: "milestone", Code: "invalid", Value: in.Milestone})
		}
	}
	if trusted {
		if err := s.checkAssignees(r, in.Assignees); err != nil {
			return nil, err
		}
		if err := checkLabelNames(in.Labels); err != nil {
			return nil, err
		}
	}
	i := s.newIssue(a, r, in.Title, in.Body)
	defer s.opened(Event{Name: "issues", Action: "opened", Repo: r, Issue: i, Sender: a.User})()
	s.mentionsIn(i, a.User, i.Body)
	if !trusted {
		return i, nil
	}
	if !s.Can(a, r, "issues", Write) { // who may sort, but not make labels
		in.Labels = r.known(in.Labels)
	}
	if m != nil {
		s.setMilestone(a, i, m)
	}
	if err := s.AddLabels(a, i, in.Labels); err != nil {
		return nil, err
	}
	return i, s.AddAssignees(a, i, in.Assignees)
}

func (s *Store) newIssue(a *Actor, r *Repository, title, body string) *Issue {
	id := s.newID("issue")
	i := &Issue{ID: id, NodeID: nodeID("I", r.ID, id), Repo: r, Number: r.nextNumber, Title: title, Body: body, User: a.User,
		Via: a.App, State: "open", CreatedAt: s.Now(), UpdatedAt: s.Now()}
	r.nextNumber++
	r.Issues = append(r.Issues, i)
	s.issuesByID[id] = i
	s.register(i.NodeID, i)
	return i
}

func checkTexts(resource, title, body string) error {
	switch {
	case strings.TrimSpace(title) == "":
		return Invalid(FieldError{Resource: resource, Field: "title", Code: "missing_field"})
	case utf8.RuneCountInString(title) > maxTitle:
		return Invalid(FieldError{Resource: resource, Field: "title", Code: "custom", Message: "title is too long (maximum is 256 characters)"})
	}
	return checkBody(resource, body)
}

func checkBody(resource, body string) error {
	if utf8.RuneCountInString(body) > maxBody {
		return Invalid(FieldError{Resource: resource, Field: "body", Code: "custom", Message: "body is too long (maximum is 65536 characters)"})
	}
	return nil
}

// Issue is the issue or pull request with this number, nil where there is none.
func (r *Repository) Issue(number int) *Issue {
	lo, hi := 0, len(r.Issues)
	for lo < hi {
		mid := (lo + hi) / 2
		if r.Issues[mid].Number < number {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(r.Issues) && r.Issues[lo].Number == number {
		return r.Issues[lo]
	}
	return nil
}

// FindIssue is the issue, or 404; 410 where it was deleted, 301 where it was transferred.
func (s *Store) FindIssue(r *Repository, number int) (*Issue, error) {
	if i := r.Issue(number); i != nil {
		return i, nil
	}
	if err := r.gone[number]; err != nil {
		return nil, err
	}
	return nil, NotFound()
}

// IssueByID is the issue with this database id, nil where there is none.
func (s *Store) IssueByID(id int64) *Issue { return s.issuesByID[id] }

// Path is the issue's address below the web and API roots: owner/name/issues/1, or …/pull/1.
func (i *Issue) Path() string {
	kind := "issues"
	if i.Pull != nil {
		kind = "pull"
	}
	return fmt.Sprintf("%s/%s/%d", i.Repo.FullName(), kind, i.Number)
}

// permission is what an integration needs to write to the issue.
func (i *Issue) permission() string {
	if i.Pull != nil {
		return "pull_requests"
	}
	return "issues"
}

// eventName is the webhook that tells changes of the issue.
func (i *Issue) eventName() string {
	if i.Pull != nil {
		return "pull_request"
	}
	return "issues"
}

func (s *Store) touch(i *Issue) { i.UpdatedAt = s.Now() }
