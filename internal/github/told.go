package github

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// toldComment is what is read of a delivery about a comment.
type toldComment struct {
	Action string
	Issue  struct {
		Comments int
	}
	Comment *struct {
		ID        int64
		NodeID    string `json:"node_id"`
		HTMLURL   string `json:"html_url"`
		Body      *string
		CreatedAt time.Time `json:"created_at"`
		UpdatedAt time.Time `json:"updated_at"`
		User      *struct {
			ID     int64
			NodeID string `json:"node_id"`
			Login  string
			Type   string
		}
	}
}

// Told reads a new comment out of a delivery; false for everything else that can happen, and for a delivery that leaves
// something open. It makes no request.
func (c *Client) Told(event string, payload []byte) (reconcile.Hint, bool) {
	if event != "issue_comment" {
		return reconcile.Hint{}, false
	}
	var p toldComment
	if json.Unmarshal(payload, &p) != nil || p.Action != "created" || p.Comment == nil || p.Comment.User == nil {
		return reconcile.Hint{}, false
	}
	m, by := p.Comment, p.Comment.User
	if m.ID == 0 || m.NodeID == "" || m.Body == nil || m.CreatedAt.IsZero() || !m.CreatedAt.Equal(m.UpdatedAt) || by.ID == 0 {
		return reconcile.Hint{}, false
	}
	bot := by.Type != "User"
	c.noteActor(&actor{ID: by.NodeID, DatabaseID: by.ID, Login: by.Login})
	return reconcile.Hint{Comments: p.Issue.Comments, Comment: snapshot.Comment{
		ID: m.ID, NodeID: m.NodeID, URL: m.HTMLURL, Body: *m.Body, CreatedAt: second(m.CreatedAt), Bot: bot,
		Author: incident.Person{ID: by.ID, Login: strings.TrimSuffix(by.Login, "[bot]")}, // as GraphQL writes it
	}}, true
}
