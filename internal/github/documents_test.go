package github

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
)

func TestEveryEmbeddedDocumentIsLegalAgainstGitHubsSchema(t *testing.T) {
	names, err := fs.Glob(documents, "documents/*.graphql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	writes, err := fs.Glob(documents, "documents/write/*.graphql")
	if err != nil || len(writes) == 0 {
		t.Fatalf("no mutations: %v", err)
	}
	for _, name := range append(names, writes...) {
		text, err := document(strings.TrimSuffix(strings.TrimPrefix(name, "documents/"), ".graphql"))
		if err != nil {
			t.Fatal(err)
		}
		if err := contract.ValidateDocument(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMutationsThatAreSentTogetherAreLegalAndKeepTheirOrder(t *testing.T) {
	writes, err := fs.Glob(documents, "documents/write/*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var ms []mutation
	for _, name := range append(writes, writes...) {
		ms = append(ms, mutation{document: strings.TrimSuffix(strings.TrimPrefix(name, "documents/write/"), ".graphql"),
			vars: map[string]any{"id": "x"}})
	}
	text, vars, err := compose("Apply", ms)
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.ValidateDocument(text); err != nil {
		t.Errorf("composed document: %v\n%s", err, text)
	}
	if vars["a0_id"] != "x" || strings.Index(text, "a0:") > strings.Index(text, "a1:") {
		t.Errorf("aliases are not in order or variables are not their own:\n%s", text)
	}
}
