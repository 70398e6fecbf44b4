package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// How a board stands, in GitHub's words.
const (
	onTrack  = "ON_TRACK"
	atRisk   = "AT_RISK"
	offTrack = "OFF_TRACK"
)

const (
	statusEvery = 7 * 24 * time.Hour
	longOverdue = 14 * 24 * time.Hour // one item that late, and the board is off track
	mostOverdue = 5                   // are named
)

// StatusDue says when the board's next status update may be written: a week after the last one, whoever wrote that, and never
// before this incident's items have been there for a week. Zero = never.
func StatusDue(b snapshot.Board, i incident.Incident) time.Time {
	recovered, ok := i.Milestones[incident.Recovered]
	if !ok || b.Closed || len(i.Actions) == 0 || i.Ended() || i.Drill {
		return time.Time{}
	}
	due := recovered.At.Add(statusEvery)
	if b.Status != nil && b.Status.At.Add(statusEvery).After(due) {
		due = b.Status.At.Add(statusEvery)
	}
	return due
}

// boardStatus wants a status update once a week, where something changed since the last one.
func (s *scene) boardStatus(b snapshot.Board) error {
	due := StatusDue(b, s.Incident)
	if due.IsZero() {
		return nil
	}
	if s.Now.Before(due) {
		if s.openItems() > 0 {
			s.wakeAt(due)
		}
		return nil
	}
	if b.Cards == nil {
		return nil
	}
	view := standing(b.Cards, s.Now)
	body, err := s.render("board/status", view)
	if err != nil {
		return err
	}
	if b.Status != nil && b.Status.Status == view.Status && strings.TrimSpace(b.Status.Body) == strings.TrimSpace(body) {
		if s.openItems() > 0 {
			s.wakeAt(s.Now.Add(24 * time.Hour)) // nothing changed: nothing is said
		}
		return nil
	}
	s.do(Action{Kind: BoardStatus, Node: b.NodeID, Target: view.Status, Body: body})
	return nil
}

// standingView is what a status update tells.
type standingView struct {
	Status                          string
	DoNext                          int           // open, in the quadrant Do next
	Late                            int           // of these, overdue
	Overdue                         []overdueCard // the first of them
	Inbox, Started, Verify, Settled int
}

// overdueCard is an item in Do next whose date has passed.
type overdueCard struct{ Title, URL, Due string }

// standing looks at all cards of the board. By rule: on track while nothing in Do next is overdue; off track where half of it
// is, or one item for two weeks; at risk between.
func standing(cards []snapshot.BoardCard, now time.Time) standingView {
	v := standingView{Status: onTrack}
	late := false
	for _, c := range cards {
		stage := c.Fields["Stage"]
		switch {
		case !c.Open || sameFold(stage, followup.StageDone) || sameFold(stage, followup.StageWontDo):
			v.Settled++
			continue
		case sameFold(stage, followup.StageInbox):
			v.Inbox++
		case sameFold(stage, followup.StageInProgress):
			v.Started++
		case sameFold(stage, followup.StageVerify):
			v.Verify++
		}
		if cardQuadrant(c) != followup.DoNext {
			continue
		}
		v.DoNext++
		due, err := time.Parse(time.DateOnly, c.Fields["Due"])
		if err != nil || !now.After(due.AddDate(0, 0, 1)) {
			continue
		}
		late = late || now.Sub(due) > longOverdue
		v.Overdue = append(v.Overdue, overdueCard{inert.Clip(inert.Plain(c.Title), 100), c.URL, c.Fields["Due"]})
	}
	slices.SortStableFunc(v.Overdue, func(a, b overdueCard) int { return strings.Compare(a.Due+a.Title, b.Due+b.Title) })
	switch n := len(v.Overdue); {
	case n == 0:
	case late || 2*n >= v.DoNext:
		v.Status = offTrack
	default:
		v.Status = atRisk
	}
	v.Late, v.Overdue = len(v.Overdue), v.Overdue[:min(len(v.Overdue), mostOverdue)]
	return v
}

// cardQuadrant is what the matrix says of a card as it stands on the board.
func cardQuadrant(c snapshot.BoardCard) string {
	return followup.Classify(incident.ActionItem{
		Importance: strings.ToLower(c.Fields["Importance"]), Size: strings.ToLower(c.Fields["Size"]),
		Urgency: strings.ToLower(c.Fields["Urgency"]), Confidence: strings.ToLower(c.Fields["Confidence"]),
	}, time.Time{}, policy.Severity{}).Quadrant
}
