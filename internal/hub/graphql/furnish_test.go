package graphql

import "github.com/sensible-im/sensible/internal/hub/store"

// furnish puts something of everything into the world.
func (w *world) furnish() {
	w.t.Helper()
	w.store.Update(func() {
		s := w.store
		aiko, acme := s.User("aiko"), s.Organization("acme")
		me := store.As(aiko)
		title := "Stable checkout"
		milestone, err := s.AddMilestone(me, w.repo, store.MilestonePatch{Title: &title})
		w.must(err)
		team, err := s.AddTeam(acme, "sre", "SRE")
		w.must(err)
		team.Add(aiko)
		body, state, number := "edited", "closed", milestone.Number
		comment, err := s.AddComment(me, w.issue, "/ack")
		w.must(err)
		w.must(s.EditComment(me, comment, "/lead"))
		gone, err := s.AddComment(me, w.issue, "gone")
		w.must(err)
		w.must(s.DeleteComment(me, gone))
		_, _, err = s.ReactToComment(me, comment, "rocket")
		w.must(err)
		_, _, err = s.ReactToIssue(me, w.issue, "eyes")
		w.must(err)
		newTitle := "Renamed"
		w.must(s.EditIssue(me, w.issue, store.IssuePatch{Body: &body, Title: &newTitle, Milestone: &number, Assignees: &[]string{"aiko"}}))
		w.must(s.PinIssue(me, w.issue))
		w.pull(me)
		sub, err := s.AddIssue(me, w.repo, store.IssueInput{Title: "sub", Body: "see #1"})
		w.must(err)
		w.must(s.AddSubIssue(me, w.issue, sub, false))
		w.must(s.EditIssue(me, sub, store.IssuePatch{State: &state}))
		w.board(me)
		w.delivered(me)
	})
}

func (w *world) delivered(me *store.Actor) {
	d, err := w.store.AddDeployment(me, w.repo, store.Deployment{Ref: "main"})
	w.must(err)
	_, err = w.store.AddDeploymentStatus(me, d, store.DeploymentStatus{State: "success"})
	w.must(err)
	_, err = w.store.AddRelease(me, w.repo, store.Release{Tag: "v1"})
	w.must(err)
}

func (w *world) pull(me *store.Actor) {
	git := w.store.Git()
	head, err := git.ResolveRef("acme/shop", "main")
	w.must(err)
	w.must(git.UpdateRef("acme/shop", "refs/heads/fix", head, "", false))
	_, err = git.Commit("acme/shop", store.CommitInput{Branch: "fix", Message: "fix", Author: w.store.SignatureOf(me.User),
		Committer: w.store.SignatureOf(me.User), Additions: map[string][]byte{"fix.md": []byte("fix")}})
	w.must(err)
	p, err := w.store.AddPull(me, w.repo, store.PullInput{Title: "Fix", Head: "fix", Base: "main", Draft: true})
	w.must(err)
	w.must(w.store.MarkReady(me, p, true))
	_, err = w.store.AddComment(me, p.Issue, "for #1")
	w.must(err)
	_, err = w.store.AddReview(me, p, "COMMENT", "fine", nil)
	w.must(err)
	ben, err := w.store.AddUser("ben", "", 0)
	w.must(err)
	w.store.SetCollaborator(w.repo, ben, store.Write)
	w.must(w.store.RequestReviewers(me, p, []string{"ben"}, []string{"sre"}))
}

func (w *world) board(me *store.Actor) {
	s, p := w.store, w.project
	w.must(s.LinkProject(me, p, w.repo))
	it, err := s.AddItem(me, p, w.issue)
	w.must(err)
	_, err = s.AddDraft(me, p, "draft", "body")
	w.must(err)
	_, err = s.AddStatusUpdate(me, p, store.StatusUpdate{Body: "fine", Status: "ON_TRACK"})
	w.must(err)
	for _, kind := range []string{"TEXT", "NUMBER", "DATE", "ITERATION"} {
		f, err := s.AddField(me, p, "my "+kind, kind, nil)
		w.must(err)
		f.Iterations = []store.Iteration{{ID: "abcd1234", Title: "Iteration 1", Start: "2026-11-22", Days: 14}}
		w.must(s.SetValue(me, it, f, &store.Value{Text: "x", Number: 1, Date: "2026-11-22", Iteration: "abcd1234"}))
	}
	status := p.Field("Status")
	w.must(s.SetValue(me, it, status, &store.Value{OptionID: status.Options[0].ID}))
}
