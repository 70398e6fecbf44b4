package followup

import "github.com/sensible-im/sensible/internal/pattern"

// marker finds the hidden line by which an item's issue is known as ours; believed only where this program's account wrote
// the issue.
var marker = pattern.Of(`<!-- sensible:action ([a-z0-9-]{1,64}) -->`)

// Marker is the hidden line that an item's issue carries, so that the item is made once.
func Marker(key string) string { return "<!-- sensible:action " + key + " -->" }

// KeyOf returns the key in an issue's body; empty where there is none.
func KeyOf(body string) string {
	if m := marker.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}
