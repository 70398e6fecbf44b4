package graphql

import (
	"os"
	"strings"
	"testing"
)

// incidentDocuments are the query and the mutations of testdata/incident.graphql.
func incidentDocuments(t testing.TB) (query, mutation string) {
	t.Helper()
	text, err := os.ReadFile("testdata/incident.graphql")
	if err != nil {
		t.Fatal(err)
	}
	cut := strings.Index(string(text), "mutation P(")
	return string(text[:cut]), string(text[cut:])
}

func TestTheOneCallQueryBringsTheWholeIncident(t *testing.T) {
	w := newWorld(t)
	query, _ := incidentDocuments(t)
	comment := w.good(`mutation($i:ID!){addComment(input:{subjectId:$i,body:"/ack"}){commentEdge{node{id databaseId fullDatabaseId}}}}`,
		map[string]any{"i": w.issue.NodeID}).at(t, "addComment", "commentEdge", "node", "id")
	w.good(`mutation($c:ID!){addReaction(input:{subjectId:$c,content:ROCKET}){subject{... on IssueComment{body}}}}`, map[string]any{"c": comment})
	r := w.good(query, map[string]any{"owner": "acme", "repo": "shop", "n": 1})
	r.want(t, "Checkout answers 502", "repository", "issue", "title")
	r.want(t, "aiko", "repository", "issue", "author", "login")
	r.want(t, "incident", "repository", "issue", "labels", "nodes", 0, "name")
	r.want(t, "sensible", "repository", "issue", "comments", "nodes", 0, "author", "login")
	r.want(t, "Bot", "repository", "issue", "comments", "nodes", 0, "author", "__typename")
	r.want(t, "true", "repository", "issue", "comments", "nodes", 0, "viewerDidAuthor")
	r.want(t, "1", "repository", "issue", "comments", "nodes", 0, "reactionGroups", 6, "reactors", "totalCount")
	r.want(t, "LabeledEvent", "repository", "issue", "timelineItems", "nodes", 0, "__typename")
	r.want(t, "0", "repository", "issue", "subIssuesSummary", "total")
	if cost := r.at(t, "rateLimit", "cost"); cost == nil || strings.HasPrefix(r.raw, `{"data":{"repository"`) {
		t.Errorf("rateLimit must come first, as asked: %s", r.raw[:80])
	}
}

func TestTheBoardsMutationsOfOneDocumentRunInOrder(t *testing.T) {
	w := newWorld(t)
	_, mutation := incidentDocuments(t)
	r := w.ask(w.token, mutation, map[string]any{
		"o": w.handler.store.Organization("acme").NodeID, "i": w.issue.NodeID, "p": w.project.NodeID,
		"it": "PVTI_none", "f": w.project.Field("Status").NodeID, "opt": "none", "r": w.repo.NodeID,
	})
	r.want(t, "2", "createProjectV2", "projectV2", "number")
	r.want(t, "1", "createProjectV2Field", "projectV2Field", "options", 0, "name")
	r.want(t, "<nil>", "updateProjectV2ItemFieldValue")
	r.want(t, "ProjectV2SingleSelectField", "updateProjectV2Field", "projectV2Field", "__typename")
	r.want(t, w.issue.NodeID, "pinIssue", "issue", "id")
	if len(r.Errors) != 4 {
		t.Errorf("%d errors, want those of the item, the comment, the sub-issue and the repository that are not there: %s", len(r.Errors), r.raw)
	}
	r.refused(t, "NOT_FOUND", "updateProjectV2ItemFieldValue", "PVTI_none")
}

func TestTheConfigComesWithTheQuery(t *testing.T) {
	w := newWorld(t)
	r := w.good(`{repository(owner:"acme",name:"shop"){
		id databaseId nameWithOwner isPrivate isArchived hasIssuesEnabled
		defaultBranchRef{name prefix target{oid ... on Commit{message history(first:1){totalCount}}}}
		config:object(expression:"HEAD:.github/sensible.yml"){oid ... on Blob{text byteSize isBinary}}
		none:object(expression:"HEAD:nothing.yml"){oid}
		dir:object(expression:"main:.github"){... on Tree{oid entries{name path type mode object{... on Blob{text}}}}}
		ref(qualifiedName:"main"){id name} gone:ref(qualifiedName:"refs/heads/nope"){id}
		label(name:"INCIDENT"){name color} nolabel:label(name:"x"){name}
	}}`, nil)
	r.want(t, "version: 1\n", "repository", "config", "text")
	r.want(t, "<nil>", "repository", "none")
	r.want(t, ".github/sensible.yml", "repository", "dir", "entries", 0, "path")
	r.want(t, "version: 1\n", "repository", "dir", "entries", 0, "object", "text")
	r.want(t, "main", "repository", "defaultBranchRef", "name")
	r.want(t, "<nil>", "repository", "gone")
	r.want(t, "incident", "repository", "label", "name")
}

func TestEachAliasHasItsOwnError(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.token, `{
		a:repository(owner:"acme",name:"shop"){issue(number:1){title}}
		b:repository(owner:"acme",name:"none"){id}
		c:repository(owner:"acme",name:"shop"){issue(number:99){title}}
		nodes(ids:["nope"]){id}
	}`, nil)
	r.want(t, "Checkout answers 502", "a", "issue", "title")
	r.want(t, "<nil>", "b")
	r.refused(t, "NOT_FOUND", "b", "Could not resolve to a Repository with the name 'acme/none'.")
	if len(r.Errors) != 3 || r.Errors[1].Message != "Could not resolve to an Issue with the number of 99." || len(r.Errors[2].Path) != 2 {
		t.Errorf("errors are %s", r.raw)
	}
}

func TestWhoMayNotSeeGetsNothing(t *testing.T) {
	w := newWorld(t)
	query := `{repository(owner:"acme",name:"shop"){id}}`
	w.ask("token-eve", query, nil).refused(t, "NOT_FOUND", "repository", "acme/shop")
	w.ask("token-eve", `query($i:ID!){node(id:$i){id}}`, map[string]any{"i": w.issue.NodeID}).refused(t, "NOT_FOUND", "node", "global id")
	if r := w.ask("", query, nil); r.status != 401 {
		t.Errorf("nobody gets %d: %s", r.status, r.raw)
	}
	if r := w.ask("wrong", query, nil); r.status != 401 || r.Message != "Bad credentials" {
		t.Errorf("a bad token gets %d: %s", r.status, r.raw)
	}
}

func TestATokenWithoutThePermissionIsRefusedInGitHubsWords(t *testing.T) {
	w := newWorld(t)
	var narrow string
	w.store.Update(func() {
		token, err := w.store.NewInstallationToken(w.store.Installations(nil)[0], map[string]string{"issues": "read"}, nil)
		w.must(err)
		narrow = token.Value
	})
	add := `mutation($i:ID!){addComment(input:{subjectId:$i,body:"x"}){subject{id}}}`
	w.ask(narrow, add, map[string]any{"i": w.issue.NodeID}).refused(t, "FORBIDDEN", "addComment", "Resource not accessible by integration")
	r := w.ask(narrow, `{repository(owner:"acme",name:"shop"){id defaultBranchRef{name}} organization(login:"acme"){projectsV2(first:5){totalCount}}}`, nil)
	r.refused(t, "FORBIDDEN", "repositorydefaultBranchRef", "Resource not accessible by integration")
	r.want(t, "0", "organization", "projectsV2", "totalCount")
}

func TestABoardOfAPersonIsAnEmptyListForAnApp(t *testing.T) {
	w := newWorld(t)
	w.store.Update(func() {
		_, err := w.store.AddProject(nil, w.store.User("aiko"), "mine")
		w.must(err)
	})
	query := `{user(login:"aiko"){projectsV2(first:5){totalCount nodes{title}}}}`
	w.good(query, nil).want(t, "0", "user", "projectsV2", "totalCount")
	w.ask("token-aiko", query, nil).want(t, "1", "user", "projectsV2", "totalCount")
}

func TestSearchReadsGitHubsQualifiers(t *testing.T) {
	w := newWorld(t)
	for query, want := range map[string]string{
		"repo:acme/shop is:issue is:open label:incident":      "1",
		`repo:acme/shop label:"phase/closed"`:                 "0",
		"repo:acme/shop -label:incident":                      "0",
		"org:acme checkout in:title":                          "1",
		"org:other checkout":                                  "0",
		"author:aiko created:>=2026-11-22 updated:2026-11-22": "1",
		"created:<2026-11-22":                                 "0",
		"is:pr":                                               "0",
		"created:2026-11-01..2026-11-30 502":                  "1",
	} {
		r := w.good(`query($q:String!){search(type:ISSUE,query:$q,first:5){issueCount nodes{... on Issue{number}}}}`, map[string]any{"q": query})
		if got := r.at(t, "search", "issueCount"); got == nil || want != strings.TrimSpace(jsonText(got)) {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
}

func TestRenamedRepositoriesAreFollowed(t *testing.T) {
	w := newWorld(t)
	w.store.Update(func() {
		admin, _ := w.store.Authenticate("bearer token-aiko")
		w.must(w.store.RenameRepository(admin, w.repo, "store"))
	})
	w.good(`{repository(owner:"acme",name:"shop"){nameWithOwner}}`, nil).want(t, "acme/store", "repository", "nameWithOwner")
	w.ask(w.token, `{repository(owner:"acme",name:"shop",followRenames:false){id}}`, nil).refused(t, "NOT_FOUND", "repository", "acme/shop")
}
