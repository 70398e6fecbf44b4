package graphql

import (
	"encoding/json"
	"testing"
)

// FuzzRun sends any document with any variables: the answer is one of GitHub's, legal by
// the schema, and never a panic.
func FuzzRun(f *testing.F) {
	w := newWorld(f)
	query, mutation := incidentDocuments(f)
	f.Add(query, `{"owner":"acme","repo":"shop","n":1}`)
	f.Add(mutation, `{"o":"","i":"","p":"","it":"","f":"","opt":"","r":""}`)
	f.Add(`{repository(owner:"acme",name:"shop"){object(expression:":"){oid} ref(qualifiedName:""){name} issues(first:0,after:"Y3Vyc29yOnYyOjE6MQ=="){nodes{id}}}}`, `{}`)
	f.Add(`{search(type:ISSUE,query:"a:\"b -: created:>",first:1){issueCount}}`, `{}`)
	f.Add(`query($i:[ID!]!){nodes(ids:$i){...F}} fragment F on Node{id ... on Issue{timelineItems(skip:-1,last:1){nodes{__typename}}}}`, `{"i":["REF_","I_",""]}`)
	f.Fuzz(func(t *testing.T, query, variables string) {
		w.t = t
		var given map[string]any
		if json.Unmarshal([]byte(variables), &given) != nil {
			given = nil
		}
		if r := w.ask(w.token, query, given); r.status != 200 {
			t.Errorf("%s\nwith %s is answered %d: %s", query, variables, r.status, r.raw)
		}
	})
}

// FuzzSearch reads any search text.
func FuzzSearch(f *testing.F) {
	w := newWorld(f)
	f.Add(`repo:acme/shop is:open -label:"a b" created:2026-11-01..* "words`)
	f.Fuzz(func(t *testing.T, text string) {
		q := parseSearch(text)
		q.inRepository(w.repo)
		q.matches(w.issue)
	})
}
