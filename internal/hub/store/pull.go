package store

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Pull is what an issue has more where it is a pull request. Branches are of the same repository.
type Pull struct {
	ID             int64
	NodeID         string
	Issue          *Issue
	Head, Base     string // branches
	HeadSHA        string
	BaseSHA        string
	Draft          bool
	Merged         bool
	MergedAt       time.Time
	MergedBy       *User
	MergeCommitSHA string
	Reviewers      []*User
	TeamReviewers  []*Team
	Reviews        []*Review
}

// PullInput makes a pull request.
type PullInput struct {
	Title, Body, Head, Base string
	Draft                   bool
}

// AddPull opens a pull request: 422 where a branch is missing, nothing is to merge, or one is open already.
func (s *Store) AddPull(a *Actor, r *Repository, in PullInput) (*Pull, error) {
	if err := s.need(a, r, "pull_requests", Read); err != nil {
		return nil, err
	}
	if err := s.needWriter(a, r, "pull_requests"); err != nil {
		return nil, err
	}
	if a.Kind == ByActions && r.NoActionsPulls {
		return nil, Forbidden("GitHub Actions is not permitted to create or approve pull requests.")
	}
	if err := checkTexts("PullRequest", in.Title, in.Body); err != nil {
		return nil, err
	}
	head, base, err := s.checkBranches(r, in)
	if err != nil {
		return nil, err
	}
	i := s.newIssue(a, r, in.Title, in.Body)
	id := s.newID("pull")
	p := &Pull{ID: id, NodeID: nodeID("PR", r.ID, id), Issue: i, Head: in.Head, Base: in.Base, HeadSHA: head, BaseSHA: base, Draft: in.Draft}
	delete(s.nodes, i.NodeID)
	i.Pull, i.NodeID = p, p.NodeID
	s.register(p.NodeID, p)
	s.emit(Event{Name: "pull_request", Action: "opened", Repo: r, Issue: i, Sender: a.User})
	s.mentionsIn(i, a.User, in.Body)
	return p, nil
}

func (s *Store) checkBranches(r *Repository, in PullInput) (head, base string, err error) {
	if head, err = s.git.ResolveRef(r.FullName(), "refs/heads/"+in.Head); err != nil {
		return "", "", Invalid(FieldError{Resource: "PullRequest", Field: "head", Code: "invalid"})
	}
	if base, err = s.git.ResolveRef(r.FullName(), "refs/heads/"+in.Base); err != nil {
		return "", "", Invalid(FieldError{Resource: "PullRequest", Field: "base", Code: "invalid"})
	}
	for _, i := range r.Issues {
		if p := i.Pull; p != nil && i.State == "open" && p.Head == in.Head && p.Base == in.Base {
			return "", "", Invalid(FieldError{Resource: "PullRequest", Code: "custom",
				Message: fmt.Sprintf("A pull request already exists for %s:%s.", r.Owner.Login, in.Head)})
		}
	}
	if ancestor, err := s.git.MergeBase(r.FullName(), base, head); err == nil && ancestor == head {
		return "", "", Invalid(FieldError{Resource: "PullRequest", Code: "custom",
			Message: fmt.Sprintf("No commits between %s and %s", in.Base, in.Head)})
	}
	return head, base, nil
}

// PullPatch changes a pull request; nil leaves a field as it is.
type PullPatch struct {
	IssuePatch
	Base *string
}

// EditPull applies a patch.
func (s *Store) EditPull(a *Actor, p *Pull, patch PullPatch) error {
	if patch.Base != nil && *patch.Base != p.Base {
		sha, err := s.git.ResolveRef(p.Issue.Repo.FullName(), "refs/heads/"+*patch.Base)
		if err != nil {
			return Invalid(FieldError{Resource: "PullRequest", Field: "base", Code: "invalid"})
		}
		p.Base, p.BaseSHA = *patch.Base, sha
	}
	return s.EditIssue(a, p.Issue, patch.IssuePatch)
}

// MarkReady takes a pull request out of draft, or back into it.
func (s *Store) MarkReady(a *Actor, p *Pull, ready bool) error {
	if err := s.needPullChange(a, p); err != nil {
		return err
	}
	if p.Draft == !ready {
		return nil
	}
	p.Draft = !ready
	timeline, action := "ready_for_review", "ready_for_review"
	if !ready {
		timeline, action = "convert_to_draft", "converted_to_draft"
	}
	s.record(p.Issue, &TimelineEvent{Event: timeline, Actor: a.User})
	s.emit(Event{Name: "pull_request", Action: action, Repo: p.Issue.Repo, Issue: p.Issue, Sender: a.User})
	return nil
}

// needPullChange refuses who is neither the author nor a writer.
func (s *Store) needPullChange(a *Actor, p *Pull) error {
	err := s.need(a, p.Issue.Repo, "pull_requests", Write)
	if err != nil && a.User != nil && a.User == p.Issue.User && !a.IsIntegration() {
		return nil
	}
	return err
}

// Mergeable tells whether the merge would have no conflict.
func (s *Store) Mergeable(p *Pull) bool {
	if p.Merged || p.Issue.State == "closed" {
		return false
	}
	ok, err := s.git.CanMerge(p.Issue.Repo.FullName(), "refs/heads/"+p.Base, p.HeadSHA)
	return err == nil && ok
}

// MergePull merges: method merge, squash or rebase; a head that is not sha (where given) is a 409, conflicts are a 405.
func (s *Store) MergePull(a *Actor, p *Pull, method, message, sha string) error {
	r := p.Issue.Repo
	if err := s.need(a, r, "contents", Write); err != nil {
		return err
	}
	if method == "" {
		method = "merge"
	}
	no := &Error{Status: http.StatusMethodNotAllowed, Message: "Pull Request is not mergeable", DocumentationURL: docs}
	switch {
	case p.Merged || p.Issue.State != "open":
		return no
	case p.Draft:
		return &Error{Status: http.StatusMethodNotAllowed, Message: "Pull Request is still a draft", DocumentationURL: docs}
	case sha != "" && sha != p.HeadSHA:
		return Conflict("Head branch was modified. Review and try the merge again.")
	}
	if message == "" {
		message = fmt.Sprintf("Merge pull request #%d from %s/%s\n\n%s", p.Issue.Number, r.Owner.Login, p.Head, p.Issue.Title)
	}
	before, _ := s.git.ResolveRef(r.FullName(), "refs/heads/"+p.Base)
	merged, err := s.git.Merge(r.FullName(), MergeInput{Base: p.Base, Head: p.HeadSHA, Method: method, Message: message, Who: s.SignatureOf(a.User)})
	if errors.Is(err, ErrGitConflict) {
		return no
	}
	if err != nil {
		return fmt.Errorf("merge %s: %w", p.Issue.Path(), err)
	}
	s.recordMerge(a, p, merged)
	s.Pushed(a.User, r, Push{Ref: "refs/heads/" + p.Base, Before: before, After: merged})
	return nil
}

func (s *Store) recordMerge(a *Actor, p *Pull, sha string) {
	i := p.Issue
	p.Merged, p.MergedAt, p.MergedBy, p.MergeCommitSHA = true, s.Now(), a.User, sha
	s.record(i, &TimelineEvent{Event: "merged", Actor: a.User, CommitID: sha})
	s.close(i, a.User, "", "")
	s.closeKeywords(a.User, i, i.Body, sha)
}

// SignatureOf is u as a commit's author, now.
func (s *Store) SignatureOf(u *User) Signature {
	name := u.Name
	if name == "" {
		name = u.Login
	}
	email := u.Email
	if email == "" {
		email = fmt.Sprintf("%d+%s@users.noreply.github.com", u.ID, u.Login)
	}
	return Signature{Name: name, Email: email, At: s.Now()}
}
