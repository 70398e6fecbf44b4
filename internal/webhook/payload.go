package webhook

import "encoding/json"

// payload is the little that is read of a delivery. All of it may be missing: GitHub's recorded payloads differ over the
// years, and times come as epoch integers or RFC 3339, so no time is read at all.
type payload struct {
	Action       string
	Repository   *repository
	Installation *struct{ ID number }
	Sender       *struct {
		ID    number
		Login text
	}
	Issue       *issue
	Comment     *struct{ Body text }
	PullRequest *pull                      `json:"pull_request"`
	CheckRun    *checkRun                  `json:"check_run"`
	Requested   *struct{ Identifier text } `json:"requested_action"`
	ParentIssue *issue                     `json:"parent_issue"`
	ParentRepo  *repository                `json:"parent_issue_repo"`
	SubIssue    *issue                     `json:"sub_issue"`
	Label       *label
	Changes     struct{ Name struct{ From text } }
	CheckSuite  *checkSuite `json:"check_suite"`
	BoardItem   *struct {
		Node text `json:"content_node_id"`
	} `json:"projects_v2_item"`
	Ref     text
	Commits []struct{ Added, Modified, Removed []string }
}

type repository struct {
	ID            number
	Name          text
	Owner         struct{ Login, Name text }
	DefaultBranch text `json:"default_branch"`
}

type issue struct {
	Number      number
	Body        text
	Labels      []label
	ParentURL   text            `json:"parent_issue_url"`
	PullRequest json.RawMessage `json:"pull_request"`
}

type label struct{ Name text }

type checkRun struct {
	Name         text
	CheckSuite   checkSuite `json:"check_suite"`
	PullRequests []pull     `json:"pull_requests"`
}

type checkSuite struct {
	HeadBranch   text   `json:"head_branch"`
	PullRequests []pull `json:"pull_requests"`
}

type pull struct {
	Head  struct{ Ref text }
	Title text
	Body  text
}

// number reads an integer, and anything else as 0, so that one odd field does not lose a delivery.
type number int64

// UnmarshalJSON implements json.Unmarshaler.
func (n *number) UnmarshalJSON(raw []byte) error {
	var v int64
	if json.Unmarshal(raw, &v) == nil {
		*n = number(v)
	}
	return nil
}

// text reads a string, and anything else (null, for instance) as empty.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(raw []byte) error {
	var v string
	if json.Unmarshal(raw, &v) == nil {
		*t = text(v)
	}
	return nil
}
