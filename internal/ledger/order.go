package ledger

import (
	"cmp"
	"slices"
)

// Compare orders facts as they count: comment time, comment id, line.
func Compare(a, b Fact) int {
	return cmp.Or(a.Posted.Compare(b.Posted), cmp.Compare(a.Comment, b.Comment), cmp.Compare(a.Line, b.Line))
}

func ordered(facts []Fact, keep func(Fact) bool) []Fact {
	var out []Fact
	for _, f := range facts {
		if keep(f) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, Compare)
	return out
}
