package history

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// keptVersion changes whenever an entry means something else: what an older program kept is read anew.
const keptVersion = 1

// Kept is what was read of a repository, so that the next report only asks for what changed since.
type Kept struct {
	Version int    `json:"version"`
	Policy  string `json:"policy"` // the settings' version that entries were read with
	Label   string `json:"label"`  // that incidents had
	// Installation is the App's on the repository; 0 = unknown, or a plain token was used.
	Installation int64 `json:"installation,omitempty"`

	Until   time.Time        `json:"until"` // every change up to this time is in it
	Entries map[string]Entry `json:"entries"`
}

// New is what is kept of a repository of which nothing was read yet.
func New(policyVersion, label string) Kept {
	return Kept{Version: keptVersion, Policy: policyVersion, Label: label, Entries: map[string]Entry{}}
}

// Decode reads what was kept. What cannot be used (damaged, or of another version) is as if there were nothing: reading anew
// costs requests and loses nothing.
func Decode(text []byte) Kept {
	var k Kept
	if json.Unmarshal(text, &k) != nil || k.Version != keptVersion || k.Entries == nil {
		return New("", "")
	}
	return k
}

// Encode writes it.
func (k Kept) Encode() ([]byte, error) {
	text, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("keep the history: %w", err)
	}
	return text, nil
}

// Add takes an entry in, which changed at a time.
func (k *Kept) Add(e Entry, changed time.Time) {
	k.Entries[e.ID] = e
	if changed.After(k.Until) {
		k.Until = changed
	}
}

// All lists the entries, the oldest start first.
func (k Kept) All() []Entry { return sorted(k.Entries) }
func sorted(entries map[string]Entry) []Entry {
	return slices.SortedFunc(maps.Values(entries), func(a, b Entry) int {
		return cmp.Or(a.Points[incident.Started].At.Compare(b.Points[incident.Started].At), cmp.Compare(a.ID, b.ID))
	})
}
