package webhook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/form"
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
		return h.postmortem(p)
	case "check_run":
		return h.pressed(p)
	case "push":
		return slices.Concat(h.policyChanged(p), h.draftPushed(p))
	}
	return nil
}

// ownWrite says whether this program did it: that comes back as a delivery, and there would be nothing to do.
func (h *Handler) ownWrite(p payload) bool {
	if h.Self == nil || p.Sender == nil {
		return false
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
	if i.ParentURL != "" || form.IsIncident(string(i.Body)) {
		return true
	}
	if p.Comment != nil && mayCommand(string(p.Comment.Body)) {
		return true
	}
	name, known := defaultLabel, false
	if h.IncidentLabel != nil {
		if l, ok := h.IncidentLabel(int64(p.Repository.ID)); ok {
			name, known = l, true
		}
	}
	marked := func(l label) bool {
		return !known || fold(string(l.Name)) == fold(name) || fold(string(l.Name)) == actionLabel
	}
	return slices.ContainsFunc(i.Labels, marked) || (p.Label != nil && marked(*p.Label))
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

// postmortem is the incident of a pull request: its branch names it.
func (h *Handler) postmortem(p payload) []Issue {
	if p.PullRequest == nil {
		return nil
	}
	return h.ofBranch(p, p.PullRequest.Head.Ref)
}

// ofBranch is the incident whose postmortem lies on a branch: one of another repository that is known to have it here, else
// that of this repository.
func (h *Handler) ofBranch(p payload, branch text) []Issue {
	rest, ok := strings.CutPrefix(string(branch), branchPrefix)
	n, err := strconv.Atoi(rest)
	if !ok || err != nil {
		return nil
	}
	if h.Away != nil {
		if away := h.Away(int64(p.Repository.ID), n); len(away) > 0 {
			return p.here(away)
		}
	}
	return p.key(p.Repository, number(n))
}

// draftPushed is the incident of a draft that somebody pushed to before it had a pull request.
func (h *Handler) draftPushed(p payload) []Issue {
	branch, ok := strings.CutPrefix(string(p.Ref), "refs/heads/")
	if !ok {
		return nil
	}
	return h.ofBranch(p, text(branch))
}

// pressed is the incident of a check whose button somebody pressed, or which somebody asked to run again.
func (h *Handler) pressed(p payload) []Issue {
	if p.CheckRun == nil || p.Action != "requested_action" && p.Action != "rerequested" {
		return nil
	}
	if keys := h.ofBranch(p, p.CheckRun.CheckSuite.HeadBranch); keys != nil {
		return keys
	}
	for _, pull := range p.CheckRun.PullRequests {
		if keys := h.ofBranch(p, pull.Head.Ref); keys != nil {
			return keys
		}
	}
	return nil
}

// policyChanged is every known incident, where a push to the default branch touched the policy: the card tells what is
// wrong with it.
func (h *Handler) policyChanged(p payload) []Issue {
	if h.Incidents == nil || string(p.Ref) != "refs/heads/"+string(p.Repository.DefaultBranch) {
		return nil
	}
	for _, c := range p.Commits {
		if slices.Contains(slices.Concat(c.Added, c.Modified, c.Removed), configPath) {
			return p.here(h.Incidents(int64(p.Repository.ID)))
		}
	}
	return nil
}

// here gives known issues the installation that the delivery names: what is known may be from before the App was installed
// anew.
func (p payload) here(known []Issue) []Issue {
	out := slices.Clone(known)
	for n := range out {
		if p.Installation != nil && p.Installation.ID != 0 {
			out[n].Installation = int64(p.Installation.ID)
		}
	}
	return out
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
