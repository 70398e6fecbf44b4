package replay

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// SeenDoing is a task list in a responder's comment; Detail: what of it is not ticked. It changes with the comment.
const SeenDoing = "doing"

// What of a task list is kept: it stands in the ledger.
const (
	mostTasks    = 10
	longestTask  = 100 // characters
	taskOwnerEnd = "\t"
)

// doing keeps what a comment says is being done now. A comment that was edited is read again, whoever ticked the box: GitHub
// lets nobody edit but its author and people with write access. What counts is that a responder wrote it.
func (j *judging) doing(c snapshot.Comment) {
	if c.Mine || c.Bot || j.item != 0 {
		return
	}
	var lines []string
	for _, t := range command.Tasks(c.Body) {
		if !t.Done && t.Text != "" && len(lines) < mostTasks {
			lines = append(lines, t.Owner+taskOwnerEnd+clipped(t.Text))
		}
	}
	o := ledger.Observation{Kind: SeenDoing, At: c.CreatedAt, Actor: c.Author, Ref: ref("comment", c.ID), Detail: strings.Join(lines, "\n")}
	for n, s := range j.ledger.Seen {
		if s.Kind == SeenDoing && s.Ref == o.Ref {
			j.ledger.Seen[n] = o
			return
		}
	}
	if o.Detail != "" && j.responds(c.Author) {
		j.ledger.Seen = append(j.ledger.Seen, o)
	}
}

// responds says whether somebody is known as a responder here: asked now, or seen as one before.
func (j *judging) responds(p incident.Person) bool {
	if j.world.Permissions[p.ID].Responder() {
		return true
	}
	for _, s := range j.ledger.Seen {
		if (s.Kind == SeenEngaged || s.Kind == SeenHelper) && s.Actor.Same(p) {
			return true
		}
	}
	return false
}

// underway takes what is being done out of an observation.
func underway(i *incident.Incident, o ledger.Observation) {
	id, _ := strconv.ParseInt(strings.TrimPrefix(o.Ref, "comment:"), 10, 64)
	for line := range strings.SplitSeq(o.Detail, "\n") {
		owner, text, ok := strings.Cut(line, taskOwnerEnd)
		if !ok {
			continue
		}
		if owner == "" {
			owner = o.Actor.Login
		}
		i.Doing = append(i.Doing, incident.Task{Text: text, Owner: owner, Comment: id})
	}
}

func clipped(text string) string {
	if r := []rune(text); len(r) > longestTask {
		return string(r[:longestTask-1]) + "…"
	}
	return text
}
