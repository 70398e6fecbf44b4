package graphql

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// sortKeys is what orderBy can ask for.
type sortKeys struct {
	created, updated time.Time
	name             string
	number, comments int
}

// order sorts a copy of list by the argument orderBy; without one it stays as it is.
func order[T any](c *Call, list []T, keys func(T) sortKeys) []T {
	by := c.Args.input("orderBy")
	if by == nil {
		return list
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b T) int {
		n := compare(by.string("field"), keys(a), keys(b))
		if by.string("direction") == "DESC" {
			return -n
		}
		return n
	})
	return sorted
}

func compare(field string, a, b sortKeys) int {
	switch field {
	case "CREATED_AT":
		if n := a.created.Compare(b.created); n != 0 {
			return n
		}
		return cmp.Compare(a.number, b.number)
	case "UPDATED_AT":
		return a.updated.Compare(b.updated)
	case "NAME", "TITLE":
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	case "NUMBER":
		return cmp.Compare(a.number, b.number)
	case "COMMENTS":
		return cmp.Compare(a.comments, b.comments)
	}
	return 0
}
