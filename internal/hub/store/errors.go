package store

import "net/http"

// docs is the address that GitHub's errors point to.
const docs = "https://docs.github.com/rest"

// FieldError is one entry of a 422's errors[].
type FieldError struct {
	Resource string `json:"resource,omitempty"`
	Field    string `json:"field,omitempty"`
	Code     string `json:"code"`
	Message  string `json:"message,omitempty"`
	Value    any    `json:"value,omitempty"`
}

// Error is a refusal in GitHub's words.
type Error struct {
	Status           int
	Message          string
	DocumentationURL string
	Errors           []FieldError
	Location         string // where a 301 leads
}

func (e *Error) Error() string { return e.Message }

// NotFound is what GitHub answers for what is not there, and for what you may not see.
func NotFound() *Error {
	return &Error{Status: http.StatusNotFound, Message: "Not Found", DocumentationURL: docs}
}

// Gone is a 410: deleted, or a feature switched off.
func Gone(message string) *Error {
	return &Error{Status: http.StatusGone, Message: message, DocumentationURL: docs}
}

// Forbidden is a 403 with the given words.
func Forbidden(message string) *Error {
	return &Error{Status: http.StatusForbidden, Message: message, DocumentationURL: docs}
}

// NotByIntegration is the 403 for an installation token without the permission.
func NotByIntegration() *Error { return Forbidden("Resource not accessible by integration") }

// Unauthorized is a 401.
func Unauthorized(message string) *Error {
	return &Error{Status: http.StatusUnauthorized, Message: message, DocumentationURL: docs}
}

// Conflict is a 409.
func Conflict(message string) *Error {
	return &Error{Status: http.StatusConflict, Message: message, DocumentationURL: docs}
}

// Invalid is a 422 with errors[].
func Invalid(errs ...FieldError) *Error {
	return &Error{Status: http.StatusUnprocessableEntity, Message: "Validation Failed", DocumentationURL: docs, Errors: errs}
}

// Unprocessable is a 422 with a message only.
func Unprocessable(message string) *Error {
	return &Error{Status: http.StatusUnprocessableEntity, Message: message, DocumentationURL: docs}
}

// Moved is the 301 for a renamed repository or a transferred issue; location is an API path.
func Moved(location string) *Error {
	return &Error{Status: http.StatusMovedPermanently, Message: "Moved Permanently", DocumentationURL: docs, Location: location}
}
