// Package plan says what GitHub should show of an incident, and what of it is not there yet: values in, a list of actions
// and the next time to look out. One file per surface; surfaces.go is the table. Printing the list is the dry run, and the
// plan after applying it is empty.
//
// It does not judge comments (package replay) and does not carry anything out (package github).
package plan

import "time"

// Kind names what an action does.
type Kind string

// The kinds, grouped by what they touch. Package github has one table that carries each of them out.
const (
	CardCreate      Kind = "card.create"      // Body
	CardUpdate      Kind = "card.update"      // Node, Body
	CardPin         Kind = "card.pin"         // ID
	OverflowCreate  Kind = "overflow.create"  // Body; Key; minimised at once; Node = the continuation, empty = the incident
	OverflowUpdate  Kind = "overflow.update"  // Node, Body
	LabelCreate     Kind = "label.create"     // Target = name, Fields: color, description; in another repository Node = it, ID = its database id
	LabelAdd        Kind = "label.add"        // Target = name
	LabelRemove     Kind = "label.remove"     // Target = name
	AssigneeAdd     Kind = "assignee.add"     // Target = login, ID = user id
	ReactionAdd     Kind = "reaction.add"     // Node = comment, Target = ROCKET …, ID = comment id
	CommentCreate   Kind = "comment.create"   // Key, Body; Node = the continuation, empty = the incident
	CommentUpdate   Kind = "comment.update"   // Node, Body
	CommentMinimise Kind = "comment.minimise" // Node
	IssueClose      Kind = "issue.close"      // Target = COMPLETED, NOT_PLANNED, DUPLICATE
	IssueReopen     Kind = "issue.reopen"     //
	FileCommit      Kind = "file.commit"      // Target = path; Fields: branch, message, sign, head (where the branch must stand; "" = anywhere), merge (a branch to merge at once); Files; Body = content; the branch is made where missing
	PullCreate      Kind = "pull.create"      // Title, Body; Fields: branch, base
	PullUpdate      Kind = "pull.update"      // Node, Title, Body
	PullReopen      Kind = "pull.reopen"      // Node
	PullReady       Kind = "pull.ready"       // Node; out of draft
	ReviewRequest   Kind = "review.request"   // ID = pull number, Target = login
	ReviewCreate    Kind = "review.create"    // ID = pull number, Key, Body, Target = commit; Notes
	CheckCreate     Kind = "check.create"     // Target = commit, Key, Title, Body; Fields: name, conclusion, details; Notes; Buttons
	CheckUpdate     Kind = "check.update"     // ID = check run; else as above
	ItemCreate      Kind = "item.create"      // Key, Title, Body; Fields: labels (comma), assignee, unassigned (said where that cannot be), repository (node id; else the incident's; ID = its database id); Node = parent issue, empty = none
	ItemLink        Kind = "item.link"        // Node = parent issue, Key = node id of the issue, Target = its title
	ItemComment     Kind = "item.comment"     // Node = issue, Key, Body
	ItemMark        Kind = "item.mark"        // Node = issue of the incident's repository, Target = label
	ItemClose       Kind = "item.close"       // Node = issue, Target = COMPLETED, NOT_PLANNED
	ItemUnassign    Kind = "item.unassign"    // Node = issue, Target = login, ID = user id
	ItemUpdate      Kind = "item.update"      // Node, Title
	ItemLabels      Kind = "item.labels"      // Node = issue, Target = title; Fields: repository, number, add, remove (commas)
	BoardCreate     Kind = "board.create"     // Title; Node = owner
	BoardField      Kind = "board.field"      // Target = name; Fields: type, options (comma)
	BoardView       Kind = "board.view"       // Target = name, ID = the board's number; Fields: layout, filter, and by our names of fields group, columns, sort, visible
	BoardNote       Kind = "board.note"       // Node = board; Body = its readme
	BoardItem       Kind = "board.item"       // Node = issue, Target = title; Fields = board field → value, empty = emptied
	BoardStatus     Kind = "board.status"     // Node = board, Target = ON_TRACK, AT_RISK, OFF_TRACK; Body
)

// Action is one difference between what GitHub shows and what it should show. Which members count depends on Kind. Key is
// an operation key: it stands in what is created, and what is created is looked up by it before it is created again.
type Action struct {
	Kind   Kind
	Target string // what a person would call it: a label, a path, a title
	Node   string // node id of what is changed
	ID     int64  // database id (or number) where REST needs it
	Key    string // operation key of what is created
	Title  string
	Body   string
	Fields map[string]string

	Files   []File   // FileCommit: what else goes into the same commit
	Notes   []Note   // ReviewCreate, CheckCreate, CheckUpdate: remarks on lines
	Buttons []Button // CheckCreate, CheckUpdate

	Aspect Aspect // of whose surface it is
	Idle   bool   // CardUpdate: nothing was accepted, seen or damaged, so that it may wait and be gathered with others
}

// File is a file as it is to be.
type File struct{ Path, Text string }

// Note is a remark on lines of a file, from 1, both included. Level is GitHub's: notice, warning, failure; of a review it
// is empty.
type Note struct {
	Path       string
	Start, End int
	Level      string
	Title      string // at most 255 characters
	Body       string
}

// Button is an action that a check offers: GitHub allows three, with 20, 40 and 20 characters.
type Button struct{ Label, Description, ID string }

// Plan is what to do now, in order, and when to look again although nothing happened. WakeAt is zero for never.
type Plan struct {
	Actions []Action
	WakeAt  time.Time
	Wakes   map[Aspect]time.Time // the same, by aspect; absent = never
}

// Empty says whether GitHub shows what it should.
func (p Plan) Empty() bool { return len(p.Actions) == 0 }

// Ledger says whether the action writes the ledger, or a part of it.
func (a Action) Ledger() bool {
	return a.Kind == CardCreate || a.Kind == CardUpdate || a.Kind == OverflowCreate || a.Kind == OverflowUpdate
}

// Subject is what the action is about, in one word or title, for a dry run.
func (a Action) Subject() string {
	for _, s := range []string{a.Title, a.Target, a.Key} {
		if s != "" {
			return s
		}
	}
	return a.Node
}
