// Package action is what there is to know of GitHub Actions: what an event file is about, how a run's outcome is told in the
// job's summary, as outputs and as annotations. It takes text and returns text.
//
// It reads no file and no environment, and carries nothing out (cmd/sensible does). Of an event it takes nothing but which
// issue to look at, and who set it off: what was said is read from GitHub, where it cannot have been replaced meanwhile.
package action

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Event is the little that is read of a workflow's event.
type Event struct {
	Name   string // issues, issue_comment, schedule, …
	Action string // opened, created, …; of a repository_dispatch its type

	Repository    string // owner/name; empty where the event does not tell
	RepositoryID  int64
	DefaultBranch string
	Private       bool

	Sender   string // login of whoever set it off
	SenderID int64
	Bot      bool // the sender is one

	Asked   int    // the issue that a dispatch names; 0 = none
	Unclear string // what a dispatch names instead of an issue
	Fork    bool   // a pull request from another repository
	Pull    int    // number of the pull request
	HeadSHA string // of the pull request
	Ref     string // of a push
}

// Scope is how much an event is about.
type Scope string

// The scopes.
const (
	Issues   Scope = "issues"   // those that the payload names
	Asked    Scope = "asked"    // the one that a dispatch names
	All      Scope = "all"      // every open incident of the repository
	Settings Scope = "settings" // every open incident, and what is wrong with the settings
	Proposal Scope = "proposal" // a pull request: a postmortem's, or one that changes the settings
	Nothing  Scope = "nothing"
)

// Scope says what an event is about.
func (e Event) Scope() Scope {
	switch e.Name {
	case "issues", "issue_comment", "check_run":
		return Issues
	case "pull_request", "pull_request_target", "pull_request_review":
		return Proposal
	case "push":
		if e.Ref == "refs/heads/"+e.DefaultBranch {
			return Settings
		}
		return Issues
	case "schedule":
		return All
	case "repository_dispatch":
		if e.Asked == 0 && e.Action != Wake {
			return Nothing
		}
		return e.dispatched()
	case "workflow_dispatch":
		return e.dispatched()
	}
	return Nothing
}

func (e Event) dispatched() Scope {
	if e.Asked != 0 {
		return Asked
	}
	return All
}

// Wake is the type of the repository_dispatch by which one run asks for another that looks at one issue.
const Wake = "sensible"

// payload is what is read of the event file; all of it may be missing.
type payload struct {
	Action     string
	Ref        string
	Repository struct {
		ID            int64
		FullName      string `json:"full_name"`
		DefaultBranch string `json:"default_branch"`
		Private       bool
	}
	Sender struct {
		ID    int64
		Login string
		Type  string
	}
	Inputs        map[string]any
	ClientPayload map[string]any `json:"client_payload"`
	PullRequest   *struct {
		Number int
		Head   struct {
			SHA  string
			Repo *struct {
				FullName string `json:"full_name"`
			}
		}
	} `json:"pull_request"`
}

// Read reads an event file. Fields of an unexpected kind are as if they were missing; what is no JSON object is an error.
func Read(name string, file []byte) (Event, error) {
	if name == "" {
		return Event{}, errors.New("the event has no name: GITHUB_EVENT_NAME is empty")
	}
	var p payload
	var kind *json.UnmarshalTypeError
	if err := json.Unmarshal(file, &p); err != nil && (!errors.As(err, &kind) || kind.Field == "") {
		return Event{}, fmt.Errorf("the event file is not what GitHub Actions writes: %w", err)
	}
	e := Event{
		Name: name, Action: p.Action, Repository: p.Repository.FullName, RepositoryID: p.Repository.ID, Private: p.Repository.Private,
		DefaultBranch: p.Repository.DefaultBranch, Sender: p.Sender.Login, SenderID: p.Sender.ID, Bot: p.Sender.Type == "Bot", Ref: p.Ref,
	}
	e.asked(p.ClientPayload["issue"])
	e.asked(p.Inputs["issue"])
	if pr := p.PullRequest; pr != nil {
		e.Pull, e.HeadSHA = pr.Number, pr.Head.SHA
		e.Fork = pr.Head.Repo == nil || !strings.EqualFold(pr.Head.Repo.FullName, e.Repository)
	}
	return e, nil
}

// asked takes what a dispatch says about an issue: 42, "42" or "#42".
func (e *Event) asked(what any) {
	if what == nil || what == "" {
		return
	}
	text := strings.TrimPrefix(strings.TrimSpace(fmt.Sprint(what)), "#")
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n <= 0 {
		e.Unclear = fmt.Sprint(what)
		return
	}
	e.Asked = int(n)
}
