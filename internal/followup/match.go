package followup

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
)

// Match is a row of a document and the action item that it is about.
type Match struct {
	Row
	Item int // place among the known items; -1 = none is known: the row is news
	// Reworded: the row says the item in other words than before.
	Reworded bool
}

// alike is how much two titles must have in common for one to be the other, reworded.
const alike = 0.5

// MatchRows finds the item of every row: by the address that it links to, by the same words, and of those left over by
// likeness to an item of which the words are gone from the document. home is the incident's repository. A row of a table
// that is ours and one that a person wrote are told apart by nothing: each item has one row.
func MatchRows(rows []Row, items []incident.ActionItem, home string) []Match {
	out := make([]Match, len(rows))
	taken := make([]bool, len(items))
	take := func(n, item int, reworded bool) { out[n].Item, out[n].Reworded, taken[item] = item, reworded, true }
	for n, r := range rows {
		out[n] = Match{Row: r, Item: -1}
		if i := slices.IndexFunc(items, func(a incident.ActionItem) bool { return linked(r, a, home) }); i >= 0 {
			_, named := Reference(r.Title)
			take(n, i, !named && !SameText(r.Title, items[i].Said) && !SameText(r.Title, items[i].Title))
		}
	}
	for n, r := range rows {
		if out[n].Item >= 0 {
			continue
		}
		if i := slices.IndexFunc(items, func(a incident.ActionItem) bool { return SameText(r.Title, a.Said) || SameText(r.Title, a.Title) }); i >= 0 {
			take(n, i, false)
		}
	}
	for n, r := range rows {
		best, at := alike, -1
		for i, a := range items {
			if l := likeness(r.Title, a.Said); out[n].Item < 0 && !taken[i] && l >= best {
				best, at = l, i
			}
		}
		if at >= 0 {
			take(n, at, true)
		}
	}
	return out
}

// linked says whether a row links to the item's issue, or is nothing but its name.
func linked(r Row, a incident.ActionItem, home string) bool {
	if a.URL != "" && strings.TrimSuffix(r.URL, "/") == a.URL {
		return true
	}
	for _, name := range []string{r.URL, r.Title} {
		if ref, ok := Reference(name); ok && (SameIssue(ref, home, a.Repo, strconv.Itoa(a.Number)) || ref == a.Ref) {
			return true
		}
	}
	return false
}

// likeness is how many pairs of neighbouring letters two titles share, from 0 to 1 (Dice's coefficient): that is blind to
// endings, and works without spaces.
func likeness(a, b string) float64 {
	x, y := pieces(a), pieces(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	shared := 0
	for w := range x {
		if y[w] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(x)+len(y))
}

func pieces(title string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(plainWords(title)) {
		runes := []rune(word)
		for i := 0; i+1 < len(runes); i++ {
			out[string(runes[i:i+2])] = true
		}
	}
	return out
}

// RowKey is the key of an action item that a row of the postmortem asked for first.
func RowKey(number int, title string) string {
	sum := sha256.Sum256([]byte(plainWords(title)))
	return fmt.Sprintf("r%d-%s", number, hex.EncodeToString(sum[:6]))
}
