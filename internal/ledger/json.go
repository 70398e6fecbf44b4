package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// The types below are the same structs without their methods, so that the
// methods can use the plain encoding.
type (
	plainFact   Fact
	plainLedger Ledger
)

// MarshalJSON writes the known fields in their order, then those of a newer
// version by name, their values byte for byte as they were read.
func (f Fact) MarshalJSON() ([]byte, error) {
	return withExtra(plainFact(f), f.Extra)
}

// UnmarshalJSON reads a fact and keeps in Extra what this version does not
// know, or would write differently.
func (f *Fact) UnmarshalJSON(data []byte) error {
	var p plainFact
	extra, err := readExtra(data, &p)
	if err != nil {
		return err
	}
	*f = Fact(p)
	f.Extra = extra
	return nil
}

// MarshalJSON does for the ledger what it does for a fact.
func (l Ledger) MarshalJSON() ([]byte, error) {
	return withExtra(plainLedger(l), l.Extra)
}

// UnmarshalJSON does for the ledger what it does for a fact.
func (l *Ledger) UnmarshalJSON(data []byte) error {
	var p plainLedger
	extra, err := readExtra(data, &p)
	if err != nil {
		return err
	}
	*l = Ledger(p)
	delete(extra, "f") // each fact keeps its own
	l.Extra = extra
	return nil
}

// readExtra decodes an object into known and returns what would be lost or
// changed by writing known again. A field whose type a newer version changed
// stays at its zero value and is kept as it is.
func readExtra[T any](data []byte, known *T) (map[string]json.RawMessage, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, errors.New("an object was expected")
	}
	*known = fieldByField[T](raw)
	written, err := encodeJSON(*known)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(written, data) {
		return nil, nil
	}
	var fields, extra map[string]json.RawMessage
	if err := json.Unmarshal(written, &fields); err != nil {
		return nil, err
	}
	for name, value := range raw {
		if bytes.Equal(fields[name], value) {
			continue
		}
		if extra == nil {
			extra = map[string]json.RawMessage{}
		}
		extra[name] = value
	}
	return extra, nil
}

// fieldByField decodes the fields that T knows by exactly that name (the
// standard decoder ignores capitals) and leaves out what does not fit.
func fieldByField[T any](raw map[string]json.RawMessage) T {
	var known T
	v := reflect.ValueOf(&known).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		value, found := raw[name]
		if !found || name == "-" {
			continue
		}
		next := reflect.New(v.Field(i).Type())
		if json.Unmarshal(value, next.Interface()) == nil {
			v.Field(i).Set(next.Elem())
		}
	}
	return known
}

func fieldsOf(v any) (map[string]json.RawMessage, error) {
	out, err := encodeJSON(v)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	return fields, json.Unmarshal(out, &fields)
}

// fieldNames lists the names of an object in the order written.
func fieldNames(data []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		names = append(names, fmt.Sprint(name))
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func writeFields(order []string, fields map[string]json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, name := range order {
		if i > 0 {
			out.WriteByte(',')
		}
		key, err := encodeJSON(name)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(fields[name])
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// encodeJSON is json.Marshal without the escapes for HTML, which the base64
// around it makes needless.
func encodeJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
