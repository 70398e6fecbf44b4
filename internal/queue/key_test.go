package queue

import "strings"

// key is one of the tests': what stands before a slash is its group.
type key string

func (k key) ID() string { return string(k) }

// Group has all keys of one letter in a group.
func (k key) Group() string { g, _, _ := strings.Cut(string(k), "/"); return g }
