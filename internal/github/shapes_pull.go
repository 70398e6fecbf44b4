package github

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

type pullShape struct {
	ID                string
	Number            int
	URL               string
	Title             string
	Body              string
	State             string
	IsDraft           bool
	IsCrossRepository bool
	Merged            bool
	MergedAt          time.Time
	MergedBy          *actor
	Mergeable         string
	CreatedAt         time.Time
	ClosedAt          time.Time
	HeadRefOID        string `json:"headRefOid"`
	ReviewRequests    nodes[struct{ RequestedReviewer actor }]
	Reviews           nodes[struct {
		Author *actor
		Body   string
	}]
	TimelineItems nodes[struct{ CreatedAt time.Time }]
}

func (p pullShape) pull(me incident.Person) *snapshot.PullRequest {
	out := &snapshot.PullRequest{
		NodeID: p.ID, Number: p.Number, URL: p.URL, Title: p.Title, Body: p.Body, Open: p.State == "OPEN", Draft: p.IsDraft,
		Merged: p.Merged, MergedAt: second(p.MergedAt), MergedBy: p.MergedBy.person(), CreatedAt: second(p.CreatedAt), HeadOID: p.HeadRefOID,
		ClosedAt: second(p.ClosedAt), Conflicts: p.Mergeable == "CONFLICTING", Unsettled: p.Mergeable == "UNKNOWN" && p.State == "OPEN",
	}
	for _, t := range p.TimelineItems.Nodes {
		out.ReadyAt = second(t.CreatedAt)
	}
	for _, r := range p.ReviewRequests.Nodes {
		if r.RequestedReviewer.Login != "" {
			out.Reviewers = append(out.Reviewers, r.RequestedReviewer.Login)
		}
	}
	for _, r := range p.Reviews.Nodes {
		switch {
		case r.Author == nil:
		case r.Author.person().ID == me.ID:
			keys, _ := marker.Find(r.Body, plan.SuggestedPrefix)
			out.Offered = append(out.Offered, strings.Fields(keys)...)
		case !slices.Contains(out.Reviewers, r.Author.Login):
			out.Reviewers = append(out.Reviewers, r.Author.Login)
		}
	}
	return out
}
