package graphql

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
)

// someArguments are what fields with required arguments are asked with.
var someArguments = map[string]string{
	"issue": `number:1`, "pullRequest": `number:2`, "issueOrPullRequest": `number:2`, "label": `name:"incident"`,
	"milestone": `number:1`, "ref": `qualifiedName:"main"`, "refs": `first:2,refPrefix:"refs/heads/"`,
	"object": `expression:"HEAD:README.md"`, "file": `path:"README.md"`, "field": `name:"Status"`, "fieldValueByName": `name:"Title"`,
	"view": `number:1`, "team": `slug:"sre"`, "repository": `owner:"acme",name:"shop"`, "projectV2": `number:1`,
	"organization": `login:"acme"`, "user": `login:"aiko"`, "repositoryOwner": `login:"acme"`,
	"search": `type:ISSUE,query:"repo:acme/shop",first:5`,
}

// TestEverythingThatIsServedHasThePromisedType asks for every field of the table, on a
// repository where something of all is there, some levels deep. The answers are held
// against the schema by the handler; here, no error may come back.
func TestEverythingThatIsServedHasThePromisedType(t *testing.T) {
	w := newWorld(t)
	w.furnish()
	q := everything{w.handler, map[string]int{}}
	for _, token := range []string{w.token, "token-aiko"} {
		for name := range w.handler.types["Query"] {
			if def := w.handler.schema.Query.Fields.ForName(name); someArguments[name] != "" || len(def.Arguments) == 0 {
				w.everything(token, "{"+q.field(w.handler.schema.Query, name, 2)+"}", nil)
			}
		}
		for _, id := range []string{w.repo.NodeID, w.issue.NodeID, w.repo.Issue(2).NodeID, w.issue.Comments[0].NodeID, w.project.NodeID, w.project.Items[0].NodeID} {
			def := w.handler.schema.Types[typeOf(w.nodeOf(id))]
			for name := range w.handler.types[def.Name] {
				if body := q.field(def, name, 2); body != "" {
					q.asked[def.Name+"."+name]++
					w.everything(token, `query($id:ID!){node(id:$id){... on `+def.Name+`{`+body+`}}}`, map[string]any{"id": id})
				}
			}
		}
	}
	deep := func(before, typeName, after string) {
		w.everything(w.token, before+q.selection(w.handler.schema.Types[typeName], 2)+after, nil)
	}
	deep(`{organization(login:"acme"){team(slug:"sre")`, "Team", "}}")
	deep(`{repository(owner:"acme",name:"shop"){object(expression:"HEAD:.github"){... on Tree{entries`, "TreeEntry", "}}}}")
	deep(`{repository(owner:"acme",name:"shop"){deployments(first:1){nodes{statuses(first:1){nodes`, "DeploymentStatus", "}}}}}")
	for name, fields := range w.handler.types {
		for field := range fields {
			if name != "Mutation" && name != "Query" && q.asked[name+"."+field] == 0 {
				t.Errorf("nothing asked for %s.%s", name, field)
			}
		}
	}
}

// everything asks, and wants no error.
func (w *world) everything(token, document string, variables map[string]any) {
	w.t.Helper()
	r := w.ask(token, document, variables)
	r.Errors = slices.DeleteFunc(r.Errors, func(e *Error) bool { // aiko has no board: that is an error on GitHub too
		return e.Type == "NOT_FOUND" && e.Path[len(e.Path)-1] == "User_projectV2"
	})
	if r.status != 200 || len(r.Errors) > 0 {
		w.t.Errorf("%.300s\nanswered %d: %.600s %s", document, r.status, r.Message, jsonText(r.Errors[:min(3, len(r.Errors))]))
	}
}

// nodeOf is the entity with a global id.
func (w *world) nodeOf(id string) any {
	value := w.store.Node(id)
	if p, ok := value.(*store.Pull); ok {
		return p.Issue
	}
	return value
}

// everything writes documents that ask for all that the table has.
type everything struct {
	h     *Handler
	asked map[string]int
}

func (q everything) field(def *ast.Definition, name string, depth int) string {
	f := def.Fields.ForName(name)
	text := fmt.Sprintf("%s_%s:%s%s", def.Name, name, name, arguments(f))
	inner := q.h.schema.Types[f.Type.Name()]
	if !inner.IsCompositeType() {
		return text + " "
	}
	if depth == 0 {
		return ""
	}
	return text + q.selection(inner, depth-1) + " "
}

// arguments fills in those of someArguments that the field has, and a page of two.
func arguments(f *ast.FieldDefinition) string {
	var list []string
	for _, a := range strings.Split(someArguments[f.Name], ",") {
		if name, _, ok := strings.Cut(a, ":"); ok && f.Arguments.ForName(name) != nil {
			list = append(list, a)
		}
	}
	if f.Arguments.ForName("first") != nil && !strings.Contains(someArguments[f.Name], "first") {
		list = append(list, "first:2")
	}
	if len(list) == 0 {
		return ""
	}
	return "(" + strings.Join(list, ",") + ")"
}

// selection asks for all of a type: of the table's, or, where an object stands for it,
// of what the schema has in common for all of its kind.
func (q everything) selection(def *ast.Definition, depth int) string {
	out := "{__typename "
	for _, concrete := range q.h.schema.GetPossibleTypes(def) {
		fields, served := q.h.types[concrete.Name]
		switch {
		case strings.HasSuffix(concrete.Name, "Connection"):
			out += q.connection(concrete, depth+1)
		case served:
			body := ""
			for _, name := range sortedKeys(fields) {
				if text := q.field(concrete, name, depth); text != "" {
					q.asked[concrete.Name+"."+name]++
					body += text
				}
			}
			if body != "" {
				out += "... on " + concrete.Name + "{" + body + "} "
			}
		}
	}
	return out + "}"
}

func (q everything) connection(def *ast.Definition, depth int) string {
	out := "pageInfo{hasNextPage hasPreviousPage startCursor endCursor} edges{cursor} "
	if def.Fields.ForName("totalCount") != nil {
		out += "totalCount "
	}
	nodes := def.Fields.ForName("nodes")
	return out + "nodes" + q.selection(q.h.schema.Types[nodes.Type.Name()], depth-1) + " "
}

func sortedKeys(fields Fields) []string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
