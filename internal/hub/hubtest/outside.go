package hubtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/graphql"
	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// Outside holds recorded traffic against GitHub's contract as somebody would who has only the logs. The zero value is
// ready.
type Outside struct {
	// Tolerant: requests may be bad; answers may not.
	Tolerant bool
	// Violations name line, route and reason.
	Violations []error
	// Used counts by route, GraphQL operation, and webhook event.
	Used map[string]*Count
}

// Count is how often something was used, and how many of the uses were held against the contract.
type Count struct{ Calls, Validated int }

// exchange is a line of requests.jsonl.
type exchange struct {
	Method, Path, Query string
	Status              int
	Request, Response   half
}

type half struct {
	Headers map[string]string
	Body    json.RawMessage
}

// Requests holds requests.jsonl: REST requests and answers, GraphQL documents and the types of their answers. git and the
// pages of the web site are counted only: GitHub's contract does not describe them.
func (o *Outside) Requests(log []byte) {
	for n, line := range lines(log) {
		var x exchange
		if err := json.Unmarshal(line, &x); err != nil {
			o.violated("requests", n, err)
			continue
		}
		switch {
		case requestlog.IsGit(x.Path):
			o.count("git "+x.Method+" "+x.Path[strings.LastIndex(x.Path, ".git/")+4:], false)
		case strings.HasSuffix(x.Path, "/installations/new"):
			o.count("web "+x.Method+" …/installations/new", false)
		case strings.HasSuffix(x.Path, "/settings/apps/new"):
			o.count("web "+x.Method+" …/settings/apps/new", false)
		case x.Status == 0:
			o.count("cut off by a fault", false)
		case requestlog.IsGraphQL(x.Path):
			o.graphql(n, x)
		default:
			o.rest(n, x)
		}
	}
}

func (o *Outside) rest(n int, x exchange) {
	v, err := contract.REST()
	if err != nil {
		o.violated("requests", n, err)
		return
	}
	target := strings.TrimPrefix(x.Path, "/api/v3")
	if x.Query != "" {
		target += "?" + x.Query
	}
	req, err := http.NewRequestWithContext(context.Background(), x.Method, "http://hub.invalid"+target, nil)
	if err != nil {
		o.violated("requests", n, err)
		return
	}
	req.Header = header(x.Request.Headers)
	var unknown *contract.UnknownRouteError
	err = v.ValidateRequest(req, body(x.Request.Body))
	name := contract.Operation(req)
	switch {
	case errors.As(err, &unknown) && (o.Tolerant || redirectTarget(req.URL.Path)):
		o.count("no route of the contract", false)
		return
	case err != nil && !o.Tolerant:
		o.violated("requests", n, err)
	}
	if cut(x.Response.Body) {
		o.count(name, false)
		return
	}
	if err := v.ValidateResponse(req, x.Status, header(x.Response.Headers), body(x.Response.Body)); err != nil {
		o.violated("requests", n, err)
	}
	o.count(name, true)
}

// redirectTarget: GitHub's 301s lead to addresses by id, which its contract leaves out.
func redirectTarget(path string) bool { return strings.HasPrefix(path, "/repositories/") }

func (o *Outside) graphql(n int, x exchange) {
	var call graphql.Request
	if err := json.Unmarshal(x.Request.Body, &call); err != nil || cut(x.Response.Body) || x.Status != http.StatusOK {
		o.count("GraphQL, refused or too large to be logged", false)
		return
	}
	name := graphql.Operation(call)
	if err := contract.ValidateDocument(call.Query); err != nil {
		if !o.Tolerant {
			o.violated("requests", n, fmt.Errorf("the document %s: %w", name, err))
		}
		return
	}
	schema, err := contract.Schema()
	if err == nil {
		err = graphql.Check(schema, call, x.Response.Body)
	}
	if err != nil {
		o.violated("requests", n, fmt.Errorf("the answer to %s: %w", name, err))
	}
	o.served(n, name, x.Response.Body)
	o.count("GraphQL "+name, true)
}

// served wants no answer that says that the hub lacks something or broke.
func (o *Outside) served(n int, name string, answer []byte) {
	var got struct{ Errors []graphql.Error }
	if err := json.Unmarshal(answer, &got); err != nil {
		o.violated("requests", n, err)
	}
	for _, e := range got.Errors {
		if e.Type == "NOT_IMPLEMENTED" || e.Type == "INTERNAL" {
			o.violated("requests", n, fmt.Errorf("the answer to %s: %s", name, e.Message))
		}
	}
}

// Webhooks holds webhooks.jsonl: payload and headers.
func (o *Outside) Webhooks(log []byte) {
	for n, line := range lines(log) {
		var sent struct {
			Headers map[string]string
			Payload json.RawMessage
		}
		var payload struct{ Action string }
		err := json.Unmarshal(line, &sent)
		if err == nil {
			err = json.Unmarshal(sent.Payload, &payload)
		}
		h := header(sent.Headers)
		event := h.Get("X-GitHub-Event")
		if err == nil {
			err = contract.ValidateWebhook(event, payload.Action, h, sent.Payload)
		}
		if err != nil {
			o.violated("webhooks", n, err)
		}
		o.count(strings.TrimSuffix("webhook "+event+"/"+payload.Action, "/"), true)
	}
}

func (o *Outside) violated(log string, n int, err error) {
	o.Violations = append(o.Violations, fmt.Errorf("%s line %d: %w", log, n+1, err))
}

func lines(log []byte) [][]byte {
	log = bytes.TrimSpace(log)
	if len(log) == 0 {
		return nil
	}
	return bytes.Split(log, []byte("\n"))
}

func header(from map[string]string) http.Header {
	h := http.Header{}
	for name, value := range from {
		h.Set(name, value)
	}
	return h
}

// body is a body as it was sent; null stands for none.
func body(raw json.RawMessage) []byte {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

// cut tells that a body was too long for the log, or no JSON: it reads {"bytes": n}, or is a string.
func cut(raw json.RawMessage) bool {
	var size map[string]int64
	return len(raw) > 0 && raw[0] == '"' || json.Unmarshal(raw, &size) == nil && len(size) == 1 && size["bytes"] > 0
}
