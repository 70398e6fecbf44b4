package hooks

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// maxCommits is how many commits one push event lists.
const maxCommits = 2048

func push(s *Sender, e store.Event, body shape.J) {
	p, repo := e.Push, e.Repo
	gone, fresh := p.After == store.ZeroSHA, p.Before == store.ZeroSHA || p.Before == ""
	before := p.Before
	if before == "" {
		before = store.ZeroSHA
	}
	web := body["repository"].(shape.J)["html_url"].(string)
	body["ref"], body["before"], body["after"] = p.Ref, before, p.After
	body["created"], body["deleted"], body["forced"], body["base_ref"] = fresh, gone, p.Forced, nil
	body["compare"] = web + "/compare/" + before[:12] + "..." + p.After[:min(12, len(p.After))]
	body["commits"], body["head_commit"] = s.commits(repo, p, web)
	body["pusher"] = shape.J{"name": "unknown"}
	if e.Sender != nil {
		who := s.Store.SignatureOf(e.Sender)
		body["pusher"] = shape.J{"name": e.Sender.Login, "email": who.Email}
	}
	s.pushRepository(repo, body["repository"].(shape.J))
}

// pushRepository: a push tells some times as seconds since 1970, and a few older fields.
func (s *Sender) pushRepository(r *store.Repository, j shape.J) {
	j["created_at"], j["pushed_at"] = r.CreatedAt.Unix(), r.PushedAt.Unix()
	j["stargazers"], j["master_branch"] = 0, r.DefaultBranch
	owner := s.Shape.User(r.Owner)
	owner["name"], owner["email"] = r.Owner.Login, nil
	j["owner"] = owner
	if r.Owner.Type == "Organization" {
		j["organization"] = r.Owner.Login
	}
}

// commits lists what a push brought, oldest first, and its head.
func (s *Sender) commits(r *store.Repository, p *store.Push, web string) (list []shape.J, head any) {
	list = []shape.J{}
	git := s.Store.Git()
	if git == nil || p.After == store.ZeroSHA {
		return list, nil
	}
	tip, err := git.CommitInfo(r.FullName(), p.After)
	if err != nil {
		return list, nil
	}
	options := store.LogOptions{Not: p.Before, Limit: maxCommits}
	if p.Before == store.ZeroSHA || p.Before == "" {
		options = store.LogOptions{Limit: 1} // of a new ref the tip alone
	}
	commits, err := git.Log(r.FullName(), p.After, options)
	if err != nil {
		commits = []*store.Commit{tip}
	}
	for i := len(commits) - 1; i >= 0; i-- {
		list = append(list, s.commit(r, commits[i], web))
	}
	return list, s.commit(r, tip, web)
}

func (s *Sender) commit(r *store.Repository, c *store.Commit, web string) shape.J {
	j := shape.J{"id": c.SHA, "tree_id": c.Tree, "distinct": true, "message": c.Message, "timestamp": shape.Time(c.Committer.At),
		"url": web + "/commit/" + c.SHA, "author": person(c.Author), "committer": person(c.Committer)}
	added, removed, modified := []string{}, []string{}, []string{}
	parent := ""
	if len(c.Parents) > 0 {
		parent = c.Parents[0]
	}
	changes, err := s.Store.Git().Diff(r.FullName(), parent, c.SHA)
	for _, change := range changes {
		switch {
		case err != nil:
		case change.Status == "added":
			added = append(added, change.Path)
		case change.Status == "removed":
			removed = append(removed, change.Path)
		case change.Status == "renamed":
			added, removed = append(added, change.Path), append(removed, change.PreviousPath)
		default:
			modified = append(modified, change.Path)
		}
	}
	j["added"], j["removed"], j["modified"] = added, removed, modified
	return j
}

func person(who store.Signature) shape.J {
	return shape.J{"name": who.Name, "email": who.Email, "date": shape.Time(who.At)}
}

func createRef(_ *Sender, e store.Event, body shape.J) {
	named(e, body)
	body["master_branch"], body["description"] = e.Repo.DefaultBranch, nil
	if e.Repo.Description != "" {
		body["description"] = e.Repo.Description
	}
}

func deleteRef(_ *Sender, e store.Event, body shape.J) { named(e, body) }

// named tells a branch or tag by its short name.
func named(e store.Event, body shape.J) {
	kind, name := "branch", strings.TrimPrefix(e.Push.Ref, "refs/heads/")
	if tag, found := strings.CutPrefix(e.Push.Ref, "refs/tags/"); found {
		kind, name = "tag", tag
	}
	body["ref"], body["ref_type"], body["pusher_type"] = name, kind, "user"
}
