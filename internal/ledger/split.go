package ledger

import (
	"compress/flate"
	"encoding/base64"
	"fmt"
)

// DefaultLimit is the size in bytes past which the oldest facts move on into a
// continuation comment (DESIGN.md §1.2).
const DefaultLimit = 40000

// Split returns the ledger as the block for the card and, where that would be
// longer than limit bytes, blocks for continuation comments, oldest first, each
// at most half as long. A continuation never changes once it is written: more
// facts only add more of them.
func Split(l Ledger, b Binding, k Key, limit int) (head string, continuations []string, err error) {
	doc, err := toDocument(l)
	if err != nil {
		return "", nil, fmt.Errorf("ledger of %s: encode: %w", b.IssueNodeID, err)
	}
	from, prev := 0, startOfChain(b)
	for {
		top, tooLong := doc.head(from, prev)
		if tooLong == nil {
			head = top.sign(b, k)
			if len(head) <= limit {
				return head, continuations, nil
			}
		}
		to := doc.fit(from, limit/2)
		if to == len(doc.facts) { // nothing complete to move: the rest must stay
			if tooLong != nil {
				return "", nil, fmt.Errorf("ledger of %s: encode: %w", b.IssueNodeID, tooLong)
			}
			return head, continuations, nil
		}
		next, err := doc.continuation(from, to, prev)
		if err != nil {
			return "", nil, fmt.Errorf("ledger of %s: continuation: %w", b.IssueNodeID, err)
		}
		continuations = append(continuations, next.text())
		from, prev = to, next.chain
	}
}

// groupSize is how many facts move together.
const groupSize = 16

// fit returns the end of the longest run of whole groups of facts that a block
// of that size holds, one group at least; all facts where none is left over.
// It reads the facts in one pass, so that facts added later do not change it.
func (d document) fit(from, size int) int {
	var out countingWriter
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return len(d.facts)
	}
	raw := 0
	for at := from; at < len(d.facts); at++ {
		raw += len(d.facts[at]) + 1
		_, _ = w.Write(d.facts[at]) // counting cannot fail
		_, _ = w.Write([]byte("\n"))
		if (at+1-from)%groupSize != 0 {
			continue
		}
		_ = w.Flush()
		if base64.StdEncoding.EncodedLen(int(out)) > size || raw > maxInflated/2 {
			return max(at+1-groupSize, from+groupSize)
		}
	}
	return len(d.facts)
}

// countingWriter only counts.
type countingWriter int

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}
