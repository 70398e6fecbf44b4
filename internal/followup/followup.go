// Package followup knows action items: how one is written in a line ("/action text I:high S:s …"), how Importance, Size,
// Urgency and Confidence classify it (ISU), what fits into the team's capacity and when it is due. The rules are tables.
//
// It does not keep items (GitHub's issues do), does not put them on a board (package plan) and does not judge who may ask
// for one (package command).
package followup

// The quadrants: what the matrix decides.
const (
	Inbox    = "inbox" // not classified: one of the four values is missing
	DoNext   = "do-next"
	Plan     = "plan"
	QuickWin = "quick-win"
	Spike    = "spike"
	WontDo   = "wont-do"
)

// The columns of the board's field Stage: those that classification chooses, and those that follow the issue.
const (
	StageInbox      = "Inbox"
	StageSpike      = "Spike"
	StageNext       = "Next"
	StagePlanned    = "Planned"
	StageInProgress = "In progress"
	StageVerify     = "Verify" // asks for evidence
	StageDone       = "Done"
	StageWontDo     = "Won't do"
)

// Stages lists the columns of the field Stage, in the board's order.
var Stages = []string{StageInbox, StageSpike, StageNext, StagePlanned, StageInProgress, StageVerify, StageDone, StageWontDo}

// Dimension is one of the values that people give to an item.
type Dimension struct {
	Letter string // "I" in "I:high"
	Name   string // the long form, and the name of the board's field in lower case
	Values []Value
}

// Value is one legal answer and what it counts.
type Value struct {
	Word   string
	Weight float64
}

// Dimensions are the four values of ISU, in the order in which they are written.
var Dimensions = []Dimension{
	{"I", "importance", []Value{{"high", 5}, {"medium", 3}, {"low", 1}}},
	{"S", "size", []Value{{"xs", 1}, {"s", 2}, {"m", 3}, {"l", 5}, {"xl", 8}}},
	{"U", "urgency", []Value{{"high", 5}, {"medium", 3}, {"low", 1}}},
	{"C", "confidence", []Value{{"high", 1.0}, {"medium", 0.8}, {"low", 0.5}}},
}

// weight returns what a word counts in a dimension; ok is false for an illegal or empty word.
func (d Dimension) weight(word string) (float64, bool) {
	for _, v := range d.Values {
		if v.Word == word {
			return v.Weight, true
		}
	}
	return 0, false
}

// words lists the legal answers.
func (d Dimension) words() []string {
	out := make([]string, len(d.Values))
	for i, v := range d.Values {
		out[i] = v.Word
	}
	return out
}
