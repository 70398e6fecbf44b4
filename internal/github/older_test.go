package github

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"

	"github.com/sensible-im/sensible/internal/hub/contract"
)

func TestADocumentWithoutWhatAnOlderServerLacksIsStillValid(t *testing.T) {
	schema, err := contract.Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, lacking := range [][]string{{"subIssues"}, {"parent"}, {"projectsV2"}, {"projectItems"}, {"projectsV2", "projectItems"}, {"subIssues", "parent", "projectsV2", "projectItems"}} {
		c := &Client{missing: map[string]bool{}}
		for _, name := range lacking {
			c.missing[name] = true
		}
		for _, name := range []string{"incident", "items", "open", "past", "timeline", "comments"} {
			text, err := document(name)
			if err != nil {
				t.Fatal(err)
			}
			vars := map[string]any{}
			for _, m := range variable.FindAllStringSubmatch(text, -1) {
				vars[m[1]] = 1
			}
			fitted, kept := c.fit(text, vars)
			if name == "items" && c.missing["subIssues"] {
				continue // never asked for then
			}
			if _, errs := gqlparser.LoadQueryWithRules(schema, fitted, nil); errs != nil {
				t.Errorf("%s without %v: %v\n%s", name, lacking, errs, fitted)
			}
			for _, gone := range lacking {
				if strings.Contains(fitted, gone+"(") {
					t.Errorf("%s still asks for %s", name, gone)
				}
			}
			for v := range kept {
				if !strings.Contains(fitted, "$"+v+":") {
					t.Errorf("%s: the variable %s is sent and not declared", name, v)
				}
			}
		}
	}
}
