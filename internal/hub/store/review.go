package store

import (
	"strings"
	"time"
)

// Review is a review of a pull request.
type Review struct {
	ID        int64
	NodeID    string
	Pull      *Pull
	User      *User
	Body      string
	State     string // APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING
	CommitID  string
	Comments  []*ReviewComment
	CreatedAt time.Time
}

// ReviewComment is a remark on a line of the diff.
type ReviewComment struct {
	ID        int64
	NodeID    string
	Review    *Review
	Path      string
	Line      int
	StartLine int
	Side      string
	Body      string
	CreatedAt time.Time
	UpdatedAt time.Time
}

var reviewStates = map[string]string{"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED", "": "PENDING"}

// AddReview reviews a pull request; event is APPROVE, REQUEST_CHANGES, COMMENT, or empty for a pending one.
func (s *Store) AddReview(a *Actor, p *Pull, event, body string, comments []ReviewComment) (*Review, error) {
	if err := s.needWriter(a, p.Issue.Repo, "pull_requests"); err != nil {
		return nil, err
	}
	state, ok := reviewStates[event]
	switch {
	case !ok:
		return nil, Unprocessable("Variable $event of type PullRequestReviewEvent was provided invalid value")
	case event == "REQUEST_CHANGES" && body == "", event == "COMMENT" && body == "" && len(comments) == 0:
		return nil, Unprocessable("Review body is required")
	case a.User == p.Issue.User && (state == "APPROVED" || state == "CHANGES_REQUESTED"):
		return nil, Unprocessable("Can not " + strings.ReplaceAll(strings.ToLower(event), "_", " ") + " your own pull request")
	}
	id := s.newID("review")
	rv := &Review{ID: id, NodeID: nodeID("PRR", p.Issue.Repo.ID, id), Pull: p, User: a.User, Body: body, State: state,
		CommitID: p.HeadSHA, CreatedAt: s.Now()}
	s.register(rv.NodeID, rv)
	for _, c := range comments {
		c.ID, c.Review, c.CreatedAt, c.UpdatedAt = s.newID("comment"), rv, s.Now(), s.Now()
		c.NodeID = nodeID("PRRC", p.Issue.Repo.ID, c.ID)
		if c.Side == "" {
			c.Side = "RIGHT"
		}
		rv.Comments = append(rv.Comments, &c)
	}
	p.Reviews = append(p.Reviews, rv)
	p.Reviewers = withoutUser(p.Reviewers, a.User)
	if state != "PENDING" {
		s.record(p.Issue, &TimelineEvent{Event: "reviewed", Actor: a.User, Review: rv})
		s.emit(Event{Name: "pull_request_review", Action: "submitted", Repo: p.Issue.Repo, Issue: p.Issue, Review: rv, Sender: a.User})
	}
	return rv, nil
}

// Review is the review with this database id, nil where there is none.
func (p *Pull) Review(id int64) *Review {
	for _, rv := range p.Reviews {
		if rv.ID == id {
			return rv
		}
	}
	return nil
}

// RequestReviewers asks people and teams (by slug) for a review; who cannot see the repository is a 422.
func (s *Store) RequestReviewers(a *Actor, p *Pull, logins, teams []string) error {
	if err := s.needPullChange(a, p); err != nil {
		return err
	}
	org := s.orgs[fold(p.Issue.Repo.Owner.Login)]
	for _, slug := range teams {
		if org == nil || org.Team(slug) == nil {
			return Unprocessable("Could not resolve to a node with the global id of '" + slug + "'.")
		}
	}
	for _, login := range logins {
		switch u := s.User(login); {
		case u == nil || s.RoleOf(p.Issue.Repo, u) < Read || u.Type != "User":
			return Unprocessable("Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the " + p.Issue.Repo.FullName() + " repository.")
		case u == p.Issue.User:
			return Unprocessable("Review cannot be requested from pull request author.")
		}
	}
	for _, login := range logins {
		u := s.User(login)
		if !hasUser(p.Reviewers, u) {
			p.Reviewers = append(p.Reviewers, u)
			s.record(p.Issue, &TimelineEvent{Event: "review_requested", Actor: a.User, Subject: u})
			s.emit(Event{Name: "pull_request", Action: "review_requested", Repo: p.Issue.Repo, Issue: p.Issue, Reviewer: u, Sender: a.User})
		}
	}
	for _, slug := range teams {
		p.addTeam(org.Team(slug))
	}
	return nil
}

func (p *Pull) addTeam(t *Team) {
	for _, x := range p.TeamReviewers {
		if x == t {
			return
		}
	}
	p.TeamReviewers = append(p.TeamReviewers, t)
}

// UnrequestReviewers takes requests back.
func (s *Store) UnrequestReviewers(a *Actor, p *Pull, logins []string) error {
	if err := s.needPullChange(a, p); err != nil {
		return err
	}
	for _, login := range logins {
		if u := s.User(login); u != nil && hasUser(p.Reviewers, u) {
			p.Reviewers = withoutUser(p.Reviewers, u)
			s.record(p.Issue, &TimelineEvent{Event: "review_request_removed", Actor: a.User, Subject: u})
			s.emit(Event{Name: "pull_request", Action: "review_request_removed", Repo: p.Issue.Repo, Issue: p.Issue, Reviewer: u, Sender: a.User})
		}
	}
	return nil
}
