package snapshot

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// Setting says how a value came onto the board, as far as GitHub tells.
type Setting struct {
	At   time.Time       // when it was last set, UTC; zero = not told
	By   incident.Person // the value's creator: whether that follows a later change is GitHub's secret
	Mine bool            // the creator is this program's account
	// Ours: that account made the value and it was not set again since.
	Ours bool
	// Fresh: this process wrote the value, and found nothing else there since.
	Fresh bool
}

// Choice is what a person chose in a field of the board. An empty value is a field that was emptied; then nobody knows
// when.
type Choice struct {
	Value string
	At    time.Time
}

// ByHand returns what a person chose in a field, by our names. wrote is what this program last wrote on that item, by field;
// nil = nothing yet. ok is false where the field holds what we wrote, or nothing that anybody set.
//
// Who set a value is not told reliably, so that what was written decides: another value than that is a person's. Only a
// value of which nothing is remembered is believed to be ours where GitHub leaves no doubt.
func (it Item) ByHand(field string, wrote map[string]string) (c Choice, ok bool) {
	if it.BoardItem == "" {
		return Choice{}, false
	}
	value, set := it.Fields[field], it.Set[field]
	last, known := wrote[field]
	switch {
	case set.Fresh:
		return Choice{}, false
	case known && value == last && (set.Mine || set.By.ID == 0):
		return Choice{}, false
	case !known && (value == "" || set.Ours):
		return Choice{}, false
	}
	return Choice{Value: value, At: set.At}, true
}
