package github

import (
	"github.com/sensible-im/sensible/internal/snapshot"
)

// world puts the answer into the words of package snapshot, less what may need further pages.
func (o *observation) world() snapshot.World {
	w := snapshot.World{
		Repository: o.repo.repository(), Issue: o.issueAsIs(), Viewer: o.me, Config: o.config(), Parent: o.parent(),
		Elsewhere: o.elsewhere(),
	}
	home := o.repo
	if w.Away() {
		home = o.away
	}
	w.Postmortem, w.Document = o.pullIn(home), o.documentIn(home)
	w.Board, w.BoardState = o.board()
	return w
}

func (r *repositoryShape) repository() snapshot.Repository {
	out := snapshot.Repository{
		ID: r.DatabaseID, NodeID: r.ID, Owner: r.Owner.Login, Name: r.Name, OwnerNodeID: r.Owner.ID,
		OwnerIsOrg: r.Owner.Typename == "Organization", Private: r.IsPrivate, Archived: r.IsArchived,
	}
	if r.DefaultBranchRef != nil {
		out.DefaultBranch = r.DefaultBranchRef.Name
	}
	return out
}

func (o *observation) issueAsIs() snapshot.Issue {
	i := o.issue
	o.noteActor(i.Author)
	for _, a := range i.Assignees.Nodes {
		o.noteActor(&a)
	}
	out := snapshot.Issue{
		ID: int64(i.DatabaseID), NodeID: i.ID, Number: i.Number, Title: i.Title, Body: i.Body, URL: i.URL, Author: i.Author.person(),
		AuthorIsBot: i.Author.bot(), Open: i.State == "OPEN", Locked: i.Locked, CreatedAt: second(i.CreatedAt),
		Labels: names(i.Labels.Nodes), Assignees: persons(i.Assignees.Nodes), Comments: i.Comments.TotalCount,
	}
	if !out.Open {
		out.ClosedAt = second(i.ClosedAt)
	}
	for _, m := range i.Moved.Nodes {
		out.FromPrivate = out.FromPrivate || m.FromRepository == nil || m.FromRepository.IsPrivate
	}
	return out
}

func (o *observation) config() snapshot.ConfigFile {
	f := snapshot.ConfigFile{Path: configPath}
	if b := o.repo.Config; b != nil && b.Text != nil && !b.IsTruncated {
		f.Found, f.OID, f.Text = true, b.OID, *b.Text
	}
	return f
}

func (o *observation) parent() *snapshot.Parent {
	p := o.issue.Parent
	if p == nil {
		return nil
	}
	return &snapshot.Parent{
		RepositoryID: p.Repository.DatabaseID, Repository: p.Repository.NameWithOwner, Number: p.Number, Labels: names(p.Labels.Nodes),
	}
}
