package plan

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/postmortem"
)

// mostSuggestions bounds what our reviews suggest on one pull request, all together.
const mostSuggestions = 10

// SuggestedPrefix begins the key of a review: the keys of what it suggests follow, with spaces between.
const SuggestedPrefix = "suggested "

// suggest wants one review that offers what could not be merged, each wish once: a person who leaves it has answered it.
func (s *scene) suggest(d draft) error {
	p, doc := s.World.Postmortem, s.World.Document
	if d.text != doc.Text || p.HeadOID != doc.BranchOID {
		return nil // the lines are counted in what is about to be pushed
	}
	var notes []Note
	var keys []string
	for _, c := range d.conflicts {
		if slices.Contains(p.Offered, c.Key) || len(p.Offered)+len(keys) >= mostSuggestions {
			continue
		}
		body, err := s.suggestion(c)
		if err != nil {
			return err
		}
		keys = append(keys, c.Key)
		notes = append(notes, Note{Path: s.documentPath(), Start: c.Start, End: c.End, Body: body})
	}
	more, moreKeys, err := s.fixNotes(mostSuggestions - len(p.Offered) - len(keys))
	if err != nil {
		return err
	}
	notes, keys = append(notes, more...), append(keys, moreKeys...)
	if len(notes) == 0 {
		return nil
	}
	body, err := s.render("pull/review", len(notes))
	if err != nil {
		return err
	}
	key := SuggestedPrefix + strings.Join(keys, " ")
	s.do(Action{
		Kind: ReviewCreate, ID: int64(p.Number), Key: key, Target: doc.BranchOID, Notes: notes, Body: body + "\n\n" + marker.Of(key),
	})
	return nil
}

// fixNotes offers what the review would put right, as far as there is room.
func (s *scene) fixNotes(room int) (notes []Note, keys []string, err error) {
	lines := strings.Split(s.World.Document.Text, "\n")
	found := fixable(s.findings(s.World.Document.Text))
	onLine := map[int]int{}
	for _, f := range found {
		onLine[f.Line]++
	}
	for _, f := range found {
		if len(notes) >= room || f.Line < 1 || f.Line > len(lines) {
			break
		}
		if onLine[f.Line] > 1 {
			continue // each would put right one of two: a line with two secrets would be quoted with one of them
		}
		key := hash(f.Rule + lines[f.Line-1])
		if slices.Contains(s.World.Postmortem.Offered, key) || slices.Contains(keys, key) {
			continue
		}
		body, err := s.render("pull/fix", f)
		if err != nil {
			return nil, nil, err
		}
		body += "\n\n" + fencedSuggestion([]string{strings.TrimRight(*f.Replacement, "\r\n")})
		keys = append(keys, key)
		notes = append(notes, Note{Path: s.documentPath(), Start: f.Line, End: f.Line, Body: body})
	}
	return notes, keys, nil
}

// suggestion is the text of one remark.
func (s *scene) suggestion(c postmortem.Conflict) (string, error) {
	text, err := s.render("pull/suggestion", c)
	if err != nil {
		return "", err
	}
	return text + "\n\n" + fencedSuggestion(c.Ours), nil
}

// fencedSuggestion is what GitHub takes over at a click: a fence that is longer than any inside it keeps it whole.
func fencedSuggestion(lines []string) string {
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l, fence) {
			fence += "`"
		}
	}
	return fence + "suggestion\n" + strings.Join(lines, "\n") + "\n" + fence
}

// requestReview asks for reviews once: whoever was asked already, or taken off the list again, is people's business.
func (s *scene) requestReview() {
	if len(s.World.Postmortem.Reviewers) > 0 {
		return
	}
	for _, login := range s.reviewers() {
		s.do(Action{Kind: ReviewRequest, ID: int64(s.World.Postmortem.Number), Node: s.World.Postmortem.NodeID, Target: login})
	}
}

// reviewers are whom to ask, from the policy's words (roles and people; teams are written organisation/team), and the
// code owners of the document.
func (s *scene) reviewers() []string {
	var out []string
	add := func(login string) {
		if login != "" && !containsFold(out, login) {
			out = append(out, login)
		}
	}
	for _, r := range s.Config.Postmortems.Reviewers {
		if role := incident.Role(r); role == incident.Lead || role == incident.Operations || role == incident.Communications {
			r = s.Incident.Roles[role].Login
		}
		add(r)
	}
	for _, owner := range postmortem.Owners(s.World.Document.Owners, s.documentPath()) {
		add(owner)
	}
	return out
}
