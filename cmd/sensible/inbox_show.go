package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/sensible-im/sensible/internal/queue"
)

// environment is a variable of the process.
func environment(name string) string { return os.Getenv(name) }

// newestFirst cuts a list to what came after a time, at most so many.
func newestFirst(list []queue.Status, after time.Time, limit int) []queue.Status {
	list = slices.DeleteFunc(list, func(s queue.Status) bool { return s.ReceivedAt.Before(after) })
	slices.SortStableFunc(list, func(a, b queue.Status) int { return b.ReceivedAt.Compare(a.ReceivedAt) })
	return list[:min(len(list), limit)]
}

// inboxRow is a delivery in JSON; what is absent is null.
type inboxRow struct {
	ID           string          `json:"id"`
	Event        string          `json:"event"`
	Action       *string         `json:"action"`
	Installation *int64          `json:"installation"`
	ReceivedAt   time.Time       `json:"received_at"`
	State        string          `json:"state"`
	DoneAt       *time.Time      `json:"done_at"`
	Bytes        int             `json:"bytes"`
	Unreadable   *string         `json:"unreadable"`
	About        []string        `json:"about"`
	Attempts     int             `json:"attempts"`
	RetryAt      *time.Time      `json:"retry_at"`
	Failure      *string         `json:"failure"`
	Payload      json.RawMessage `json:"payload,omitempty"`
	Raw          []byte          `json:"payload_base64,omitempty"` // where it is no JSON
}

func rowOf(s queue.Status) inboxRow {
	r := inboxRow{
		ID: s.ID, Event: s.Event, Action: inboxText(s.Action), Installation: inboxNumber(s.Installation), ReceivedAt: s.ReceivedAt.UTC(), State: string(s.State),
		DoneAt: inboxTime(s.DoneAt), Bytes: s.Size, Unreadable: inboxText(s.Unreadable), About: inboxAbout(s),
	}
	for _, w := range s.Works {
		if w.Attempt >= r.Attempts && w.Failure != "" {
			r.Attempts, r.Failure, r.RetryAt = w.Attempt, inboxText(w.Failure), inboxTime(w.RetryAt)
		}
	}
	return r
}

func inboxNumber(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

func inboxText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func inboxTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func inboxJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printList shows a table, or an array of JSON.
func (f *inboxFlags) printList(out io.Writer, list []queue.Status) error {
	if f.format == "json" {
		rows := make([]inboxRow, 0, len(list))
		for _, s := range list {
			rows = append(rows, rowOf(s))
		}
		return inboxJSON(out, rows)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, "no such delivery is kept")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "RECEIVED\tSTATE\tEVENT\tABOUT\tID\tWHY")
	for _, s := range list {
		r := rowOf(s)
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ReceivedAt.Format("2006-01-02 15:04:05"), r.State, inboxLine(inboxEvent(s)),
			inboxDash(strings.Join(r.About, " ")), s.ID, inboxLine(inboxWhy(r)))
	}
	return table.Flush()
}

func inboxEvent(s queue.Status) string {
	if s.Action == "" {
		return s.Event
	}
	return s.Event + "." + s.Action
}

func inboxWhy(r inboxRow) string {
	switch {
	case r.Unreadable != nil:
		return *r.Unreadable
	case r.Failure != nil && r.RetryAt != nil:
		return fmt.Sprintf("attempt %d: %s; again at %s", r.Attempts, *r.Failure, r.RetryAt.Format("15:04:05"))
	case r.Failure != nil:
		return fmt.Sprintf("attempt %d: %s", r.Attempts, *r.Failure)
	}
	return ""
}

func inboxDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// inboxLine keeps what somebody else wrote from breaking the table, or a terminal.
func inboxLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// printOne shows a delivery with its payload.
func (f *inboxFlags) printOne(out io.Writer, s queue.Status) error {
	r := rowOf(s)
	valid := json.Valid(s.Payload)
	if f.format == "json" {
		if r.Payload = s.Payload; !valid {
			r.Payload, r.Raw = nil, s.Payload
		}
		return inboxJSON(out, r)
	}
	lines := [][2]string{
		{"id", s.ID}, {"event", inboxEvent(s)}, {"received", r.ReceivedAt.Format(time.RFC3339)}, {"state", r.State}, {"about", inboxDash(strings.Join(r.About, " "))},
		{"why", inboxDash(inboxWhy(r))}, {"bytes", fmt.Sprint(s.Size)},
	}
	for _, l := range lines {
		if _, err := fmt.Fprintf(out, "%-9s %s\n", l[0], inboxLine(l[1])); err != nil {
			return err
		}
	}
	var pretty bytes.Buffer
	if !valid || json.Indent(&pretty, s.Payload, "", "  ") != nil {
		_, err := fmt.Fprintf(out, "\n%q\n", s.Payload)
		return err
	}
	_, err := fmt.Fprintf(out, "\n%s\n", pretty.String())
	return err
}
