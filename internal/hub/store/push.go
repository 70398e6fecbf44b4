package store

import (
	"regexp"
	"strconv"
	"strings"
)

var closing = regexp.MustCompile(`(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b`)

// Pushed tells the store that a ref moved in git: pull requests follow their branches, and the push event goes out.
// Whoever moves a ref (the git server, REST, a merge) calls it once for each ref, inside an Update.
func (s *Store) Pushed(by *User, r *Repository, p Push) {
	r.PushedAt = s.Now()
	if by != nil {
		r.Contributors[by.ID] = true
	}
	branch, isBranch := strings.CutPrefix(p.Ref, "refs/heads/")
	push := p
	s.emit(Event{Name: "push", Repo: r, Sender: by, Push: &push})
	if p.Before == ZeroSHA || p.Before == "" {
		s.emit(Event{Name: "create", Repo: r, Sender: by, Push: &push})
	}
	if p.After == ZeroSHA {
		s.emit(Event{Name: "delete", Repo: r, Sender: by, Push: &push})
	}
	if !isBranch {
		return
	}
	for _, i := range r.Issues {
		if i.Pull != nil && i.State == "open" {
			s.follow(by, i.Pull, branch, p)
		}
	}
}

func (s *Store) follow(by *User, pull *Pull, branch string, p Push) {
	if pull.Base == branch && p.After != ZeroSHA {
		pull.BaseSHA = p.After
	}
	if pull.Head != branch {
		return
	}
	if p.After == ZeroSHA {
		s.record(pull.Issue, &TimelineEvent{Event: "head_ref_deleted", Actor: by})
		s.close(pull.Issue, by, "", "")
		return
	}
	pull.HeadSHA = p.After
	s.touch(pull.Issue)
	if p.Forced {
		s.record(pull.Issue, &TimelineEvent{Event: "head_ref_force_pushed", Actor: by})
	}
	s.emit(Event{Name: "pull_request", Action: "synchronize", Repo: pull.Issue.Repo, Issue: pull.Issue, Sender: by, Push: &p})
}

// closeKeywords closes what a merged pull request says that it closes.
func (s *Store) closeKeywords(by *User, from *Issue, body, commit string) {
	if from.Pull.Base != from.Repo.DefaultBranch {
		return
	}
	for _, m := range closing.FindAllStringSubmatch(body, 50) {
		n, _ := strconv.Atoi(m[1])
		if i := from.Repo.Issue(n); i != nil && i != from && i.State == "open" && i.Pull == nil {
			s.close(i, by, "completed", commit)
		}
	}
}
