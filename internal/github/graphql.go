package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// longestAnswer bounds what is read of one answer.
const longestAnswer = 64 << 20

// problem is one entry of a GraphQL answer's errors.
type problem struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Path    []any  `json:"path"`
	// Extensions come with a document that the server's schema refuses.
	Extensions struct {
		Code      string `json:"code"`
		FieldName string `json:"fieldName"`
	} `json:"extensions"`
}

// at is the first element of the path: the alias of the mutation.
func (p problem) at() string {
	if len(p.Path) == 0 {
		return ""
	}
	return fmt.Sprint(p.Path[0])
}

// under says whether the path goes through a field of that name.
func (p problem) under(field string) bool {
	for _, e := range p.Path {
		if e == field {
			return true
		}
	}
	return false
}

// String is what a person reads.
func (p problem) String() string {
	if p.Type != "" {
		return p.Type + ": " + p.Message
	}
	return p.Message
}

// errAmbiguous marks a write of which nobody knows whether it was carried out.
var errAmbiguous = errors.New("it is not known whether this was carried out")

// query sends one GraphQL request. Data and errors may both come: GitHub answers what it can. The error is about a
// request that brought no data at all.
func (s *session) query(ctx context.Context, u urls, text string, vars map[string]any, into any) ([]problem, error) {
	body, err := json.Marshal(map[string]any{"query": text, "variables": vars})
	if err != nil {
		return nil, fmt.Errorf("encode a GraphQL request: %w", err)
	}
	ctx = context.WithValue(ctx, costKey{}, costOfDocument(text))
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.graphql.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make a GraphQL request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "sensible")
	resp, err := s.http.Do(req)
	if err != nil {
		return nil, unsent(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	if err != nil {
		return nil, fmt.Errorf("read GitHub's answer: %w (%w)", err, errAmbiguous)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(resp.StatusCode, answer)
	}
	problems, err := decodeAnswer(answer, into)
	if errors.Is(err, errRateLimited) {
		until, _ := s.limits.pause(resp.Header, true)
		s.limits.hold("graphql", until)
		return nil, &Limited{Until: s.limits.heldUntil("graphql")}
	}
	s.limits.budget.answered()
	return problems, err
}

// unsent keeps a rate limit recognisable; anything else that cut the request short leaves its effect unknown.
func unsent(err error) error {
	var limited *Limited
	if errors.As(err, &limited) {
		return limited
	}
	return fmt.Errorf("%w (%w)", err, errAmbiguous)
}

func statusError(status int, answer []byte) error {
	text := strings.TrimSpace(string(answer[:min(len(answer), 300)]))
	if status >= 500 {
		return fmt.Errorf("%w (%w)", &statusProblem{status, text}, errAmbiguous)
	}
	return &statusProblem{status, text}
}

// errRateLimited is GraphQL's way to say that the hour's allowance is used up: with HTTP 200.
var errRateLimited = errors.New("GitHub's rate limit is used up")

func decodeAnswer(answer []byte, into any) ([]problem, error) {
	var got struct {
		Data   json.RawMessage `json:"data"`
		Errors []problem       `json:"errors"`
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		return nil, fmt.Errorf("GitHub's answer is not JSON: %w (%w)", err, errAmbiguous)
	}
	for _, p := range got.Errors {
		if p.Type == "RATE_LIMITED" || strings.Contains(p.Message, "secondary rate limit") {
			return nil, errRateLimited
		}
	}
	if len(got.Data) == 0 || string(got.Data) == "null" {
		if len(got.Errors) == 0 {
			return nil, errors.New("GitHub answered without data and without an error")
		}
		return got.Errors, fmt.Errorf("GitHub refused: %s", got.Errors[0])
	}
	if err := json.Unmarshal(got.Data, into); err != nil {
		return got.Errors, fmt.Errorf("GitHub's answer has an unexpected shape: %w", err)
	}
	return got.Errors, nil
}

// read sends one of the embedded query documents.
func (c *Client) read(ctx context.Context, installation int64, name string, vars map[string]any, into any) ([]problem, error) {
	s, err := c.in(installation)
	if err != nil {
		return nil, err
	}
	text, err := document(name)
	if err != nil {
		return nil, err
	}
	for {
		fitting, kept := c.fit(text, vars)
		problems, err := s.query(ctx, c.urls, fitting, kept, into)
		if err == nil || !c.learnMissing(problems) {
			return problems, err
		}
	}
}
