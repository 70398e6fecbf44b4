package webhook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mention is an issue named in the text of a pull request: "#12", "acme/shop#12", or its address.
var mention = regexp.MustCompile(`(?:([A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100})(?:#|/issues/)|#|GH-)([1-9][0-9]{0,9})\b`)

// mostMentions bounds how many issues of one pull request are looked for.
const mostMentions = 50

// mentioned are the incidents of action items that a pull request names: opened or merged, it moves them on.
func (h *Handler) mentioned(p payload) []Issue {
	if h.Numbered == nil {
		return nil
	}
	home := string(p.Repository.Owner.Login) + "/" + string(p.Repository.Name)
	var out []Issue
	for _, m := range mention.FindAllStringSubmatch(string(p.PullRequest.Title)+"\n"+string(p.PullRequest.Body), mostMentions) {
		name := m[1]
		if name == "" {
			name = home
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		for _, i := range h.Numbered(strings.ToLower(name), n) {
			if !slices.ContainsFunc(out, func(o Issue) bool { return o.RepositoryID == i.RepositoryID && o.Number == i.Number }) {
				out = append(out, i)
			}
		}
	}
	return p.here(out)
}

// document is the file of a postmortem: its name ends in the incident's number.
var document = regexp.MustCompile(`-([1-9][0-9]{0,9})\.md$`)

// rewritten are the known incidents whose published postmortem a push to the default branch changed: a row of it may say an
// action item in other words.
func (h *Handler) rewritten(p payload) []Issue {
	if h.Incidents == nil || string(p.Ref) != "refs/heads/"+string(p.Repository.DefaultBranch) {
		return nil
	}
	var out []Issue
	for _, c := range p.Commits {
		for _, path := range c.Modified {
			m := document.FindStringSubmatch(path)
			if m == nil {
				continue
			}
			for _, i := range h.Incidents(int64(p.Repository.ID)) {
				if strconv.Itoa(i.Number) == m[1] && !slices.ContainsFunc(out, func(o Issue) bool { return o.Number == i.Number }) {
					out = append(out, i)
				}
			}
		}
	}
	return p.here(out)
}
