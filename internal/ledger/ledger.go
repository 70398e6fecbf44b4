package ledger

import (
	"bytes"
	"fmt"
)

// Binding is the issue that a ledger belongs to: copied to another one, it
// does not verify.
type Binding struct {
	RepositoryID int64
	IssueNodeID  string
}

// Encode returns the whole ledger as one hidden block for the card, on one
// line without line ending. Arguments are shortened (Shorten). With the zero
// Key the block is unsigned. It fails where the ledger is larger than Decode
// would accept; Split does not.
func Encode(l Ledger, b Binding, k Key) (string, error) {
	doc, err := toDocument(l)
	if err != nil {
		return "", fmt.Errorf("ledger of %s: encode: %w", b.IssueNodeID, err)
	}
	head, err := doc.head(0, startOfChain(b))
	if err != nil {
		return "", fmt.Errorf("ledger of %s: encode: %w", b.IssueNodeID, err)
	}
	return head.sign(b, k), nil
}

// Decode finds the last ledger block in a comment's body, verifies it and
// returns it. The error is set exactly where the verdict is Invalid. A ledger
// with continuations needs Join: alone it is Invalid, since facts are missing.
func Decode(body string, b Binding, ring Keyring) (Ledger, Verdict, error) {
	return Join(body, nil, b, ring)
}

// Equal compares what two ledgers say once written, never how they are
// compressed or signed.
func Equal(a, b Ledger) bool {
	left, errA := toDocument(a)
	right, errB := toDocument(b)
	if errA != nil || errB != nil || len(left.facts) != len(right.facts) || !bytes.Equal(left.rest, right.rest) {
		return false
	}
	for i := range left.facts {
		if !bytes.Equal(left.facts[i], right.facts[i]) {
			return false
		}
	}
	return true
}
