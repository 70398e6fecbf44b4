package graphql

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// page is the window of list that first, last, after and before ask for, as the
// connection type that the field has in the schema.
func page[T any](c *Call, list []T) (any, error) {
	from, to, err := window(c.Args, len(list), func(i int) int64 { return idOf(list[i]) })
	if err != nil {
		return nil, err
	}
	typeName := c.Field.Definition.Type.Name()
	nodes := list[from:to]
	cursorAt := func(i int) string { return cursor(i, idOf(list[i])) }
	fields := map[string]any{
		"nodes": nodes, "totalCount": len(list),
		"pageInfo": pageInfo(from, to, len(list), cursorAt),
		"edges": Resolver(func(c *Call) (any, error) {
			edges := make([]*object, len(nodes))
			for i, node := range nodes {
				edges[i] = &object{c.Field.Definition.Type.Name(), map[string]any{"node": node, "cursor": cursorAt(from + i)}}
			}
			return edges, nil
		}),
	}
	return &object{typeName, fields}, nil
}

func pageInfo(from, to, total int, cursorAt func(int) string) *object {
	info := map[string]any{"hasNextPage": to < total, "hasPreviousPage": from > 0, "startCursor": nil, "endCursor": nil}
	if to > from {
		info["startCursor"], info["endCursor"] = cursorAt(from), cursorAt(to-1)
	}
	return &object{"PageInfo", info}
}

// window is the half-open range that a connection's arguments ask for.
func window(a args, total int, id func(int) int64) (from, to int, err error) {
	to = total
	if a.has("after") {
		i, found, err := locate(a.string("after"), total, id)
		if err != nil {
			return 0, 0, err
		}
		from = i
		if found {
			from++
		}
	}
	if a.has("before") {
		if to, _, err = locate(a.string("before"), total, id); err != nil {
			return 0, 0, err
		}
	}
	to = max(from, to)
	if first, ok := a.int("first"); ok {
		to = min(to, from+max(first, 0))
	}
	if last, ok := a.int("last"); ok {
		from = max(from, to-max(last, 0))
	}
	return from, to, nil
}

// cursor marks a place: its index, and the entity there, so that a page stays in place
// when something before it is deleted.
func cursor(index int, id int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "cursor:v2:%d:%d", index, id))
}

// locate is where a cursor's entity is now, or, where it is gone, where the next one is.
func locate(text string, total int, id func(int) int64) (index int, found bool, err error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	parts := strings.Split(string(raw), ":")
	if err != nil || len(parts) != 4 || parts[0] != "cursor" || parts[1] != "v2" {
		return 0, false, badCursor(text)
	}
	at, err1 := strconv.Atoi(parts[2])
	want, err2 := strconv.ParseInt(parts[3], 10, 64)
	if err1 != nil || err2 != nil || at < 0 {
		return 0, false, badCursor(text)
	}
	if at < total && id(at) == want {
		return at, true, nil
	}
	for i := range total {
		if want != 0 && id(i) == want {
			return i, true, nil
		}
	}
	for i := range total {
		if want != 0 && id(i) > want {
			return i, false, nil
		}
	}
	return min(at, total), false, nil
}

func badCursor(text string) error {
	return &Error{Type: "INVALID_CURSOR_ARGUMENTS", Message: fmt.Sprintf("`%s` does not appear to be a valid cursor.", text)}
}
