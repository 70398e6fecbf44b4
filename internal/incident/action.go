package incident

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ActionItem is a follow-up. Until recovery it is a line on the card; then it is an issue, and GitHub keeps its state.
// Importance, Urgency and Confidence are "high", "medium", "low" or empty; Size is "xs", "s", "m", "l", "xl" or empty.
type ActionItem struct {
	Key        string // stable: the comment and line that asked for it ("c1001-l3"), a row ("r42-…"), an issue ("i5001"): made once
	Title      string // of the issue, once there is one
	Said       string // the title as it was said: in the command, in the row; empty for an issue that people made
	Owner      Person // whom the issue is assigned to, once there is one; before: who was named
	Importance string
	Size       string
	Urgency    string
	Confidence string
	Kind       string // investigate, mitigate, repair, detect, prevent, prepare; or empty
	Asked      time.Time
	By         Person
	DueSaid    string // YYYY-MM-DD that somebody chose, in a line or on the board; it wins over the rule's
	Done       string // definition of done, where somebody wrote one
	Ref        string // an issue that exists already and was named: "#12", "acme/shop#12"; empty = one is made

	// Filled by package followup: where the matrix puts it, and the column of the board that the rule chooses (which a
	// person's own choice overrules). Stage is "Inbox", "Spike", "Next", "Planned", "In progress", "Verify", "Done", "Won't do".
	Quadrant string // do-next, plan, quick-win, spike, wont-do, inbox
	Stage    string
	ISU      float64 // (I + U) / S × C; 0 where a value is missing
	Due      string  // YYYY-MM-DD, UTC; empty = none

	// Filled from the issue, once there is one.
	Number   int
	Repo     string // owner/name of the issue, where it is not the incident's own repository
	URL      string
	Node     string    // node id of the issue
	ItemID   int64     // database id of the issue
	Open     bool      // the issue is open
	DoneAt   time.Time // closed as completed; zero = open
	Declined bool      // closed as not planned, or taken away: decided against
	Reason   string    // why it was decided against, as far as somebody said
	Gone     bool      // the issue was deleted, or taken from the incident, by a person: never made again
	Loose    bool      // the issue cannot be a sub-issue: the card's task list has it
	Started  bool      // a linked pull request is open, or somebody began
	Merged   bool      // a linked pull request was merged
	Active   time.Time // when anything last happened on the issue; zero = unknown
	Evidence string    // what `/verified` named
	Verified time.Time // … when; zero = not verified
	Renamed  bool      // a person gave the issue its title: no row renames it
	Wanted   string    // the title that a reworded row asks for; empty = as it is
	WentOn   bool      // people did something with the issue after they had chosen its column: the column follows
	ByHand   string    // fields of the board that a person chose, by our names ("Stage,Due"): they win, and stay
}

// SetByHand says whether a person chose that field on the board.
func (a ActionItem) SetByHand(field string) bool {
	return slices.Contains(strings.Split(a.ByHand, ","), field)
}

// Choose takes down that a person chose a field.
func (a *ActionItem) Choose(field string) {
	if !a.SetByHand(field) {
		a.ByHand = strings.TrimPrefix(a.ByHand+","+field, ",")
	}
}

// Told is what somebody said about an action item by a command: `/isu`, `/verified`, or that it will not be done. Which item
// is meant is told by the database id where it was said there, else by its reference ("#12", "acme/shop#12").
type Told struct {
	Item                                        int64
	Key                                         string // of the item, where that is known
	Ref                                         string
	At                                          time.Time
	By                                          Person
	Importance, Size, Urgency, Confidence, Kind string // empty = as before
	DueSaid                                     string
	Evidence                                    string // non-empty: verified
	Declined                                    string // non-empty: why it will not be done
	Title                                       string // the words of a row about an issue that people made
	Begun                                       bool   // somebody is on it
}

// Classified says whether all four values are given.
func (a ActionItem) Classified() bool {
	return a.Importance != "" && a.Size != "" && a.Urgency != "" && a.Confidence != ""
}

// Name is how the item's issue is named in the incident: "#12", "acme/shop#12"; empty where there is none yet.
func (a ActionItem) Name() string {
	if a.Number == 0 {
		return ""
	}
	return a.Repo + "#" + strconv.Itoa(a.Number)
}

// Settled says whether nothing more is to be done: done, or decided against.
func (a ActionItem) Settled() bool { return !a.DoneAt.IsZero() || a.Declined }

// DoNext says whether `improved` waits for this item.
func (a ActionItem) DoNext() bool { return a.Quadrant == "do-next" }

// Kinds lists the legal kinds of an action item.
var Kinds = []string{"investigate", "mitigate", "repair", "detect", "prevent", "prepare"}

func hasKind(items []ActionItem, kind string) bool {
	for _, a := range items {
		if a.Kind == kind && !a.Declined {
			return true
		}
	}
	return false
}

// SaidOf is what was said last about an item by name of its issue; the zero value where nothing was.
func (i Incident) SaidOf(a ActionItem) (last Told) {
	for _, t := range i.Told {
		if t.Item != 0 && t.Item == a.ItemID || t.Key != "" && t.Key == a.Key || t.Ref != "" && t.Ref == a.Name() {
			last = t
		}
	}
	return last
}
