package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// Validator holds REST traffic against the OpenAPI description. The zero value is not
// useful; get one from REST. It is safe for concurrent use.
type Validator struct{ doc *document }

// REST returns the validator of REST requests and responses. The error is a damaged
// build, never the caller's.
func REST() (*Validator, error) {
	if _, err := loadRoutes(); err != nil {
		return nil, err
	}
	doc, err := loadREST()
	if err != nil {
		return nil, err
	}
	return &Validator{doc: doc}, nil
}

// Violation is a request, response or webhook that GitHub's contract refuses.
type Violation struct {
	Subject string // "GET /repos/{owner}/{repo}: response 200", "webhook issues/opened"
	Reason  error
}

func (v *Violation) Error() string {
	return fmt.Sprintf("%s breaks GitHub's contract: %v", v.Subject, v.Reason)
}

// Unwrap returns the reason.
func (v *Violation) Unwrap() error { return v.Reason }

// options leave out patterns (GitHub's are not all valid in Go) and security (the hub's own matter).
func options() *openapi3filter.Options {
	return &openapi3filter.Options{
		AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
		SkipSettingDefaults:     true,
		IncludeResponseStatus:   true,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.DisablePatternValidation()},
	}
}

// input is a request as kin-openapi wants it: its route, and its body readable. GitHub
// reads JSON whatever the content type says (curl's default is a form), so does this.
func (v *Validator) input(req *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	r, params, err := find(req.Method, req.URL.EscapedPath())
	if err != nil {
		return nil, err
	}
	item, err := v.doc.item(r.template)
	if err != nil {
		return nil, err
	}
	method := req.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	op := item.GetOperation(method)
	copied := req.Clone(context.Background())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	copied.ContentLength = int64(len(body))
	if op.RequestBody != nil && op.RequestBody.Value.Content["application/json"] != nil {
		copied.Header.Set("Content-Type", "application/json")
	}
	return &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: params, QueryParams: req.URL.Query(), Options: options(),
		Route: &routers.Route{Spec: &openapi3.T{}, Path: r.template, PathItem: item, Method: method, Operation: op},
	}, nil
}

// ValidateRequest holds a request against its route: parameters and body. An
// *UnknownRouteError says that there is no such route, a *Violation what is wrong.
func (v *Validator) ValidateRequest(req *http.Request, body []byte) error {
	in, err := v.input(req, body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(body)) == 0 && in.Route.Operation.RequestBody != nil && !in.Route.Operation.RequestBody.Value.Required {
		in.Options.ExcludeRequestBody = true
	}
	if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
		return &Violation{Subject: in.Route.Method + " " + in.Route.Path + ": request", Reason: err}
	}
	return nil
}

// ValidateResponse holds an answer against the route of the request that it answers. An
// error status that the route does not list must still have GitHub's error shape; a
// success that it does not list is a violation.
func (v *Validator) ValidateResponse(req *http.Request, status int, header http.Header, body []byte) error {
	in, err := v.input(req, nil)
	if err != nil {
		return err
	}
	subject := fmt.Sprintf("%s %s: response %d", in.Route.Method, in.Route.Path, status)
	listed := in.Route.Operation.Responses.Status(status)
	var reason error
	switch {
	case status == http.StatusNotModified || req.Method == http.MethodHead:
		if len(body) > 0 {
			reason = fmt.Errorf("want no body, got %d bytes", len(body))
		}
	case listed == nil && status >= 300:
		reason = errorShape(header, body)
	case listed == nil:
		reason = fmt.Errorf("the route answers %s", statuses(in.Route.Operation))
	case len(listed.Value.Content) == 0 && len(body) > 0 && status < 300:
		reason = fmt.Errorf("want no body, got %d bytes", len(body))
	case len(body) > 0 && !isJSON(header):
		return nil // raw, diff, HTML: asked for by Accept, no schema says what is in it
	default:
		reason = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: status, Header: header,
			Body: io.NopCloser(bytes.NewReader(body)), Options: in.Options,
		})
	}
	if reason != nil {
		return &Violation{Subject: subject, Reason: reason}
	}
	return nil
}

// errorShape wants {"message": "…"}: what GitHub answers for every error.
func errorShape(header http.Header, body []byte) error {
	if !isJSON(header) {
		return fmt.Errorf("an error in %q, want JSON", header.Get("Content-Type"))
	}
	var shape struct {
		Message *string `json:"message"`
	}
	if err := json.Unmarshal(body, &shape); err != nil {
		return fmt.Errorf("read the error: %w", err)
	}
	if shape.Message == nil {
		return fmt.Errorf("an error without a message")
	}
	return nil
}

func isJSON(header http.Header) bool {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

func statuses(op *openapi3.Operation) string {
	var list []string
	for status := range op.Responses.Map() {
		list = append(list, status)
	}
	return strings.Join(list, ", ")
}
