package requestlog

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// Document is what can be read from a GraphQL request without the schema.
type Document struct {
	// Kind is query, mutation or subscription; "unreadable" where the document does not parse; "" for no document.
	Kind string
	// Name is the operation's name; "" for an anonymous one.
	Name string
	// Fields are the root fields in document order, without their aliases, once per use.
	Fields []string
}

// Label names the document in logs and counts: its name, or its kind when it has none.
func (d Document) Label() string {
	if d.Name != "" {
		return d.Name
	}
	return d.Kind
}

// IsGraphQL tells whether an URL path is the GraphQL endpoint, on github.com's and on an enterprise server's address.
func IsGraphQL(path string) bool { return path == "/graphql" || path == "/api/graphql" }

// IsGit tells whether an URL path belongs to git over HTTP.
func IsGit(path string) bool {
	return strings.Contains(path, ".git/") &&
		(strings.HasSuffix(path, "/info/refs") || strings.HasSuffix(path, "/git-upload-pack") || strings.HasSuffix(path, "/git-receive-pack"))
}

// Inspect reads a GraphQL request body; it never fails, it answers what it could read.
func Inspect(body []byte) Document {
	var request struct {
		Query         string `json:"query"`
		OperationName string `json:"operationName"`
	}
	if json.Unmarshal(body, &request) != nil || request.Query == "" {
		return Document{Kind: "unreadable"}
	}
	parsed, err := parser.ParseQuery(&ast.Source{Input: request.Query})
	if err != nil || len(parsed.Operations) == 0 {
		return Document{Kind: "unreadable", Name: request.OperationName}
	}
	operation := parsed.Operations.ForName(request.OperationName)
	if operation == nil {
		operation = parsed.Operations[0]
	}
	document := Document{Kind: string(operation.Operation), Name: operation.Name}
	for _, selection := range operation.SelectionSet {
		if field, ok := selection.(*ast.Field); ok {
			document.Fields = append(document.Fields, field.Name)
		}
	}
	return document
}

// gitOperation names a git request: the service, and whether it is the advertisement or the transfer.
func gitOperation(r *http.Request) string {
	switch {
	case strings.HasSuffix(r.URL.Path, "/info/refs"):
		return "GET /{owner}/{repo}.git/info/refs"
	case strings.HasSuffix(r.URL.Path, "/git-receive-pack"):
		return "POST /{owner}/{repo}.git/git-receive-pack"
	default:
		return "POST /{owner}/{repo}.git/git-upload-pack"
	}
}
