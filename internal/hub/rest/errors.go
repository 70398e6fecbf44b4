package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// errorBody is an error as GitHub writes it.
func (c *call) errorBody(e *store.Error) shape.J {
	doc := e.DocumentationURL
	if doc == "" {
		doc = "https://docs.github.com/rest"
	}
	j := shape.J{"message": e.Message, "documentation_url": doc, "status": strconv.Itoa(e.Status)}
	if len(e.Errors) > 0 {
		j["errors"] = e.Errors
	}
	if e.Status == http.StatusConflict && c.route != nil && strings.Contains(c.route.path, "/contents/") {
		j["metadata"] = nil // the contract wants it to be told from a rule's violation, which has an object here
	}
	if e.Location != "" {
		j["url"] = c.shape.API + e.Location
		c.header.Set("Location", c.shape.API+e.Location)
	}
	return j
}

// decode reads the body as a JSON object into v; an empty body leaves v as it is.
func (c *call) decode(v any) error {
	if len(c.body) == 0 {
		return nil
	}
	err := json.Unmarshal(c.body, v)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && wrong.Field == "":
		return &store.Error{Status: http.StatusBadRequest, Message: "Body should be a JSON object"}
	case errors.As(err, &wrong):
		return store.Unprocessable(fmt.Sprintf("Invalid request.\n\nFor 'properties/%s', %s is not a %s.", wrong.Field, wrong.Value, wrong.Type))
	}
	return &store.Error{Status: http.StatusBadRequest, Message: "Problems parsing JSON"}
}

// missing is the 422 for a required property that is not there.
func missing(name string) error {
	return store.Unprocessable(fmt.Sprintf("Invalid request.\n\n%q wasn't supplied.", name))
}
