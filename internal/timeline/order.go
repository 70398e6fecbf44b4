package timeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/when"
)

// sorted orders entries by (time, source, id), ids in the order in which people count: c999 before c1000. What came twice
// stands once, so that the order in which entries were gathered leaves no trace.
func sorted(entries []Entry) []Entry {
	slices.SortStableFunc(entries, compare)
	return slices.CompactFunc(entries, func(a, b Entry) bool { return compare(a, b) == 0 })
}

func compare(a, b Entry) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Source, b.Source), natural(a.ID, b.ID), cmp.Compare(a.Text, b.Text))
}

// natural compares ids: those of comments and their lines by their numbers, others as texts.
func natural(a, b string) int {
	x, restA := number(a, "c")
	y, restB := number(b, "c")
	if x == 0 || y == 0 {
		return strings.Compare(a, b)
	}
	lineA, _ := number(restA, "-l")
	lineB, _ := number(restB, "-l")
	if lineA == 0 || lineB == 0 {
		lineA, lineB = 0, 0
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(lineA, lineB), strings.Compare(a, b))
}

// number reads the digits behind a prefix; 0 where it is no such text.
func number(text, prefix string) (n int64, rest string) {
	after, ok := strings.CutPrefix(text, prefix)
	if !ok {
		return 0, text
	}
	for after != "" && '0' <= after[0] && after[0] <= '9' && n < 1<<58 {
		n, after = n*10+int64(after[0]-'0'), after[1:]
	}
	return n, after
}

// Local is the time of day in a zone, with the difference of days to UTC where there is one: "10:05 JST",
// "17:05 PST (−1 d)".
func Local(t time.Time, zone *time.Location) string {
	utc, there := t.UTC(), t.In(zone)
	switch a, b := utc.Format(time.DateOnly), there.Format(time.DateOnly); {
	case b > a:
		return when.Clock(t, zone) + " (+1 d)"
	case b < a:
		return when.Clock(t, zone) + " (−1 d)"
	}
	return when.Clock(t, zone)
}
