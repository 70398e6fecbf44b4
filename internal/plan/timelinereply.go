package plan

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/timeline"
)

// timelineLimit is how long the answer to `/timeline` may be, in characters: an answer stays under 60,000, and what else its
// comment is told stands beside it.
const timelineLimit = 55_000

// timelineView is what the answer to `/timeline` shows.
type timelineView struct {
	Zones []string // the team's, beside UTC
	Rows  []timelineRow
	Left  int // earlier rows that did not fit
}

// timelineRow is an entry with its times.
type timelineRow struct {
	timeline.Entry
	Local []string // in the team's zones, with the difference of days
}

// timelinePause is how long an answer to `/timeline` serves whoever asks again.
const timelinePause = 10 * time.Minute

// timelineAnswer is the timeline, or where it stands already: anybody may ask, and as often as they like.
func (s *scene) timelineAnswer(f ledger.Fact) (string, error) {
	for _, before := range s.Ledger.Accepted() {
		if before.Verb != f.Verb || before.Args != "" || before.Comment >= f.Comment || f.Posted.Sub(before.Posted) >= timelinePause {
			continue
		}
		if there := s.ownComment("reply " + commentID(before.Comment)); there != nil {
			return s.render("timeline/above", there.URL)
		}
	}
	return s.timelineText()
}

// timelineText renders the whole timeline, newest last. What does not fit is left out at the old end. Rows are measured
// once each, so that it takes time only in proportion to their number.
func (s *scene) timelineText() (string, error) {
	zones := s.Config.Zones()[1:]
	v := timelineView{Zones: zoneNames(zones)}
	room, kept := timelineLimit-1000, len(s.entries)
	for ; kept > 0; kept-- {
		text, err := s.render("timeline/reply/row", rowOf(s.entries[kept-1], zones))
		if err != nil {
			return "", err
		}
		if room -= len([]rune(text)) + 1; room < 0 {
			break
		}
	}
	v.Left = kept
	for _, e := range s.entries[kept:] {
		v.Rows = append(v.Rows, rowOf(e, zones))
	}
	return s.render("timeline/reply", v)
}

func rowOf(e timeline.Entry, zones []*time.Location) timelineRow {
	r := timelineRow{Entry: e}
	for _, z := range zones {
		at := timeline.Local(e.At, z)
		if e.Unknown { // its place is known from its neighbours, its time is not
			at = "?"
		}
		r.Local = append(r.Local, at)
	}
	return r
}

// zoneNames are the names of zones for the head of a table: "Tokyo".
func zoneNames(zones []*time.Location) []string {
	var out []string
	for _, z := range zones {
		name := z.String()
		out = append(out, strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " "))
	}
	return out
}

// alwaysInSight is how many comments every look at an issue brings: where there are fewer, there are no others.
const alwaysInSight = 20

// markDoubt is what is to be said about a `/note ^`: that the marked comment is gone, or was edited since. Comments further
// up than what is in sight are not missing.
func (s *scene) markDoubt(f ledger.Fact) (doubt string) {
	id, ok := command.Marked(f)
	comments := s.World.Comments
	if !ok || len(comments) >= alwaysInSight && id < comments[0].ID {
		return ""
	}
	for _, c := range comments {
		if c.ID == id && !c.EditedAt.IsZero() {
			return "edited"
		}
		if c.ID == id {
			return ""
		}
	}
	return "deleted"
}
