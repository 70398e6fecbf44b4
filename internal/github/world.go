package github

import (
	"github.com/sensible-im/sensible/internal/snapshot"
)

// world puts the answer into the words of package snapshot, less what may need further pages.
func (o *observation) world() snapshot.World {
	w := snapshot.World{
		Repository: o.repository(), Issue: o.issueAsIs(), Viewer: o.me, Config: o.config(), Parent: o.parent(),
		Postmortem: o.pull(), Document: o.document(),
	}
	w.Board, w.BoardState = o.repo.Owner.board(o.want.Board, o.lacks.boards || o.lacksField("projectsV2") || o.lacksField("projectItems"))
	return w
}

func (o *observation) repository() snapshot.Repository {
	r := snapshot.Repository{
		ID: o.repo.DatabaseID, NodeID: o.repo.ID, Owner: o.repo.Owner.Login, Name: o.repo.Name, OwnerNodeID: o.repo.Owner.ID,
		OwnerIsOrg: o.repo.Owner.Typename == "Organization", Private: o.repo.IsPrivate, Archived: o.repo.IsArchived,
	}
	if o.repo.DefaultBranchRef != nil {
		r.DefaultBranch = o.repo.DefaultBranchRef.Name
	}
	return r
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
		Labels: names(i.Labels.Nodes), Assignees: persons(i.Assignees.Nodes),
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
