package hubtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// Answer is what the hub said.
type Answer struct {
	Status int
	Header http.Header
	Text   string
	Body   any // Text as JSON, nil where it is none

	t    testing.TB
	what string
}

// follow is false: a test sees redirects.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// Ask sends a request. token may be empty, and may be a JWT; body is JSON text, or anything on purpose.
func (w *World) Ask(token, method, path, body string) Answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return Answer{t: w.t, what: method + " " + path, Text: err.Error()} // cut off by a fault
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := Answer{t: w.t, what: method + " " + path, Status: resp.StatusCode, Header: resp.Header, Text: string(text)}
	_ = json.Unmarshal(text, &a.Body) // some answers are no JSON
	return a
}

// GraphQL sends a document.
func (w *World) GraphQL(token, document string, variables map[string]any) Answer {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.Ask(token, http.MethodPost, "/graphql", string(body))
}

// Want fails the test now unless the status is this one.
func (a Answer) Want(status int) Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s answered %d, want %d: %.500s", a.what, a.Status, status, a.Text)
	}
	return a
}

// At is the value at a path like labels.0.name; nil where there is none.
func (a Answer) At(path string) any {
	v := a.Body
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return nil
		}
	}
	return v
}

// Has fails the test unless the value at the path prints as want.
func (a Answer) Has(path string, want any) Answer {
	a.t.Helper()
	if got := a.At(path); fmt.Sprint(got) != fmt.Sprint(want) {
		a.t.Errorf("%s: %s is %v, want %v in %.500s", a.what, path, got, want, a.Text)
	}
	return a
}

// String is the text at a path; the test ends where there is none.
func (a Answer) String(path string) string {
	a.t.Helper()
	s, ok := a.At(path).(string)
	if !ok {
		a.t.Fatalf("%s: %s is no text in %.500s", a.what, path, a.Text)
	}
	return s
}
