package hooks

import (
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func TestEveryEventHasGitHubsShape(t *testing.T) {
	w := newWorld(t, allEvents)
	s, a, r := w.store, w.aiko, w.shop
	var issue, child, pullIssue *store.Issue
	var comment *store.Comment
	var label *store.Label
	var project *store.Project
	var check *store.CheckRun
	var deploy *store.Deployment
	title, words := "Checkout 502", "/ack"
	steps := []struct {
		name string
		do   func() error
		want string
	}{
		{"label", func() (err error) { label, err = s.CreateLabel(a, r, "incident", "ff0000", "d"); return }, "label.created"},
		{"label edit", func() error { n := "ff00ff"; return s.EditLabel(a, label, nil, &n, nil) }, "label.edited"},
		{"issue", func() (err error) {
			issue, err = s.AddIssue(a, r, store.IssueInput{Title: "Checkout", Body: "b", Labels: []string{"incident"}})
			return
		}, "issues.opened issues.labeled"},
		{"title", func() error { return s.EditIssue(a, issue, store.IssuePatch{Title: &title}) }, "issues.edited"},
		{"unlabel", func() error { return s.RemoveLabel(a, issue, "incident") }, "issues.unlabeled"},
		{"assign", func() error { return s.AddAssignees(a, issue, []string{"aiko"}) }, "issues.assigned"},
		{"unassign", func() error { return s.RemoveAssignees(a, issue, []string{"aiko"}) }, "issues.unassigned"},
		{"comment", func() (err error) { comment, err = s.AddComment(a, issue, words); return }, "issue_comment.created"},
		{"comment edit", func() error { return s.EditComment(a, comment, "/ack now") }, "issue_comment.edited"},
		{"comment pin", func() error { return s.PinComment(a, comment) }, "issue_comment.pinned"},
		{"comment unpin", func() error { return s.UnpinComment(a, comment) }, "issue_comment.unpinned"},
		{"reaction", func() error { _, _, err := s.ReactToComment(a, comment, "rocket"); return err }, ""},
		{"comment delete", func() error { return s.DeleteComment(a, comment) }, "issue_comment.deleted"},
		{"pin", func() error { return s.PinIssue(a, issue) }, "issues.pinned"},
		{"unpin", func() error { return s.UnpinIssue(a, issue) }, "issues.unpinned"},
		{"lock", func() error { return s.LockIssue(a, issue, "resolved") }, "issues.locked"},
		{"unlock", func() error { return s.UnlockIssue(a, issue) }, "issues.unlocked"},
		{"close", func() error { return s.CloseIssue(a, issue, "completed") }, "issues.closed"},
		{"reopen", func() error { return s.ReopenIssue(a, issue) }, "issues.reopened"},
		{"child", func() (err error) { child, err = s.AddIssue(a, r, store.IssueInput{Title: "Fix"}); return }, "issues.opened"},
		{"sub-issue", func() error { return s.AddSubIssue(a, issue, child, false) }, "sub_issues.sub_issue_added sub_issues.parent_issue_added"},
		{"no sub-issue", func() error { return s.RemoveSubIssue(a, issue, child) }, "sub_issues.sub_issue_removed sub_issues.parent_issue_removed"},
		{"delete", func() error { return s.DeleteIssue(a, child) }, "issues.deleted"},
		{"commit", func() error {
			_, err := s.CommitFiles(a, r, store.CommitInput{Branch: "topic", StartPoint: "main", Message: "m", Additions: map[string][]byte{"a": []byte("a")}})
			return err
		}, "push create"},
		{"dispatch", func() error {
			return s.SendDispatch(a, r, store.Dispatch{Type: "sensible", Payload: map[string]any{"issue": 42}})
		}, "repository_dispatch.sensible"},
		{"pull", func() error {
			p, err := s.AddPull(a, r, store.PullInput{Title: "Postmortem", Body: "b", Head: "topic", Base: "main", Draft: true})
			if err == nil {
				pullIssue = p.Issue
			}
			return err
		}, "pull_request.opened"},
		{"pull edit", func() error { n := "x"; return s.EditIssue(a, pullIssue, store.IssuePatch{Body: &n}) }, "pull_request.edited"},
		{"ready", func() error { return s.MarkReady(a, pullIssue.Pull, true) }, "pull_request.ready_for_review"},
		{"pull label", func() error { return s.AddLabels(a, pullIssue, []string{"incident"}) }, "pull_request.labeled"},
		{"review asked", func() error { return s.RequestReviewers(w.bot, pullIssue.Pull, []string{"ben"}, nil) }, "pull_request.review_requested"},
		{"review", func() error {
			_, err := s.AddReview(store.As(s.User("ben")), pullIssue.Pull, "APPROVE", "ok", nil)
			return err
		}, "pull_request_review.submitted"},
		{"synchronize", func() error {
			_, err := s.CommitFiles(a, r, store.CommitInput{Branch: "topic", Message: "n", Additions: map[string][]byte{"a": []byte("b")}})
			return err
		}, "push pull_request.synchronize"},
		{"check", func() (err error) {
			name := "postmortem"
			check, err = s.AddCheckRun(w.bot, r, pullIssue.Pull.HeadSHA, store.CheckPatch{Name: &name})
			return
		}, "check_run.created"},
		{"check done", func() error { c := "success"; return s.EditCheckRun(w.bot, check, store.CheckPatch{Conclusion: &c}) }, "check_run.completed"},
		{"pull comment", func() error { _, err := s.AddComment(a, pullIssue, "x"); return err }, "issue_comment.created"},
		{"merge", func() error { return s.MergePull(a, pullIssue.Pull, "merge", "", "") }, "pull_request.closed push"},
		{"branch gone", func() error { return s.DeleteRef(a, r, "refs/heads/topic") }, "push delete"},
		{"deployment", func() (err error) {
			deploy, err = s.AddDeployment(a, r, store.Deployment{Ref: "main"})
			return
		}, "deployment.created"},
		{"deployed", func() error {
			_, err := s.AddDeploymentStatus(a, deploy, store.DeploymentStatus{State: "success"})
			return err
		}, "deployment_status.created"},
		{"release", func() error { _, err := s.AddRelease(a, r, store.Release{Tag: "v1"}); return err }, "push create release.published"},
		{"milestone", func() error { n := "M"; _, err := s.AddMilestone(a, r, store.MilestonePatch{Title: &n}); return err }, "milestone.created"},
		{"board", func() (err error) { project, err = s.AddProject(a, r.Owner, "Follow-ups"); return }, "projects_v2.created"},
		{"item", func() error { _, err := s.AddItem(a, project, issue); return err }, "projects_v2_item.created"},
		{"value", func() error {
			f, err := s.AddField(a, project, "Days", "NUMBER", nil)
			if err != nil {
				return err
			}
			return s.SetValue(a, project.Items[0], f, &store.Value{Number: 2})
		}, "projects_v2_item.edited"},
		{"archive", func() error { return s.ArchiveItem(a, project.Items[0], true) }, "projects_v2_item.archived"},
		{"update", func() error {
			_, err := s.AddStatusUpdate(a, project, store.StatusUpdate{Body: "x", Status: "ON_TRACK"})
			return err
		}, "projects_v2_status_update.created"},
		{"transfer", func() error {
			to, err := s.AddRepository(store.RepositoryInput{FullName: "acme/incidents", Private: true})
			if err != nil {
				return err
			}
			_, err = s.TransferIssue(a, issue, to)
			return err
		}, "issues.transferred issues.opened"},
		{"rename", func() error { return s.RenameRepository(a, r, "store") }, "repository.renamed"},
		{"suspend", func() error { s.Suspend(w.bot.Installation, a.User, true); return nil }, "installation.suspend"},
		{"nothing while suspended", func() error { _, err := s.CreateLabel(a, r, "x", "ff0000", ""); return err }, ""},
		{"unsuspend", func() error { s.Suspend(w.bot.Installation, a.User, false); return nil }, "installation.unsuspend"},
		{"uninstall", func() error { s.Uninstall(w.bot.Installation, a.User); return nil }, "installation.deleted"},
		{"install", func() error { s.Install(w.app, s.Organization("acme").Account, nil, 0); return nil }, "installation.created"},
		{"ping", func() error { w.sender.Ping(w.app); return nil }, "ping"},
	}
	w.store.Update(func() {
		ben, err := s.AddUser("ben", "", 0)
		w.must(err)
		s.SetCollaborator(r, ben, store.Write)
		w.bot.Permissions["pull_requests"] = "write"
	})
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			w.t = t
			w.clock.Advance(time.Minute)
			got := w.do(func() { w.must(step.do()) })
			if names := w.valid(got); names != step.want {
				t.Errorf("got %q, want %q", names, step.want)
			}
		})
	}
}

func TestAnEditedCommentTellsWhatItWas(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	got := w.do(func() {
		issue, err := w.store.AddIssue(w.aiko, w.shop, store.IssueInput{Title: "t"})
		w.must(err)
		c, err := w.store.AddComment(w.aiko, issue, "before")
		w.must(err)
		w.must(w.store.EditComment(w.aiko, c, "after"))
	})
	if names := w.valid(got); names != "issue_comment.created issue_comment.edited" {
		t.Fatalf("got %q: only what is subscribed to, in order", names)
	}
	first, last := got[0].payload, got[1].payload
	if body := first["comment"].(map[string]any)["body"]; body != "before" {
		t.Errorf("the payload shows a later state: %v", body)
	}
	from := last["changes"].(map[string]any)["body"].(map[string]any)["from"]
	in := last["installation"].(map[string]any)
	if from != "before" || in["node_id"] != w.bot.Installation.NodeID {
		t.Errorf("from %v, installation %v", from, in)
	}
}
