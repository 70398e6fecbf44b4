package plan

import (
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/postmortem"
)

// updatePull keeps the description up to date, unless a person has written in it.
func (s *scene) updatePull(d draft) error {
	p := s.World.Postmortem
	if !ownText(p.Body) || p.Unsettled {
		return nil // a person's; or it is about to change
	}
	if s.World.Document.Found {
		d.text = s.World.Document.Text // what is there counts, not what is about to be
	}
	body, err := s.pullBody(d)
	if err != nil || hash(body) == hash(p.Body) {
		return err
	}
	s.do(Action{Kind: PullUpdate, Node: p.NodeID, ID: int64(p.Number), Title: p.Title, Body: body})
	return nil
}

// pullBody is the description: what the document is, what is still missing, what could not be done, and a hash by which a
// person's edit is seen.
func (s *scene) pullBody(d draft) (string, error) {
	i := s.Incident
	body, err := s.render("pull/body", map[string]any{
		"Number": i.Number, "URL": s.World.Issue.URL, "Missing": postmortem.Missing(d.text, s.Config.Language),
		"Triaged": i.Has(incident.Triaged), "Owner": writer(s).Login, "Problem": d.problem, "Untracked": d.untracked,
		"Items":     s.newRows(d.text),
		"Conflicts": s.World.Postmortem != nil && s.World.Postmortem.Conflicts,
	})
	if err != nil {
		return "", err
	}
	body = s.identified(body)
	return body + "\n\n" + marker.Of(pullPrefix+hash(body)), nil
}

// newRows are the action items that the document has and the incident does not know: they are made when it is merged.
func (s *scene) newRows(text string) []incident.ActionItem {
	var out []incident.ActionItem
	for _, m := range followup.MatchRows(followup.Rows(postmortem.Body(text)), s.Incident.Actions, s.World.Repository.FullName()) {
		if m.Item < 0 && !s.learned() {
			out = append(out, m.ActionItem)
		}
	}
	return out
}

const pullPrefix = "pull "

// ownText says whether a description is still word for word what we wrote.
func ownText(body string) bool {
	sum, ok := marker.Find(body, pullPrefix)
	if !ok {
		return false
	}
	before, after, _ := strings.Cut(body, marker.Of(pullPrefix+sum))
	return hash(before+after) == sum
}

// markReady takes the pull request out of draft where somebody pressed the button for it.
func (s *scene) markReady() {
	p := s.World.Postmortem
	if ready := s.lastWish(wishReady); p.Draft && ready.key != "" && ready.at.After(p.ReadyAt) {
		s.do(Action{Kind: PullReady, Node: p.NodeID, Target: p.Title})
	}
}
