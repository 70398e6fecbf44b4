package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
)

// headerLooked is how far the header is looked for, bytes: its separator decides that of the file.
const headerLooked = 64 << 10

// CSV reads a table with a header line. The error is about the whole file; what is wrong with a row is among the
// rejected ones. Memory grows with the rows, not with the file.
func CSV(in io.Reader) ([]metrics.Record, []metrics.Rejected, error) {
	buffered := bufio.NewReaderSize(in, headerLooked)
	start, _ := buffered.Peek(headerLooked) // a shorter file is no error
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3)
		start = start[3:]
	}
	if bytes.HasPrefix(start, []byte{0xff, 0xfe}) || bytes.HasPrefix(start, []byte{0xfe, 0xff}) || bytes.IndexByte(start, 0) >= 0 {
		return nil, nil, errors.New("this is no UTF-8 text; save it as CSV UTF-8")
	}
	table := csv.NewReader(buffered)
	table.Comma, table.FieldsPerRecord, table.ReuseRecord, table.LazyQuotes = separator(start), -1, true, true
	header, err := table.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, nil // no incidents yet
	case err != nil:
		return nil, nil, fmt.Errorf("the header line cannot be read: %w", err)
	}
	known, err := match(header)
	if err != nil {
		return nil, nil, err
	}
	return body(table, known)
}

// separator is the one that the header line has most of.
func separator(start []byte) rune {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	best := ','
	for _, s := range []rune{';', '\t', '|'} {
		if bytes.Count(line, []byte(string(s))) > bytes.Count(line, []byte(string(best))) {
			best = s
		}
	}
	return best
}

// match finds the known columns; the result has one entry for each column of the file, nil for unknown ones.
func match(header []string) ([]*column, error) {
	table := columns()
	known := make([]*column, len(header))
	seen := map[string]bool{}
	for i, h := range header {
		name := strings.ToLower(strings.TrimSpace(h))
		for j := range table {
			if table[j].name == name && !seen[name] {
				known[i], seen[name] = &table[j], true
			}
		}
	}
	for _, needed := range []string{"id", "started_at"} {
		if !seen[needed] {
			return nil, fmt.Errorf("the header line has no column %s; it has: %s", needed, quoted(strings.Join(header, ", ")))
		}
	}
	return known, nil
}

func body(table *csv.Reader, known []*column) ([]metrics.Record, []metrics.Rejected, error) {
	var records []metrics.Record
	var rejected []metrics.Rejected
	first := map[string]int{} // line of each id
	for {
		cells, err := table.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return records, rejected, nil
		case errors.As(err, &broken):
			rejected = append(rejected, metrics.Rejected{Line: broken.StartLine, Reason: "the line cannot be read: " + broken.Err.Error()})
			continue
		case err != nil:
			return nil, nil, err
		}
		line, _ := table.FieldPos(0)
		if blank(cells) {
			continue
		}
		r, err := row(cells, known)
		r.Line = line
		if err == nil && first[r.ID] > 0 {
			err = fmt.Errorf("the same id is on line %d", first[r.ID])
		}
		if err != nil {
			rejected = append(rejected, metrics.Rejected{ID: r.ID, Line: line, Reason: err.Error()})
			continue
		}
		first[r.ID] = line
		records = append(records, r)
	}
}

// row reads all cells, so that the id is known even where another cell is refused.
func row(cells []string, known []*column) (metrics.Record, error) {
	r := metrics.Record{Points: map[incident.Milestone]incident.Point{}}
	var refused error
	for i, text := range cells {
		if i >= len(known) || known[i] == nil {
			continue
		}
		if err := put(&r, *known[i], strings.Clone(text)); err != nil && refused == nil {
			refused = err
		}
	}
	if refused != nil {
		return r, refused
	}
	return r, finish(&r)
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
