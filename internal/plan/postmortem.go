package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
)

// pushPause is the least time between two of our commits on a postmortem's branch.
const pushPause = 15 * time.Minute

// postmortemPull wants the draft on its branch at recovery, the pull request in its writer's working hours (at once where
// somebody asked), and both kept up to date for as long as nobody else has touched them.
func postmortemPull(s *scene) error {
	if !s.postmortemWanted() {
		return nil
	}
	text, err := s.document()
	if err != nil {
		return err
	}
	committed := s.commitDraft(text)
	switch {
	case s.World.Postmortem == nil:
		return s.openPull(text, committed)
	case s.World.Postmortem.Open:
		s.requestReview()
		return s.updatePull(text)
	}
	return nil // merged, or closed by a person: left alone
}

// postmortemWanted says whether the policy asks for a document at this severity, or somebody did. One that was begun at a
// higher severity goes on.
func (s *scene) postmortemWanted() bool {
	i := s.Incident
	if !i.Has(incident.Recovered) || !i.Declared || i.Ended() {
		return false
	}
	begun := s.World.Postmortem != nil || s.World.Document.BranchOID != "" || s.World.Document.OnDefault
	return i.WantsPM || s.asks(i.Severity) || begun && s.asks(i.Highest)
}

// asks says whether the policy asks for a document at a severity; while nobody has said how bad it was, whether it does so
// at any: no incident ends unread because nobody gave it a number.
func (s *scene) asks(severity incident.Severity) bool {
	if severity != incident.Unknown && severity != "" {
		return s.Config.Row(string(severity)).Postmortem != policy.PostmortemNone
	}
	return slices.ContainsFunc(s.Config.Severities, func(r policy.Severity) bool { return r.Postmortem != policy.PostmortemNone })
}

// commitDraft asks for a commit where the draft is missing, or differs while every commit on the branch is ours. It reports
// whether the branch exists afterwards.
func (s *scene) commitDraft(text string) bool {
	d, pull := s.World.Document, s.World.Postmortem
	commit := Action{
		Kind: FileCommit, Target: s.documentPath(), Body: text,
		Fields: map[string]string{"branch": s.branch(), "message": fmt.Sprintf("Postmortem of incident %d: draft [skip ci]", s.Incident.Number),
			"sign": s.Config.Postmortems.Sign},
	}
	switch {
	case d.OnDefault, pull != nil && !pull.Open:
		return d.BranchOID != ""
	case d.BranchOID == "":
		if pull == nil {
			s.do(commit)
		}
		return pull == nil
	case !d.Found, !d.MineOnly, hash(d.Text) == hash(text):
		return true
	case s.Now.Before(d.CommittedAt.Add(pushPause)):
		s.wakeAt(d.CommittedAt.Add(pushPause))
		return true
	}
	commit.Fields["message"] = fmt.Sprintf("Postmortem of incident %d: what is known by now [skip ci]", s.Incident.Number)
	s.do(commit)
	return true
}

// openPull asks for the pull request in working hours; until then the branch waits.
func (s *scene) openPull(text string, ready bool) error {
	if !ready || s.World.Document.OnDefault {
		return nil
	}
	owner := writer(s).Login
	if !s.Incident.WantsPM && !s.Config.InWorkingHours(owner, s.Now) {
		s.wakeAt(s.Config.NextWorkingTime(owner, s.Now))
		return nil
	}
	body, err := s.pullBody(text)
	if err != nil {
		return err
	}
	title, err := s.render("pull/title", s.Config.Postmortems.Name+": "+inert.Plain(inert.Clip(s.Incident.Title, 180)))
	if err != nil {
		return err
	}
	s.do(Action{
		Kind: PullCreate, Key: "postmortem", Target: s.documentPath(), Title: title, Body: body,
		Fields: map[string]string{"branch": s.branch(), "base": s.World.Repository.DefaultBranch},
	})
	return nil
}

// updatePull keeps the list of what is missing up to date, unless a person has written in the description.
func (s *scene) updatePull(text string) error {
	p := s.World.Postmortem
	if !ownText(p.Body) {
		return nil
	}
	if s.World.Document.Found {
		text = s.World.Document.Text // what people filled in counts, not our draft
	}
	body, err := s.pullBody(text)
	if err != nil || hash(body) == hash(p.Body) {
		return err
	}
	s.do(Action{Kind: PullUpdate, Node: p.NodeID, ID: int64(p.Number), Title: p.Title, Body: body})
	return nil
}

// pullBody is the description: what the document is, what is still missing, and a hash by which a person's edit is seen.
func (s *scene) pullBody(text string) (string, error) {
	i := s.Incident
	body, err := s.render("pull/body", map[string]any{
		"Number": i.Number, "URL": s.World.Issue.URL, "Missing": postmortem.Missing(text, s.Config.Language),
		"Triaged": i.Has(incident.Triaged), "Owner": writer(s).Login,
	})
	if err != nil {
		return "", err
	}
	return body + "\n\n" + marker.Of(pullPrefix+hash(body)), nil
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

// requestReview asks for reviews once: whoever was asked already, or taken off the list again, is people's business.
func (s *scene) requestReview() {
	if len(s.World.Postmortem.Reviewers) > 0 {
		return
	}
	for _, login := range s.reviewers() {
		s.do(Action{Kind: ReviewRequest, ID: int64(s.World.Postmortem.Number), Node: s.World.Postmortem.NodeID, Target: login})
	}
}

// reviewers are the logins to ask, from the policy's words: roles and people. Teams are written organisation/team.
func (s *scene) reviewers() []string {
	var out []string
	for _, r := range s.Config.Postmortems.Reviewers {
		login := r
		if role := incident.Role(r); role == incident.Lead || role == incident.Operations || role == incident.Communications {
			login = s.Incident.Roles[role].Login
		}
		if login != "" && !containsFold(out, login) {
			out = append(out, login)
		}
	}
	return out
}

// document renders the draft.
func (s *scene) document() (string, error) {
	return postmortem.Render(postmortem.Document{
		Incident: s.Incident, Declaration: s.Ledger.Declaration, Entries: s.entries, Config: s.Config,
		IssueURL: s.World.Issue.URL, Repository: s.World.Repository.FullName(), Earlier: s.World.Earlier, Items: s.World.Items,
		Writer: writer(s), Light: s.light(),
	})
}

// light says whether the short template is enough: the policy wants no more at the highest severity held.
func (s *scene) light() bool {
	return s.Config.Row(string(s.Incident.Highest)).Postmortem != policy.PostmortemRequired
}

func (s *scene) branch() string { return fmt.Sprintf("postmortem/%d", s.Incident.Number) }

// documentPath is where the document lies: where it was found, else where it belongs.
func (s *scene) documentPath() string {
	if s.World.Document.Found && s.World.Document.Path != "" {
		return s.World.Document.Path
	}
	return postmortem.DocumentPath(s.World.Issue.Number, s.World.Issue.Title, s.World.Issue.CreatedAt, s.Config)
}

// repositoryURL is the address of the repository, from that of the issue, so that it fits any GitHub.
func (s *scene) repositoryURL() string {
	before, _, _ := strings.Cut(s.World.Issue.URL, "/issues/")
	return before
}
