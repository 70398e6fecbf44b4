package webhook

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/marker"
)

const (
	defaultLabel = "incident"
	actionLabel  = "action-item"
	branchPrefix = "postmortem/"
	configPath   = ".github/sensible.yml"
)

// keys are the issues that a delivery is about, none where it concerns no incident. What this lets through is more than
// replay.Concerns accepts, never less.
func (h *Handler) keys(event string, p payload) []Issue {
	if event == "projects_v2_item" && !h.ownWrite(p) {
		return h.moved(p)
	}
	if p.Repository == nil || p.Repository.ID == 0 || h.ownWrite(p) {
		return nil
	}
	switch event {
	case "issues", "issue_comment":
		if p.Issue != nil && h.concerns(p) {
			return p.key(p.Repository, p.Issue.Number)
		}
	case "sub_issues":
		if p.ParentIssue != nil && p.ParentRepo != nil {
			return p.key(p.ParentRepo, p.ParentIssue.Number)
		} else if p.ParentIssue != nil {
			return p.key(p.Repository, p.ParentIssue.Number)
		}
	case "pull_request", "pull_request_review":
		return slices.Concat(h.postmortem(p), h.policyProposed(event, p))
	case "check_run", "check_suite":
		return h.pressed(p)
	case "label":
		return h.labelChanged(p)
	case "push":
		return slices.Concat(h.policyChanged(p), h.draftPushed(p), h.rewritten(p))
	}
	return nil
}

// ownWrite says whether this program did it: that comes back as a delivery, and there would be nothing to do. An incident that
// somebody declared from a terminal with the App's credentials is no doing of ours.
func (h *Handler) ownWrite(p payload) bool {
	if h.Self == nil || p.Sender == nil {
		return false
	}
	if p.Action == "opened" && p.Issue != nil {
		if _, declared := marker.Find(string(p.Issue.Body), "declared "); declared {
			return false
		}
	}
	self := h.Self()
	return self != 0 && int64(p.Sender.ID) == self
}

// key is the key of an issue, if it is whole.
func (p payload) key(r *repository, n number) []Issue {
	owner := r.Owner.Login
	if owner == "" {
		owner = r.Owner.Name // pushes name it so
	}
	if n <= 0 || owner == "" || r.Name == "" || r.ID == 0 {
		return nil
	}
	k := Issue{RepositoryID: int64(r.ID), Owner: string(owner), Repo: string(r.Name), Number: int(n)}
	if p.Installation != nil {
		k.Installation = int64(p.Installation.ID)
	}
	return []Issue{k}
}

// concerns says whether an issue may be an incident or belong to one, or somebody may have given a command on it.
func (h *Handler) concerns(p payload) bool {
	i := p.Issue
	if len(i.PullRequest) > 0 && string(i.PullRequest) != "null" {
		return false
	}
	if i.ParentURL != "" || form.IsIncident(string(i.Body)) || h.known(p) || h.item(p) {
		return true
	}
	if p.Comment != nil && mayCommand(string(p.Comment.Body)) {
		return true
	}
	name, known := h.incidentLabel(p)
	marked := func(l label) bool {
		return !known || fold(string(l.Name)) == fold(name) || fold(string(l.Name)) == actionLabel
	}
	return slices.ContainsFunc(i.Labels, marked) || (p.Label != nil && marked(*p.Label))
}

// incidentLabel is the label of the repository's policy, and whether that is known.
func (h *Handler) incidentLabel(p payload) (name string, known bool) {
	if h.IncidentLabel != nil {
		if l, ok := h.IncidentLabel(int64(p.Repository.ID)); ok {
			return l, true
		}
	}
	return defaultLabel, false
}

// known says whether the issue is an incident that was seen before: its label may have been taken off since.
func (h *Handler) known(p payload) bool {
	if h.Incidents == nil {
		return false
	}
	same := func(i Issue) bool { return i.Number == int(p.Issue.Number) }
	return slices.ContainsFunc(h.Incidents(int64(p.Repository.ID)), same)
}

// item says whether the issue is an action item: by its form, as GitHub drops a form's label where the repository has none of
// that name, or of a known incident, in whatever repository that is.
func (h *Handler) item(p payload) bool {
	if _, filled := form.ParseItem(string(p.Issue.Body)); filled {
		return true
	}
	home := strings.ToLower(string(p.Repository.Owner.Login) + "/" + string(p.Repository.Name))
	return h.Numbered != nil && len(h.Numbered(home, int(p.Issue.Number))) > 0
}

// mayCommand says whether a line begins like a command of ours: with a slash or a full-width one, perhaps after spaces and
// one backtick. A verb outside ASCII may be one of another language, so it counts; where the line stands is judged later.
func mayCommand(body string) bool {
	for _, line := range strings.FieldsFunc(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		rest := strings.TrimPrefix(strings.TrimLeft(line, " "), "`")
		if plain, ok := strings.CutPrefix(rest, "/"); strings.HasPrefix(rest, "／") || ok && ours(plain) {
			return true
		}
	}
	return false
}

func ours(line string) bool {
	verb, _, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	if strings.ContainsFunc(verb, func(r rune) bool { return r > 0x7f }) {
		return true
	}
	_, known := command.Find(fold(verb))
	return known || fold(verb) == "inc"
}

// fold folds ASCII capitals only, as GitHub compares labels.
func fold(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
