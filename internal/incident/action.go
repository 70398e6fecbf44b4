package incident

import "time"

// ActionItem is a follow-up. Until recovery it is a line on the card; then it is an issue, and GitHub keeps its state.
// Importance, Urgency and Confidence are "high", "medium", "low" or empty; Size is "xs", "s", "m", "l", "xl" or empty.
type ActionItem struct {
	Key        string // stable: the comment and line that asked for it ("c1001-l3"), so that it is made once
	Title      string
	Owner      Person
	Importance string
	Size       string
	Urgency    string
	Confidence string
	Kind       string // investigate, mitigate, repair, detect, prevent, prepare; or empty
	Asked      time.Time
	By         Person

	// Filled by package followup from the classification.
	Quadrant string // do-next, plan, quick-win, spike, wont-do, inbox

	// Filled from the issue, once there is one.
	Number   int
	DoneAt   time.Time // closed as completed; zero = open
	Declined bool      // closed as not planned: decided against
}

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
