// Package export reads and writes one issue as a file, in GitHub's own REST shapes, so that `gh api` output works: the
// input of `sensible replay`, and what the demo leaves behind. It turns such a file into the world that judging looks at.
//
// It judges nothing (package replay) and reads no file itself.
package export

import (
	"encoding/json"
	"fmt"
	"time"
)

// File is an exported issue. Only Issue is needed; times are RFC 3339.
type File struct {
	Repository  Repository        `json:"repository"`
	Issue       Issue             `json:"issue"`
	Comments    []Comment         `json:"comments"`
	Events      []Event           `json:"events"`
	SubIssues   []Issue           `json:"sub_issues,omitempty"` // the incident's action items
	Permissions map[string]string `json:"permissions"`          // login → role name; whoever is absent has none
	Config      string            `json:"config,omitempty"`     // text of sensible.yml
	Now         time.Time         `json:"now,omitzero"`         // absent: the latest time in the file
}

// Repository as REST shows it.
type Repository struct {
	ID       int64  `json:"id,omitempty"`
	NodeID   string `json:"node_id,omitempty"`
	FullName string `json:"full_name"`
	Private  bool   `json:"private"`
}

// User as REST shows it. Bots have the type Bot, and a login that ends in [bot].
type User struct {
	Login string `json:"login"`
	ID    int64  `json:"id,omitempty"`
	Type  string `json:"type,omitempty"`
}

// Label as REST shows it; some exports give the bare name.
type Label struct {
	Name string `json:"name"`
}

// UnmarshalJSON takes an object with a name, or a string.
func (l *Label) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &l.Name)
	}
	type plain Label
	return json.Unmarshal(data, (*plain)(l))
}

// Issue as REST shows it.
type Issue struct {
	ID          int64      `json:"id,omitempty"`
	NodeID      string     `json:"node_id,omitempty"`
	Number      int        `json:"number"`
	Title       string     `json:"title"`
	Body        string     `json:"body"`
	State       string     `json:"state,omitempty"` // open, closed
	StateReason string     `json:"state_reason,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	ClosedAt    *time.Time `json:"closed_at,omitempty"`
	ClosedBy    *User      `json:"closed_by,omitempty"`
	User        User       `json:"user"`
	Labels      []Label    `json:"labels"`
	Assignees   []User     `json:"assignees,omitempty"`
	HTMLURL     string     `json:"html_url,omitempty"`
}

// Comment as REST shows it. One whose updated_at is later than its created_at was edited.
type Comment struct {
	ID        int64     `json:"id"`
	NodeID    string    `json:"node_id,omitempty"`
	User      User      `json:"user"`
	Body      string    `json:"body"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	HTMLURL   string    `json:"html_url,omitempty"`
}

// Event is an entry of the issue's events or timeline, as REST shows it; entries that are none of these are ignored.
type Event struct {
	ID          json.Number `json:"id,omitempty"`
	NodeID      string      `json:"node_id,omitempty"`
	Event       string      `json:"event"`
	Actor       *User       `json:"actor,omitempty"`
	CreatedAt   time.Time   `json:"created_at,omitzero"`
	StateReason string      `json:"state_reason,omitempty"`
	Label       *Label      `json:"label,omitempty"`
	Assignee    *User       `json:"assignee,omitempty"`
	Rename      *struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"rename,omitempty"`
	CommitID string `json:"commit_id,omitempty"` // closed, referenced
	Source   *struct {
		Issue struct {
			Number      int             `json:"number"`
			Title       string          `json:"title"`
			HTMLURL     string          `json:"html_url,omitempty"`
			PullRequest json.RawMessage `json:"pull_request,omitempty"`
			Repository  struct {
				FullName string `json:"full_name"`
			} `json:"repository,omitzero"`
		} `json:"issue"`
	} `json:"source,omitempty"`
}

// Read parses an exported issue. The error says what is wrong and what the file should be.
func Read(name string, text []byte) (File, error) {
	var f File
	if err := json.Unmarshal(text, &f); err != nil {
		return File{}, fmt.Errorf("%s is no exported issue: %w; it should be JSON with issue, comments, permissions", name, err)
	}
	if f.Issue.Number == 0 && f.Issue.Title == "" && f.Issue.CreatedAt.IsZero() {
		return File{}, fmt.Errorf("%s holds no issue; it should be JSON with issue, comments, permissions", name)
	}
	if f.Now.IsZero() {
		f.Now = f.latest()
	}
	return f, nil
}

// latest is the newest time in the file.
func (f File) latest() time.Time {
	t := f.Issue.CreatedAt
	see := func(u time.Time) {
		if u.After(t) {
			t = u
		}
	}
	for _, c := range f.Comments {
		see(c.CreatedAt)
		see(c.UpdatedAt)
	}
	for _, e := range f.Events {
		see(e.CreatedAt)
	}
	if f.Issue.ClosedAt != nil {
		see(*f.Issue.ClosedAt)
	}
	return t
}
