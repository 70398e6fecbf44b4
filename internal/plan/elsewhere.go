package plan

import (
	"strings"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// incidentPrefix begins the key that says of which incident a pull request in another repository is the postmortem: the
// number in its branch's name is not enough there. The rest is the issue's node id, which no renaming changes.
const incidentPrefix = "incident "

// ForeignPull says whether the description of a pull request in a repository that is not the incident's is that of another
// incident's postmortem. One that a person wrote anew is not.
func ForeignPull(body, issueNode string) bool {
	if whose, ok := marker.Find(body, incidentPrefix); ok {
		return whose != issueNode
	}
	_, ours := marker.Find(body, pullPrefix)
	return ours
}

// ForeignDocument says whether a document's front matter names another issue.
func ForeignDocument(text, issueURL string) bool {
	front, ok := postmortem.ReadFront(text)
	return ok && front.Issue != "" && !strings.EqualFold(front.Issue, issueURL)
}

// elsewhere says why the postmortem is not in the repository where the policy wants it; nil where it is, or where nobody
// has looked yet.
func (s *scene) elsewhere() *snapshot.Elsewhere {
	name, reachable := s.Config.Postmortems.Elsewhere(s.World.Repository.FullName())
	switch e := s.World.Elsewhere; {
	case name == "":
		return nil
	case !reachable:
		return &snapshot.Elsewhere{Name: name, Why: snapshot.ElsewhereOwner}
	case e == nil || e.Why == snapshot.ElsewhereThere:
		return nil
	default:
		return e
	}
}

// home is the repository in which the postmortem is.
func (s *scene) home() snapshot.Repository { return s.World.DocumentRepository() }

// homeURL is its address, from that of the issue, so that it fits any GitHub.
func (s *scene) homeURL() string {
	here, _, _ := strings.Cut(s.World.Issue.URL, "/issues/")
	if !s.World.Away() {
		return here
	}
	for range 2 {
		here = here[:max(0, strings.LastIndexByte(here, '/'))]
	}
	return here + "/" + s.home().FullName()
}

// identified puts the incident's key into the description of a pull request in another repository.
func (s *scene) identified(body string) string {
	if !s.World.Away() {
		return body
	}
	return body + "\n\n" + marker.Of(incidentPrefix+s.World.Issue.NodeID)
}
