package github

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/reconcile"
)

func TestTheOtherRepositoryIsAskedInTheSameRequestOnlyWhereItIsWanted(t *testing.T) {
	plain, err := document(incidentDocument(reconcile.Want{Document: "pm.md"}))
	if err != nil || strings.Contains(plain, "elsewhere") || strings.Contains(plain, "$other") {
		t.Fatalf("%v\n%s", err, plain)
	}
	both, err := document(incidentDocument(reconcile.Want{Document: "pm.md", Elsewhere: "acme/pm"}))
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.ValidateDocument(both); err != nil {
		t.Errorf("%v\n%s", err, both)
	}
	if strings.Count(both, "query ") != 1 || strings.Count(both, "fragment PullShape") != 1 || strings.Count(both, "$branch: String!") != 1 {
		t.Errorf("%s", both)
	}
}

func TestARepositoryThatDidNotAnswerIsNotTakenForMissing(t *testing.T) {
	at := func(kind string) problem { return problem{Type: kind, Path: []any{awayField}} }
	for _, kind := range []string{"NOT_FOUND", "FORBIDDEN"} {
		if rest, lost := withoutAway([]problem{at(kind)}); len(rest) != 0 || !lost {
			t.Errorf("%s: %v %v", kind, rest, lost)
		}
	}
	if rest, lost := withoutAway([]problem{at("SERVICE_UNAVAILABLE"), {Type: "NOT_FOUND", Path: []any{"repository"}}}); len(rest) != 2 || lost {
		t.Errorf("%v %v", rest, lost)
	}
}
