// Package marker writes and finds operation keys: the hidden line that says which operation made a comment, an issue or a
// pull request, so that what exists is found before it is made again.
//
// It does not say who wrote the text: a marker counts only in what our own account wrote, and the caller checks that.
package marker

import "strings"

const (
	opening = "<!-- sensible:"
	ending  = " -->"

	itemPrefix = "action "
)

// Of returns the hidden line of a key, such as "reply c1001", "closing:0", "action c1001-l3".
func Of(key string) string { return opening + key + ending }

// Has says whether a text carries the key.
func Has(body, key string) bool { return strings.Contains(body, Of(key)) }

// Find returns the rest of the first key in body that begins with prefix: Find("… sensible:action c1-l3 …", "action ") is
// "c1-l3". ok is false where there is none.
func Find(body, prefix string) (rest string, ok bool) {
	_, after, found := strings.Cut(body, opening+prefix)
	if !found {
		return "", false
	}
	rest, _, ok = strings.Cut(after, ending)
	if strings.ContainsAny(rest, "<>\n") {
		return "", false
	}
	return rest, ok
}

// Item is the key of the issue made for the action item with this key.
func Item(actionKey string) string { return itemPrefix + actionKey }

// ItemOf returns the action item's key from the body of an issue of ours.
func ItemOf(body string) (actionKey string, ok bool) { return Find(body, itemPrefix) }
