package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"regexp"
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

// handmade are the routes behind requests that go-github has no method for: the HTTP method and the function around it.
var handmade = map[string]string{
	"GET askPermission":  "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
	"GET changedSince":   "GET /repos/{owner}/{repo}/compare/{basehead}",
	"GET pinned":         "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
	"PUT cardPin":        "PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin",
	"POST addLabels":     "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
	"DELETE removeLabel": "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
	"POST Wake":          "POST /repos/{owner}/{repo}/dispatches",
	"POST boardView":     "POST /orgs/{org}/projectsV2/{project_number}/views",
}

// implied is made by ghinstallation.
var implied = []string{"POST /app/installations/{installation_id}/access_tokens"}

func TestTheHubServesAndTheContractKnowsEveryRouteThatTheAppUses(t *testing.T) {
	known, err := contract.Routes()
	if err != nil {
		t.Fatal(err)
	}
	served := hubrest.Routes()
	library := operations(t)
	used := append([]string(nil), implied...)
	for _, call := range restCalls(t) {
		routes := library[call]
		if handmade[call] != "" {
			routes = []string{handmade[call]}
		}
		if len(routes) == 0 {
			t.Errorf("%s makes a request in %q that go-github has no method for: add its route to the table", clientDir, call)
		}
		used = append(used, routes...)
	}
	slices.Sort(used)
	used = slices.Compact(used)
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

var operation = regexp.MustCompile(`(?m)^//\s*meta:operation (.+)$`)

// operations are the routes of go-github's methods, by "Service.Method", as its own comments name them.
func operations(t *testing.T) map[string][]string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/google/go-github/v60").Output()
	if err != nil {
		t.Fatalf("find go-github: %v", err)
	}
	out := map[string][]string{}
	for _, f := range functions(t, filepath.Join(strings.TrimSpace(string(dir)), "github")) {
		if f.Recv == nil || f.Doc == nil {
			continue
		}
		star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		name := strings.TrimSuffix(selector(star.X), "Service") + "." + f.Name.Name
		for _, line := range f.Doc.List {
			if m := operation.FindStringSubmatch(line.Text); m != nil {
				out[name] = append(out[name], m[1])
			}
		}
	}
	return out
}

// functions are all functions of a folder's files, tests left out.
func functions(t *testing.T, dir string) (out []*ast.FuncDecl) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// restCalls finds the calls of go-github in clientDir.
func restCalls(t *testing.T) (found []string) {
	t.Helper()
	for _, f := range functions(t, clientDir) {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if c := restCall(call, f.Name.Name); c != "" {
					found = append(found, c)
				}
			}
			return true
		})
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
