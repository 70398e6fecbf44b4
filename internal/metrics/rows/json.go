package rows

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
)

// JSON reads a list of objects whose members are named like the columns of the table; services and components may be lists.
// Line is the place in the list, 1-based. The error is about the whole file.
func JSON(in io.Reader) ([]metrics.Record, []metrics.Rejected, error) {
	list := json.NewDecoder(in)
	list.UseNumber()
	open, err := list.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("this is no JSON: %w", err)
	case open != json.Delim('['):
		return nil, nil, errors.New("a list of incidents is needed: [{\"id\": …, \"started_at\": …}, …]")
	}
	var records []metrics.Record
	var rejected []metrics.Rejected
	first := map[string]int{}
	for n := 1; list.More(); n++ {
		var raw json.RawMessage
		if err := list.Decode(&raw); err != nil {
			return nil, nil, fmt.Errorf("entry %d: %w", n, err)
		}
		r, err := object(raw)
		r.Line = n
		if err == nil && first[r.ID] > 0 {
			err = fmt.Errorf("the same id is entry %d", first[r.ID])
		}
		if err != nil {
			rejected = append(rejected, metrics.Rejected{ID: r.ID, Line: n, Reason: err.Error()})
			continue
		}
		first[r.ID] = n
		records = append(records, r)
	}
	return records, rejected, nil
}

func object(raw json.RawMessage) (metrics.Record, error) {
	r := metrics.Record{Points: map[incident.Milestone]incident.Point{}}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		return r, errors.New("an incident is an object with members id, started_at, …")
	}
	var refused error
	for _, c := range columns() { // the table's order, so that the same file gives the same reasons
		text, err := cell(members[c.name])
		if err == nil {
			err = put(&r, c, text)
		} else {
			err = fmt.Errorf("%s: %w", c.name, err)
		}
		if err != nil && refused == nil {
			refused = err
		}
	}
	if refused != nil {
		return r, refused
	}
	return r, finish(&r)
}

// cell turns a member into what a table's cell would hold.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		return fmt.Sprint(v), nil
	case float64:
		return fmt.Sprint(v), nil
	case []any:
		parts := make([]string, 0, len(v))
		for _, e := range v {
			text, ok := e.(string)
			if !ok {
				return "", errors.New("a list may hold texts only")
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, ";"), nil
	}
	return "", errors.New("neither a text nor a list of texts")
}
