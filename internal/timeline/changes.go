package timeline

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// changesBefore is how many hours before the impact began are searched for what changed.
const changesBefore = 6 * time.Hour

// ChangesSince is from when on changes are of interest, UTC.
func ChangesSince(i incident.Incident) time.Time {
	return began(i).Add(-changesBefore)
}

// began is when the impact began, as far as anybody knows.
func began(i incident.Incident) time.Time {
	for _, m := range []incident.Milestone{incident.Started, incident.Detected, incident.MilestoneDeclared} {
		if p, ok := i.Milestones[m]; ok {
			return p.At.UTC()
		}
	}
	return time.Time{}
}

// changes tells what went out in the hours before and during. Nobody is its subject.
func changes(in Input) ([]Entry, error) {
	text := wording.In(in.Config.Language)
	from, since := began(in.Incident), ChangesSince(in.Incident)
	if from.IsZero() {
		since = time.Time{}
	}
	over, ended := in.Incident.Milestones[incident.Recovered]
	home := in.World.Repository.FullName()
	var out []Entry
	for _, c := range in.World.Changes {
		if c.At.Before(since) || ended && c.At.After(over.At) {
			continue
		}
		told, err := text.Render("timeline/change/"+string(c.Kind), change(c, home))
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{
			At: c.At.UTC(), Text: one(told), Source: FromEvent, ID: string(c.Kind) + "-" + c.ID, URL: c.URL,
			Change: true, Before: !from.IsZero() && c.At.Before(from),
		})
	}
	return out, nil
}

// change is what the sentence shows: the title without the reference that it may end in, and the repository only where it
// is another one than the incident's.
func change(c snapshot.Change, home string) sentence {
	s := sentence{Title: c.Title, Label: c.Ref, To: c.Environment}
	if !strings.EqualFold(c.Repo, home) {
		s.From = c.Repo
	}
	if s.Title == s.Label {
		s.Title = ""
	}
	switch c.State {
	case "FAILURE", "ERROR":
		s.Reason = "failed"
	case "PENDING", "QUEUED", "IN_PROGRESS", "WAITING":
		s.Reason = "running"
	}
	return s
}
