package graphql

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
)

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestAnIllegalDocumentIsRefusedWithItsPlace(t *testing.T) {
	w := newWorld(t)
	for query, code := range map[string]string{
		"{ viewer { nope } }":                "undefinedField",
		"query($x:Int!){viewer{login}}":      "variableNotUsed",
		"{ viewer { login ":                  "parseError",
		"{ repository(owner:\"a\") { id } }": "missingRequiredArguments",
		"{ viewer }":                         "selectionMismatch",
		"{ viewer { login(x:1) } }":          "argumentNotAccepted",
		"query { viewer { ...F } }":          "fragmentNotDefined",
		"query($n:String!){repository(owner:\"a\",name:\"b\"){issue(number:$n){id}}}": "variableMismatch",
	} {
		r := w.ask(w.token, query, nil)
		if r.status != 200 || r.Data != nil || len(r.Errors) == 0 || len(r.Errors[0].Locations) == 0 || r.Errors[0].Extensions["code"] != code {
			t.Errorf("%s\nis answered %d %s, want code %s and a place", query, r.status, r.raw, code)
		}
	}
}

func TestVariablesAreHeldToTheirTypes(t *testing.T) {
	w := newWorld(t)
	query := `query($n:Int!){repository(owner:"acme",name:"shop"){issue(number:$n){number}}}`
	w.good(query, map[string]any{"n": 1}).want(t, "1", "repository", "issue", "number")
	for _, bad := range []map[string]any{nil, {"n": "1"}, {"n": 1.5}, {"n": nil}} {
		if r := w.ask(w.token, query, bad); r.Data != nil || len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "n") {
			t.Errorf("variables %v are answered %s", bad, r.raw)
		}
	}
}

func TestABrokenRequestIsAnErrorOfHTTP(t *testing.T) {
	w := newWorld(t)
	if r := w.post(w.token, []byte(`{"query":`)); r.status != 400 || r.Message != "Problems parsing JSON" {
		t.Errorf("broken JSON is answered %d %s", r.status, r.raw)
	}
	if r := w.post(w.token, []byte(`{}`)); r.status != 200 || r.Errors[0].Message != "A query attribute must be specified and must be a string." {
		t.Errorf("no query is answered %d %s", r.status, r.raw)
	}
	two := `query A{viewer{login}} query B{viewer{id}}`
	if r := w.ask(w.token, two, nil); len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "operation name") {
		t.Errorf("two operations without a name are answered %s", r.raw)
	}
	body, err := json.Marshal(Request{Query: two, OperationName: "A"})
	w.must(err)
	w.post(w.token, body).want(t, "sensible[bot]", "viewer", "login")
}

func TestPagesAreBounded(t *testing.T) {
	w := newWorld(t)
	inside := func(connection string) string {
		return `{repository(owner:"acme",name:"shop"){` + connection + `}}`
	}
	for connection, kind := range map[string]string{
		"labels(first:101){nodes{name}}": "EXCESSIVE_PAGINATION", "labels{nodes{name}}": "MISSING_PAGINATION_BOUNDARIES",
		"labels(first:1,last:1){nodes{name}}": "INVALID_PAGINATION_BOUNDARIES", "labels(last:-1){nodes{name}}": "INVALID_PAGINATION_BOUNDARIES",
	} {
		r := w.ask(w.token, inside(connection), nil)
		if r.Data != nil {
			t.Errorf("%s has data: %s", connection, r.raw)
		}
		r.refused(t, kind, "queryrepositorylabels", "labels")
	}
	w.good(inside("labels{totalCount}"), nil).want(t, "1", "repository", "labels", "totalCount")
	w.ask(w.token, inside(`labels(first:1,after:"x"){nodes{name}}`), nil).refused(t, "INVALID_CURSOR_ARGUMENTS", "repositorylabels", "valid cursor")
	deep := inside("issues(first:100){nodes{comments(first:100){nodes{reactions(first:100){nodes{id}}}}}}")
	w.ask(w.token, deep, nil).refused(t, "MAX_NODE_LIMIT_EXCEEDED", "query", "1010100")
}

func TestPagesJoinWithoutGapsWhenSomethingIsDeleted(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for n := range 7 {
		r := w.good(`mutation($i:ID!,$b:String!){addComment(input:{subjectId:$i,body:$b}){commentEdge{node{id}}}}`,
			map[string]any{"i": w.issue.NodeID, "b": fmt.Sprint("c", n)})
		ids = append(ids, r.at(t, "addComment", "commentEdge", "node", "id").(string))
	}
	query := `query($a:String,$b:String,$f:Int,$l:Int){repository(owner:"acme",name:"shop"){issue(number:1){
		comments(first:$f,last:$l,after:$a,before:$b){totalCount pageInfo{hasNextPage hasPreviousPage startCursor endCursor} nodes{body} edges{cursor node{body}}}}}}`
	comments := []any{"repository", "issue", "comments"}
	at := func(more ...any) []any { return append(append([]any{}, comments...), more...) }
	first := w.good(query, map[string]any{"f": 3})
	first.want(t, "c2", at("nodes", 2, "body")...)
	first.want(t, "true", at("pageInfo", "hasNextPage")...)
	end := first.at(t, at("pageInfo", "endCursor")...)
	w.good(`mutation($c:ID!){deleteIssueComment(input:{id:$c}){clientMutationId}}`, map[string]any{"c": ids[2]})
	w.good(`mutation($c:ID!){deleteIssueComment(input:{id:$c}){clientMutationId}}`, map[string]any{"c": ids[0]})
	second := w.good(query, map[string]any{"f": 2, "a": end})
	second.want(t, "c3", at("nodes", 0, "body")...)
	second.want(t, "c4", at("edges", 1, "node", "body")...)
	last := w.good(query, map[string]any{"l": 2})
	last.want(t, "c5", at("nodes", 0, "body")...)
	last.want(t, "false", at("pageInfo", "hasNextPage")...)
	before := w.good(query, map[string]any{"l": 1, "b": last.at(t, at("pageInfo", "startCursor")...)})
	before.want(t, "c4", at("nodes", 0, "body")...)
}

func TestDirectivesAliasesAndFragmentsAreObeyed(t *testing.T) {
	w := newWorld(t)
	r := w.good(`query($yes:Boolean!,$no:Boolean=false,$i:ID!){
		node(id:$i){__typename ...F ... on Closable{closed} ... on PullRequest{merged} ... @include(if:$no){id} id2:id @skip(if:$no)}
		viewer @skip(if:$yes){login}
	} fragment F on Issue{t:title labels(first:1){nodes{name}} labels(first:1){nodes{color}}}`, map[string]any{"yes": true, "i": w.issue.NodeID})
	want := `{"node":{"__typename":"Issue","t":"Checkout answers 502","labels":{"nodes":[{"name":"incident","color":"ededed"}]},"closed":false,"id2":"` + w.issue.NodeID + `"}}`
	if got := strings.TrimSuffix(strings.TrimPrefix(r.raw, `{"data":`), "}"); got != want {
		t.Errorf("answer is\n%s, want\n%s", got, want)
	}
}

func TestANullWhereNoneMayBeTravelsUp(t *testing.T) {
	w := newWorld(t)
	w.handler.check = true
	w.handler.types["Issue"]["title"] = always(nil)
	r := w.ask(w.token, `{a:repository(owner:"acme",name:"shop"){issue(number:1){id title}} b:rateLimit{limit}}`, nil)
	r.want(t, "<nil>", "a", "issue")
	r.want(t, "5000", "b", "limit")
	if len(r.Errors) != 1 || fmt.Sprint(r.Errors[0].Path...) != "aissuetitle" {
		t.Errorf("errors are %s", r.raw)
	}
}

func TestAFieldThatIsNotServedSaysSo(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.token, `{repository(owner:"acme",name:"shop"){id licenseInfo{name}}}`, nil)
	r.refused(t, "NOT_IMPLEMENTED", "repositorylicenseInfo", "Repository.licenseInfo")
	r.want(t, w.repo.NodeID, "repository", "id")
}

// TestTheTableNamesOnlyWhatTheSchemaHas keeps misspelt resolvers out, and sees to it that
// a resolver's type exists.
func TestTheTableNamesOnlyWhatTheSchemaHas(t *testing.T) {
	schema, err := contract.Schema()
	if err != nil {
		t.Fatal(err)
	}
	for name, fields := range types() {
		def := schema.Types[name]
		if def == nil {
			t.Errorf("the schema has no type %q", name)
			continue
		}
		for field := range fields {
			if def.Fields.ForName(field) == nil {
				t.Errorf("the schema has no field %s.%s", name, field)
			}
		}
	}
}

func TestTheCheckerFindsWhatIsWrong(t *testing.T) {
	schema, err := contract.Schema()
	if err != nil {
		t.Fatal(err)
	}
	call := Request{Query: `{viewer{login databaseId} rateLimit{cost} node(id:"x"){__typename id ... on Issue{state}}}`}
	for answer, want := range map[string]string{
		`{"data":{"viewer":{"login":"a","databaseId":1},"rateLimit":{"cost":1},"node":{"__typename":"Issue","id":"x","state":"OPEN"}}}`: "",
		`{"data":{"viewer":{"login":"a","databaseId":null},"rateLimit":null,"node":null}}`:                                              "",
		`{"data":{"viewer":{"login":null,"databaseId":1},"rateLimit":null,"node":null}}`:                                                "data.viewer.login is null",
		`{"data":{"viewer":{"login":"a","databaseId":"1"},"rateLimit":null,"node":null}}`:                                               "data.viewer.databaseId",
		`{"data":{"viewer":{"login":"a"},"rateLimit":null,"node":null}}`:                                                                "data.viewer has 1 keys",
		`{"data":{"viewer":{"login":"a","databaseId":1.5},"rateLimit":null,"node":null}}`:                                               "data.viewer.databaseId",
		`{"data":{"viewer":{"login":"a","databaseId":1},"rateLimit":[],"node":null}}`:                                                   "data.rateLimit",
		`{"data":{"viewer":{"login":"a","databaseId":1},"rateLimit":null,"node":{"__typename":"Issue","id":"x","state":"GONE"}}}`:       "no IssueState",
		`{"data":{"viewer":{"login":"a","databaseId":1},"rateLimit":null,"node":{"__typename":"Nothing","id":"x"}}}`:                    "Nothing",
		`{}`: "neither data nor errors",
	} {
		err := Check(schema, call, []byte(answer))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s\nis judged %v, want %q", answer, err, want)
		}
	}
}

func TestOperationsHaveNames(t *testing.T) {
	for query, want := range map[string]string{
		"query Incident{viewer{login}}": "Incident", "{viewer{login} rateLimit{cost}}": "query viewer rateLimit", "{nope}": "",
	} {
		if got := Operation(Request{Query: query}); got != want {
			t.Errorf("%s is named %q, want %q", query, got, want)
		}
	}
}

func TestIntrospectionIsRefusedInWords(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{`{__schema{types{name}}}`, `{__type(name:"Issue"){name} viewer{login}}`} {
		if r := w.ask(w.token, query, nil); r.status != 200 || len(r.Errors) != 1 || r.Errors[0].Type != "NOT_IMPLEMENTED" {
			t.Errorf("%s is answered %d %s", query, r.status, r.raw)
		}
	}
}

func TestManyAskAtOnce(t *testing.T) {
	w := newWorld(t)
	query, _ := incidentDocuments(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				w.ask(w.token, query, map[string]any{"owner": "acme", "repo": "shop", "n": 1})
				w.ask(w.token, `mutation($i:ID!){addComment(input:{subjectId:$i,body:"x"}){subject{id}}}`, map[string]any{"i": w.issue.NodeID})
			}
		})
	}
	all.Wait()
	w.good(query, map[string]any{"owner": "acme", "repo": "shop", "n": 1})
	if n := len(w.issue.Comments); n != 40 {
		t.Errorf("%d comments, want 40", n)
	}
}
