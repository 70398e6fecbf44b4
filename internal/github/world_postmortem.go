package github

import (
	"github.com/sensible-im/sensible/internal/snapshot"
)

// pull picks the postmortem's pull request: ours lies in this repository; an open one first, else the newest.
func (o *observation) pull() *snapshot.PullRequest {
	var found *snapshot.PullRequest
	for _, p := range o.repo.PullRequests.Nodes {
		if p.IsCrossRepository {
			continue
		}
		if pr := p.pull(o.me); found == nil || (pr.Open && !found.Open) || (pr.Merged && !found.Open && !found.Merged) {
			found = pr
		}
	}
	return found
}

func (o *observation) document() snapshot.Document {
	d := snapshot.Document{Path: o.want.Document, OnDefault: o.repo.Published != nil && o.want.Document != ""}
	// A branch without a commit of its own is as good as none: whatever made it did not come to the end.
	if b := o.repo.Branch; b != nil && (o.repo.DefaultBranchRef == nil || b.Target.OID != o.repo.DefaultBranchRef.Target.OID) {
		d.BranchOID, d.CommittedAt = b.Target.OID, second(b.Target.CommittedDate)
		d.MineOnly = b.Target.Author.Email == email(o.me) || b.Target.Author.User.person().ID == o.me.ID
	}
	d.Text, d.Found = o.repo.Document.whole()
	d.Listed, _ = o.repo.PublishedIndex.whole()
	index, onBranch := o.repo.Index.whole()
	if d.Index = index; !onBranch {
		d.Index = d.Listed
	}
	d.Template.Text, d.Template.Found = o.repo.Template.whole()
	for _, b := range []*blobShape{o.repo.Owners, o.repo.RootOwners, o.repo.DocsOwners} { // GitHub's order: the first counts
		if text, ok := b.whole(); ok {
			d.Owners = text
			break
		}
	}
	return d
}

// whole is the text of a file; not ok where there is none, or where GitHub does not show all of it.
func (b *blobShape) whole() (string, bool) {
	if b == nil || b.Text == nil || b.IsTruncated {
		return "", false
	}
	return *b.Text, true
}
