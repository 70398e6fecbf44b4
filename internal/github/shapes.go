package github

import (
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// The shapes of GraphQL answers, by the fragments of documents/fragments.

type page struct {
	HasNextPage     bool
	EndCursor       string
	HasPreviousPage bool
	StartCursor     string
}

type actor struct {
	Typename   string `json:"__typename"`
	Login      string
	ID         string
	DatabaseID int64 `json:"databaseId"`
}

func (a *actor) person() incident.Person {
	if a == nil {
		return incident.Person{}
	}
	return incident.Person{ID: a.DatabaseID, Login: a.Login}
}

func (a *actor) bot() bool { return a != nil && a.Typename == "Bot" }

// bigID is a database id that no longer fits into GraphQL's Int: GitHub writes it as a string.
type bigID int64

// UnmarshalJSON implements json.Unmarshaler.
func (b *bigID) UnmarshalJSON(text []byte) error {
	plain := strings.Trim(string(text), `"`)
	if plain == "null" || plain == "" {
		return nil
	}
	n, err := strconv.ParseInt(plain, 10, 64)
	*b = bigID(n)
	return err
}

type nodes[T any] struct {
	TotalCount int
	PageInfo   page
	Nodes      []T
}

type named struct{ ID, Name string }

func names(list []named) []string {
	out := make([]string, 0, len(list))
	for _, n := range list {
		out = append(out, n.Name)
	}
	return out
}

type commentShape struct {
	Typename        string `json:"__typename"`
	ID              string
	DatabaseID      bigID `json:"fullDatabaseId"`
	URL             string
	Body            string
	CreatedAt       time.Time
	LastEditedAt    time.Time
	CreatedViaEmail bool
	IsMinimized     bool
	ViewerDidAuthor bool
	Author, Editor  *actor
	ReactionGroups  []struct {
		Content          string
		ViewerHasReacted bool
	}
}

func (c commentShape) comment(me incident.Person) snapshot.Comment {
	out := snapshot.Comment{
		ID: int64(c.DatabaseID), NodeID: c.ID, URL: c.URL, Author: c.Author.person(), Bot: c.Author.bot(), Body: c.Body,
		CreatedAt: second(c.CreatedAt), EditedAt: second(c.LastEditedAt), Editor: c.Editor.person(),
		ByEmail: c.CreatedViaEmail, Minimized: c.IsMinimized,
	}
	out.Mine = c.ViewerDidAuthor || (me.ID != 0 && out.Author.ID == me.ID)
	for _, g := range c.ReactionGroups {
		if g.ViewerHasReacted {
			out.Reactions = append(out.Reactions, g.Content)
		}
	}
	return out
}

// second is UTC and whole seconds; a zero time stays zero.
func second(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

type itemShape struct {
	ID          string
	DatabaseID  bigID `json:"fullDatabaseId"`
	Number      int
	Title       string
	Body        string
	URL         string
	State       string
	StateReason string
	ClosedAt    time.Time
	Author      *actor
	Repository  struct {
		DatabaseID    int64 `json:"databaseId"`
		NameWithOwner string
	}
	Labels       nodes[named]
	Assignees    nodes[actor]
	ProjectItems nodes[projectItem]
	Parent       *struct{ ID string }
	itemLife
}

func (i itemShape) item(me incident.Person, board *snapshot.Board) snapshot.Item {
	out := snapshot.Item{
		ID: int64(i.DatabaseID), NodeID: i.ID, Number: i.Number, Title: i.Title, Body: i.Body, URL: i.URL,
		Mine: me.ID != 0 && i.Author.person().ID == me.ID, Open: i.State == "OPEN", Declined: i.StateReason == "NOT_PLANNED" || i.StateReason == "DUPLICATE",
		Assignees: persons(i.Assignees.Nodes), Labels: names(i.Labels.Nodes), Repo: i.Repository.NameWithOwner,
		RepoID: i.Repository.DatabaseID, Author: i.Author.person(), Fields: map[string]string{},
	}
	if !out.Open {
		out.ClosedAt = second(i.ClosedAt)
	}
	i.onto(&out, me)
	for _, p := range i.ProjectItems.Nodes {
		if board != nil && p.Project.ID == board.NodeID {
			p.onto(&out, board, me)
		}
	}
	return out
}

func persons(list []actor) []incident.Person {
	var out []incident.Person
	for _, a := range list {
		out = append(out, a.person())
	}
	return out
}
