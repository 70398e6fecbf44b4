package github

import (
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// pullIn picks the postmortem's pull request: ours comes from this repository; an open one first, else the newest. Where
// the repository is not the incident's, those of other incidents with the same number are not ours.
func (o *observation) pullIn(home *repositoryShape) *snapshot.PullRequest {
	var found *snapshot.PullRequest
	for _, p := range home.PullRequests.Nodes {
		if p.IsCrossRepository || home != o.repo && plan.ForeignPull(p.Body, o.issue.ID) {
			continue
		}
		if pr := p.pull(o.me); found == nil || (pr.Open && !found.Open) || (pr.Merged && !found.Open && !found.Merged) {
			found = pr
		}
	}
	return found
}

// hasBranch says whether the postmortem's branch is there. One without a commit of its own is as good as none: whatever made
// it did not come to the end.
func (r *repositoryShape) hasBranch() bool {
	return r.Branch != nil && (r.DefaultBranchRef == nil || r.Branch.Target.OID != r.DefaultBranchRef.Target.OID)
}

func (o *observation) documentIn(home *repositoryShape) snapshot.Document {
	d := snapshot.Document{Path: o.want.Document, OnDefault: home.Published != nil && o.want.Document != ""}
	if b := home.Branch; home.hasBranch() {
		d.BranchOID, d.CommittedAt = b.Target.OID, second(b.Target.CommittedDate)
		d.MineOnly = b.Target.Author.Email == email(o.me) || b.Target.Author.User.person().ID == o.me.ID
	}
	d.Text, d.Found = home.Document.whole()
	d.Published, _ = home.Published.whole()
	d.Listed, _ = home.PublishedIndex.whole()
	index, onBranch := home.Index.whole()
	if d.Index = index; !onBranch {
		d.Index = d.Listed
	}
	d.Template.Text, d.Template.Found = o.repo.Template.whole()
	for _, b := range []*blobShape{home.Owners, home.RootOwners, home.DocsOwners} { // GitHub's order: the first counts
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
