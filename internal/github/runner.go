package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// What a run inside GitHub Actions asks beside observing and applying. It is of one repository, and mostly without an App.

// Condition is how a repository stands, as far as it decides whether anything can be done in it.
type Condition struct {
	ID            int64
	Name          string // owner/name as it is now
	DefaultBranch string
	Archived      bool
	Issues        bool // they are switched on
}

// Look asks how a repository stands.
func (c *Client) Look(ctx context.Context, k reconcile.Key) (Condition, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return Condition{}, err
	}
	r, _, err := s.rest.Repositories.Get(ctx, k.Owner, k.Repo)
	if err != nil {
		return Condition{}, fmt.Errorf("look at %s/%s: %w", k.Owner, k.Repo, err)
	}
	return Condition{ID: r.GetID(), Name: r.GetFullName(), DefaultBranch: r.GetDefaultBranch(), Archived: r.GetArchived(), Issues: r.GetHasIssues()}, nil
}

// OpenIncidentsOf calls each for every incident of one repository that is not over. labels reads its policy.
func (c *Client) OpenIncidentsOf(ctx context.Context, k reconcile.Key, labels func(snapshot.ConfigFile) Labels, each func(reconcile.Key)) error {
	if err := c.openOf(ctx, k, labels, each); err != nil {
		return fmt.Errorf("list the open incidents of %s/%s: %w", k.Owner, k.Repo, err)
	}
	return nil
}

// File reads a file of a repository at a branch or commit; empty is the default branch. A file that is not there is "", false.
func (c *Client) File(ctx context.Context, k reconcile.Key, path, at string) (string, bool, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return "", false, err
	}
	file, _, _, err := s.rest.Repositories.GetContents(ctx, k.Owner, k.Repo, path, &gogithub.RepositoryContentGetOptions{Ref: at})
	if status(err) == http.StatusNotFound || err == nil && file == nil {
		return "", false, nil
	} else if err != nil {
		return "", false, fmt.Errorf("read %s: %w", path, err)
	}
	text, err := file.GetContent()
	if err != nil {
		return "", false, fmt.Errorf("read %s: %w", path, err)
	}
	return text, true, nil
}

// Wake asks for a workflow run that looks at one issue: a dispatch is what GITHUB_TOKEN may start one by.
func (c *Client) Wake(ctx context.Context, k reconcile.Key, kind string) error {
	s, err := c.in(k.Installation)
	if err != nil {
		return err
	}
	body := map[string]any{"event_type": kind, "client_payload": map[string]any{"issue": k.Number}}
	req, err := s.rest.NewRequest(http.MethodPost, fmt.Sprintf("repos/%s/%s/dispatches", k.Owner, k.Repo), body)
	if err != nil {
		return fmt.Errorf("ask for a run: %w", err)
	}
	if _, err := s.rest.Do(ctx, req, nil); err != nil {
		return fmt.Errorf("ask for a run that looks at %s: %w", k, err)
	}
	return nil
}

// Status is the HTTP status that an error of this package came with; 0 where GitHub did not answer, or not with an error.
func Status(err error) int {
	var graphql *statusProblem
	if errors.As(err, &graphql) {
		return graphql.code
	}
	return status(err)
}

// statusProblem is an answer to a GraphQL request that is no 200.
type statusProblem struct {
	code int
	text string
}

// Error implements error.
func (s *statusProblem) Error() string { return fmt.Sprintf("GitHub answered %d: %s", s.code, s.text) }

// botToken is how the tokens of bots begin.
const botToken = "ghs_"

// viewer asks whose the token is: the one question that GITHUB_TOKEN may ask about itself too.
func (c *Client) viewer(ctx context.Context) (incident.Person, bool) {
	var got struct {
		Viewer struct {
			DatabaseID int64 `json:"databaseId"`
			Login      string
		}
	}
	if _, err := c.read(ctx, 0, "viewer", map[string]any{}, &got); err != nil {
		return incident.Person{}, false
	}
	me := incident.Person{ID: got.Viewer.DatabaseID, Login: got.Viewer.Login}
	if strings.HasPrefix(c.set.Token, botToken) && !strings.HasSuffix(me.Login, "[bot]") {
		me.Login += "[bot]" // which GraphQL may leave out
	}
	return me, me.ID != 0 && got.Viewer.Login != ""
}

// asWorkflow puts down what the token of a workflow can never do: it reaches no board, and is shown an empty list instead of
// being told so.
func (c *Client) asWorkflow(k reconcile.Key, me incident.Person, lacks lacking) lacking {
	if lacks.boards || c.unreachable(me) != snapshot.BoardToken {
		return lacks
	}
	lacks.boards, lacks.at = true, c.set.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lacks[k.Installation] = lacks
	return lacks
}

// whoMeanwhile asks who we are beside another request, so that it costs no time of its own.
func (c *Client) whoMeanwhile(ctx context.Context) func() (incident.Person, error) {
	c.mu.Lock()
	me := c.me
	c.mu.Unlock()
	if me.ID != 0 {
		return func() (incident.Person, error) { return me, nil }
	}
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		me, err = c.Who(ctx)
	}()
	return func() (incident.Person, error) {
		<-done
		return me, err
	}
}
