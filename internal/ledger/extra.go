package ledger

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// withExtra writes known and the fields kept beside it.
func withExtra[T any](known T, extra map[string]json.RawMessage) ([]byte, error) {
	out, err := encodeJSON(known)
	if err != nil || len(extra) == 0 {
		return out, err
	}
	written, err := fieldsOf(known)
	if err != nil {
		return nil, err
	}
	order, err := fieldNames(out)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		value, isKnown := written[name]
		switch {
		case !isKnown && isZeroIn[T](name, extra[name]), isKnown && stillSays[T](name, extra[name], value):
			written[name] = extra[name]
		case isKnown:
			written[name] = mergeList[T](name, extra[name], value)
		}
		if !isKnown && written[name] != nil {
			order = append(order, name)
		}
	}
	return writeFields(order, written)
}

// stillSays reports that the value kept from before means what the field
// holds now, so that nothing was changed since.
func stillSays[T any](name string, kept, now json.RawMessage) bool {
	fields, err := fieldsOf(fieldByField[T](map[string]json.RawMessage{name: kept}))
	return err == nil && bytes.Equal(fields[name], now)
}

// isZeroIn reports that a field left out by this version is one it does not
// know, or would leave out for the kept value too.
func isZeroIn[T any](name string, kept json.RawMessage) bool {
	fields, err := fieldsOf(fieldByField[T](map[string]json.RawMessage{name: kept}))
	return err == nil && fields[name] == nil
}

// mergeList keeps, of a list that has grown, the elements that still say what
// they said. Anything else that was changed is written as it is now.
func mergeList[T any](name string, kept, now json.RawMessage) json.RawMessage {
	var before, after []json.RawMessage
	if json.Unmarshal(kept, &before) != nil || json.Unmarshal(now, &after) != nil {
		return now
	}
	for i := range min(len(before), len(after)) {
		if stillSays[T](name, list(before[i]), list(after[i])) {
			after[i] = before[i]
		}
	}
	out, err := encodeJSON(after)
	if err != nil {
		return now
	}
	return out
}

func list(value json.RawMessage) json.RawMessage {
	return slices.Concat([]byte("["), value, []byte("]"))
}
