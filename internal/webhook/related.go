package webhook

import (
	"slices"
	"strconv"
	"strings"
)

// postmortem is the incident of a pull request: its branch names it.
func (h *Handler) postmortem(p payload) []Issue {
	if p.PullRequest == nil {
		return nil
	}
	if keys := h.ofBranch(p, p.PullRequest.Head.Ref); keys != nil {
		return keys
	}
	return h.mentioned(p)
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
	if p.Action != "requested_action" && p.Action != "rerequested" {
		return nil
	}
	suite := p.CheckSuite
	if p.CheckRun != nil {
		suite = &p.CheckRun.CheckSuite
		suite.PullRequests = append(suite.PullRequests, p.CheckRun.PullRequests...)
	}
	if suite == nil {
		return nil
	}
	if keys := h.ofBranch(p, suite.HeadBranch); keys != nil {
		return keys
	}
	for _, pull := range suite.PullRequests {
		if keys := h.ofBranch(p, pull.Head.Ref); keys != nil {
			return keys
		}
	}
	return nil
}

// policyChanged is every known incident, where a push to the default branch touched the policy: the card tells what is
// wrong with it.
func (h *Handler) policyChanged(p payload) []Issue {
	if string(p.Ref) != "refs/heads/"+string(p.Repository.DefaultBranch) {
		return nil
	}
	for _, c := range p.Commits {
		if slices.Contains(slices.Concat(c.Added, c.Modified, c.Removed), configPath) {
			return slices.Concat(p.here(h.knownHere(p)), policyOf(p))
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

// labelChanged is every known incident, where one of the labels that incidents carry was renamed or deleted: it went from all
// of them at once, and no other event tells of it.
func (h *Handler) labelChanged(p payload) []Issue {
	if h.Incidents == nil || p.Label == nil || p.Action != "edited" && p.Action != "deleted" {
		return nil
	}
	name, _ := h.incidentLabel(p)
	for _, l := range []text{p.Label.Name, p.Changes.Name.From} {
		shown := fold(string(l))
		group, _, grouped := strings.Cut(shown, "/")
		if shown == fold(name) || shown == actionLabel || grouped && (group == "phase" || group == "severity") {
			return p.here(h.Incidents(int64(p.Repository.ID)))
		}
	}
	return nil
}

// moved is the incident whose action item was moved or changed on a Projects board. Boards hold much else: what belongs to no
// known incident is left alone.
func (h *Handler) moved(p payload) []Issue {
	if h.Item == nil || p.BoardItem == nil || p.BoardItem.Node == "" {
		return nil
	}
	return p.here(h.Item(string(p.BoardItem.Node)))
}
