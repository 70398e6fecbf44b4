package store

import (
	"regexp"
	"strconv"
	"time"
)

// TimelineEvent is what happened to an issue, comments apart. Which fields are set depends on Event.
type TimelineEvent struct {
	ID          int64
	NodeID      string
	Issue       *Issue
	Event       string // labeled, unlabeled, assigned, closed, renamed, cross-referenced, comment_deleted, sub_issue_added, …
	Actor       *User
	Via         *App
	CreatedAt   time.Time
	Label       *Label // a copy, as it was
	Assignee    *User
	Milestone   string
	From, To    string // renamed
	StateReason string
	LockReason  string
	CommitID    string
	Source      *Issue // cross-referenced
	SubIssue    *Issue // sub_issue_added, sub_issue_removed
	Parent      *Issue // parent_issue_added, parent_issue_removed
	Subject     *User  // whose comment was deleted; whose review was requested
	Review      *Review
	Project     *Project // added_to_project_v2, …
}

// timelineOnly are the events that the timeline shows, and the list of events does not.
var timelineOnly = map[string]bool{"cross-referenced": true, "committed": true, "reviewed": true}

func (s *Store) record(i *Issue, e *TimelineEvent) {
	e.ID, e.Issue, e.CreatedAt = s.newID("event"), i, s.Now()
	e.NodeID = s.register(nodeID(eventPrefix(e.Event), i.Repo.ID, e.ID), e)
	i.Timeline = append(i.Timeline, e)
	if !timelineOnly[e.Event] {
		i.Repo.Events = append(i.Repo.Events, e)
	}
	s.touch(i)
}

func eventPrefix(event string) string {
	switch event {
	case "labeled":
		return "LE"
	case "unlabeled":
		return "UNLE"
	case "closed":
		return "CE"
	case "reopened":
		return "REE"
	case "assigned":
		return "AE"
	case "cross-referenced":
		return "CRE"
	}
	return "EV"
}

// TimelineOnly tells whether REST's list of events leaves e out.
func (e *TimelineEvent) TimelineOnly() bool { return timelineOnly[e.Event] }

var mention = regexp.MustCompile(`(?:([\w.-]+/[\w.-]+))?#(\d+)\b|https?://[^\s/]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d+)`)

// mentionsIn records a cross-reference on every issue that body names, once per pair.
func (s *Store) mentionsIn(from *Issue, by *User, body string) {
	for _, m := range mention.FindAllStringSubmatch(body, 50) {
		name, number := m[1]+m[3], m[2]+m[4]
		r := from.Repo
		if name != "" {
			r = s.Repository(name)
		}
		n, err := strconv.Atoi(number)
		if r == nil || err != nil {
			continue
		}
		if target := r.Issue(n); target != nil && target != from && !target.referencedBy(from) {
			s.record(target, &TimelineEvent{Event: "cross-referenced", Actor: by, Source: from})
		}
	}
}

func (i *Issue) referencedBy(from *Issue) bool {
	for _, e := range i.Timeline {
		if e.Event == "cross-referenced" && e.Source == from {
			return true
		}
	}
	return false
}
