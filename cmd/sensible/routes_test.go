package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
	hubrest "github.com/sensible-im/sensible/internal/hub/rest"
)

// This file holds the app's REST calls; its GraphQL documents are held where they are (internal/github: the schema knows
// them) and where they are served (internal/hub/graphql: every field has a resolver).

// clientDir is the only package that calls GitHub (archtest sees to that).
const clientDir = "../../internal/github"

// calls are the routes behind the calls of clientDir: of go-github, "Service.Method"; of requests made by hand, the method
// and the function around it. git goes over HTTP by its own protocol, GraphQL by the documents.
var calls = map[string]string{
	"Apps.Get":                        "GET /app",
	"Apps.ListInstallations":          "GET /app/installations",
	"Apps.ListRepos":                  "GET /installation/repositories",
	"Apps.FindRepositoryInstallation": "GET /repos/{owner}/{repo}/installation",
	"Repositories.Get":                "GET /repos/{owner}/{repo}",
	"Users.Get":                       "GET /users/{username}",
	"PullRequests.RequestReviewers":   "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
	"GET askPermission":               "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
	"GET pinned":                      "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
	"PUT cardPin":                     "PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin",
}

// implied are made by libraries: ghinstallation asks for a token; Users.Get with no name is the account itself.
var implied = []string{"POST /app/installations/{installation_id}/access_tokens", "GET /user"}

func TestTheHubServesAndTheContractKnowsEveryRouteThatTheAppUses(t *testing.T) {
	known, err := contract.Routes()
	if err != nil {
		t.Fatal(err)
	}
	served := hubrest.Routes()
	found := restCalls(t)
	for _, call := range found {
		if calls[call] == "" {
			t.Errorf("%s makes a call %q whose route this test does not know: add it to the table", clientDir, call)
		}
	}
	used := append([]string(nil), implied...)
	for call, route := range calls {
		used = append(used, route)
		if !slices.Contains(found, call) {
			t.Errorf("the table says that the app calls %q, and it does not any more", call)
		}
	}
	slices.Sort(used)
	for _, route := range used {
		if !slices.Contains(served, route) {
			t.Errorf("the hub does not serve %s", route)
		}
		if !slices.Contains(known, route) {
			t.Errorf("GitHub's contract does not know %s", route)
		}
	}
	t.Logf("%d routes are used:\n%s", len(used), strings.Join(used, "\n"))
}

// restCalls finds the calls of go-github in clientDir.
func restCalls(t *testing.T) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(clientDir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", clientDir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				ast.Inspect(f, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						if c := restCall(call, f.Name.Name); c != "" {
							found = append(found, c)
						}
					}
					return true
				})
			}
		}
	}
	return found
}

// restCall names a call like x.rest.Issues.Get(…) or x.rest.NewRequest(http.MethodGet, …); "" for any other.
func restCall(call *ast.CallExpr, within string) string {
	path := strings.Split(selector(call.Fun), ".")
	at := slices.IndexFunc(path, func(s string) bool { return s == "rest" || s == "app" })
	switch {
	case at < 1:
		return ""
	case len(path)-at == 3:
		return path[at+1] + "." + path[at+2]
	case len(path)-at == 2 && path[at+1] == "NewRequest" && len(call.Args) > 0:
		return strings.ToUpper(strings.TrimPrefix(selector(call.Args[0]), "http.Method")) + " " + within
	}
	return ""
}

func selector(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return selector(e.X) + "." + e.Sel.Name
	}
	return "?"
}
