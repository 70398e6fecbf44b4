package ledger

import "errors"

// Verdict says how far a ledger found in a comment can be trusted.
type Verdict int

// The verdicts.
const (
	Absent           Verdict = iota // there is none
	Valid                           // signed with the current key, for this issue
	ValidPreviousKey                // signed with the key before; sign it again
	Unsigned                        // intact, but anybody could have written it: trust it only where author and last editor are us
	Invalid                         // damaged, forged, cut short, or of another issue; the error says which
)

// String names the verdict, for logs.
func (v Verdict) String() string {
	switch v {
	case Absent:
		return "absent"
	case Valid:
		return "valid"
	case ValidPreviousKey:
		return "valid, signed with the previous key"
	case Unsigned:
		return "unsigned"
	}
	return "invalid"
}

// Signed says whether one of our keys vouches for the ledger.
func (v Verdict) Signed() bool { return v == Valid || v == ValidPreviousKey }

// ErrNewer is in the error of a ledger whose block a newer version of the
// program wrote in a form unknown to this one. Do not write over it.
var ErrNewer = errors.New("written in a newer form; update sensible before it writes here")
