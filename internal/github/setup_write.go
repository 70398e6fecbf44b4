package github

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// Begin makes the first commit of an empty repository: a README, which a pull request can stand on.
func (s Setup) Begin(ctx context.Context, f welcome.Facts) error {
	session, owner, name, err := s.to(f)
	if err != nil {
		return err
	}
	opt := &gogithub.RepositoryContentFileOptions{Message: gogithub.String("First commit"), Content: []byte("# " + name + "\n")}
	if _, _, err := session.rest.Repositories.CreateFile(ctx, owner, name, welcome.ReadmeFile, opt); err != nil {
		return plainly(f.Repository, "make its first commit", err)
	}
	return nil
}

func (s Setup) to(f welcome.Facts) (session *session, owner, name string, err error) {
	owner, name, _ = strings.Cut(f.Repository, "/")
	session, err = s.c.in(f.At.Installation)
	return session, owner, name, err
}

// Write makes one commit on welcome.Branch, signed by GitHub. A branch that is missing, or has to begin anew, is made at
// the default branch; if the commit is refused then, it goes away again. welcome.ErrWorkflow where a workflow is what is refused.
func (s Setup) Write(ctx context.Context, f welcome.Facts, files []welcome.File, message string) error {
	session, _, _, err := s.to(f)
	if err != nil {
		return err
	}
	head := f.At.Branch
	var ms []mutation
	if f.Fresh() {
		if head != "" {
			if err := s.Drop(ctx, f); err != nil {
				return err
			}
		}
		head = f.At.Trunk
		ms = append(ms, mutation{"CreateRef", map[string]any{"repository": f.At.Node, "name": "refs/heads/" + welcome.Branch, "oid": head}})
	}
	ms = append(ms, mutation{"CommitWelcome", map[string]any{
		"repository": f.Repository, "branch": welcome.Branch, "head": head, "message": message, "files": added(files), "gone": removed(files),
	}})
	branched, err := s.mutate(ctx, session, ms)
	if err != nil && branched {
		if dropped := s.Drop(ctx, f); dropped != nil && status(dropped) != http.StatusNotFound && status(dropped) != http.StatusUnprocessableEntity {
			err = fmt.Errorf("%w; the branch %s may be left behind", err, welcome.Branch)
		}
	}
	if err != nil && touchesWorkflow(files, err) {
		return fmt.Errorf("%s: %w: %w", f.Repository, welcome.ErrWorkflow, err)
	}
	if err != nil {
		return refusedWrite(f.Repository, err)
	}
	return nil
}

// touchesWorkflow says whether a refusal may be about the workflow alone. GitHub's words for it differ from way to way.
func touchesWorkflow(files []welcome.File, err error) bool {
	var no *refusal
	return errors.As(err, &no) && slices.ContainsFunc(files, func(f welcome.File) bool { return f.Path == welcome.WorkflowFile })
}

// mutate sends mutations as one document; the error is the first refusal. branched says whether a branch was made all the
// same: one that was there already is another run's.
func (s Setup) mutate(ctx context.Context, session *session, ms []mutation) (branched bool, err error) {
	text, vars, err := compose("Welcome", ms)
	if err != nil {
		return false, err
	}
	answers := map[string]json.RawMessage{}
	problems, err := session.query(ctx, s.c.urls, text, vars, &answers)
	made := answers[alias(0)]
	branched = ms[0].document == "CreateRef" && len(made) > 0 && string(made) != "null"
	if len(problems) > 0 {
		return branched, problems[0].asError()
	}
	return branched, err
}

func added(files []welcome.File) []map[string]any {
	out := []map[string]any{}
	for _, f := range files {
		if !f.Remove {
			out = append(out, map[string]any{"path": f.Path, "contents": base64.StdEncoding.EncodeToString([]byte(f.Text))})
		}
	}
	return out
}

func removed(files []welcome.File) []map[string]any {
	out := []map[string]any{}
	for _, f := range files {
		if f.Remove {
			out = append(out, map[string]any{"path": f.Path})
		}
	}
	return out
}

// refusedWrite says what to do where GitHub would not take a commit.
func refusedWrite(repo string, err error) error {
	var no *refusal
	if errors.As(err, &no) {
		return fmt.Errorf("%s: GitHub would not take the branch %s (%s): give these credentials contents: write, or use --dir . and open the pull request yourself",
			repo, welcome.Branch, no.why)
	}
	return plainly(repo, "write the branch "+welcome.Branch, err)
}

// Drop removes welcome.Branch.
func (s Setup) Drop(ctx context.Context, f welcome.Facts) error {
	session, owner, name, err := s.to(f)
	if err != nil {
		return err
	}
	if _, err := session.rest.Git.DeleteRef(ctx, owner, name, "refs/heads/"+welcome.Branch); err != nil {
		return fmt.Errorf("%s: remove the branch %s: %w", f.Repository, welcome.Branch, err)
	}
	return nil
}

// Open opens the pull request.
func (s Setup) Open(ctx context.Context, f welcome.Facts, title, body string) (welcome.Pull, error) {
	session, owner, name, err := s.to(f)
	if err != nil {
		return welcome.Pull{}, err
	}
	want := &gogithub.NewPullRequest{Title: &title, Body: &body, Head: gogithub.String(welcome.Branch), Base: &f.Trunk}
	made, _, err := session.rest.PullRequests.Create(ctx, owner, name, want)
	if err != nil && status(err) == http.StatusForbidden && strings.Contains(err.Error(), "not permitted to create") {
		return welcome.Pull{}, fmt.Errorf("%s: Actions may not open pull requests here: allow it in Settings → Actions → General → Workflow permissions, or run this with a token of your own", f.Repository)
	}
	if err != nil {
		return welcome.Pull{}, plainly(f.Repository, "open a pull request", err)
	}
	return pullOf(made), nil
}

// Edit gives a pull request another title and text, and opens it again where it was closed.
func (s Setup) Edit(ctx context.Context, f welcome.Facts, number int, title, body string) (welcome.Pull, error) {
	session, owner, name, err := s.to(f)
	if err != nil {
		return welcome.Pull{}, err
	}
	made, _, err := session.rest.PullRequests.Edit(ctx, owner, name, number, &gogithub.PullRequest{Title: &title, Body: &body, State: gogithub.String("open")})
	if err != nil {
		return welcome.Pull{}, plainly(f.Repository, fmt.Sprintf("edit pull request #%d", number), err)
	}
	return pullOf(made), nil
}

func pullOf(p *gogithub.PullRequest) welcome.Pull {
	return welcome.Pull{Number: p.GetNumber(), URL: p.GetHTMLURL(), Title: p.GetTitle(), Body: p.GetBody(), Open: p.GetState() == "open", Ours: true}
}
