package snapshot

import "strings"

// OnLabels is the BoardItem of an item whose classification lives in labels, because no board can be had.
const OnLabels = "labels"

// LabelPrefix begins the labels of the classification.
const LabelPrefix = "isu/"

// labelledFields are the fields that have labels: "isu/importance-high", "isu/stage-in-progress".
var labelledFields = []string{"Stage", "Importance", "Size", "Urgency", "Confidence"}

// BoardLabel is the label that stands for a value of a board's field; empty where there is none for that field or value.
func BoardLabel(field, value string) string {
	for _, f := range labelledFields {
		if f == field && value != "" {
			return LabelPrefix + strings.ToLower(f) + "-" + strings.ReplaceAll(strings.ToLower(value), " ", "-")
		}
	}
	return ""
}

// OfLabel is the field and value that a label of the classification stands for; the value's words are joined by spaces again.
func OfLabel(label string) (field, value string, ok bool) {
	for _, f := range labelledFields {
		if rest, is := strings.CutPrefix(strings.ToLower(label), LabelPrefix+strings.ToLower(f)+"-"); is {
			return f, strings.ReplaceAll(rest, "-", " "), true
		}
	}
	return "", "", false
}

// OnBoard returns the item as the board shows it. Where labels stand in for a board, its fields are read from them: of
// several labels of one field the one counts that this program did not write, for a person put it there. options are the
// legal values of a field, wrote is what was last written.
func (it Item) OnBoard(boardID string, options func(field string) []string, wrote map[string]string) Item {
	if boardID != OnLabels {
		return it
	}
	it.BoardItem, it.Fields = OnLabels, map[string]string{}
	for _, field := range labelledFields {
		for _, value := range options(field) {
			if !it.HasLabel(BoardLabel(field, value)) {
				continue
			}
			if it.Fields[field] == "" || value != wrote[field] {
				it.Fields[field] = value
			}
		}
	}
	return it
}
