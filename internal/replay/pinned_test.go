package replay_test

import (
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func parsed(t *testing.T, text string) policy.Config {
	t.Helper()
	cfg, problems := policy.Parse("sensible.yml", []byte(text))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return cfg
}

// The file changes in the middle of an incident: the clocks that run go on as they were, also after the ledger was read
// back; another severity selects another row of the table that was pinned.
func TestTheRulesOfAnIncidentAreThoseOfItsDeclaration(t *testing.T) {
	before := parsed(t, "stage: 2\nseverities: [{name: sev1, postmortem: required, update_every: 30m}, {name: sev2, postmortem: none}]\n")
	after := parsed(t, "stage: 2\nseverities: [{name: sev1, postmortem: none, update_every: 5m}, {name: sev2, postmortem: required}, {name: sev5}]\n")
	w := base()
	now := opened.Add(time.Hour)
	l := replay.Judge(w, ledger.Ledger{}, before, now)
	w.Comments = []snapshot.Comment{
		{ID: 1001, Author: ben, Body: "/severity 1", CreatedAt: opened.Add(time.Minute)},
		{ID: 1002, Author: ben, Body: "/severity sev5", CreatedAt: opened.Add(2 * time.Minute)},
		{ID: 1003, Author: ben, Body: "/recovered", CreatedAt: opened.Add(3 * time.Minute)},
	}
	key, err := ledger.Encode(replay.Judge(w, l, after, now), ledger.Binding{RepositoryID: 7, IssueNodeID: "I_42"}, ledger.Key{})
	if err != nil {
		t.Fatal(err)
	}
	l, _, err = ledger.Decode(key, ledger.Binding{RepositoryID: 7, IssueNodeID: "I_42"}, ledger.Keyring{})
	if err != nil {
		t.Fatal(err)
	}
	i := replay.Fold(l, w, after)
	if i.Severity != "sev1" || i.Phase != incident.PostIncident {
		t.Errorf("severity %s, phase %s: the postmortem was asked for when it began", i.Severity, i.Phase)
	}
	if len(l.Problems()) != 1 || l.Problems()[0].Comment != 1002 {
		t.Errorf("a severity that came later is none of this incident's: %+v", l.Problems())
	}
	pinned := after.Pinned(l.Declaration.Rules)
	if row := pinned.Row("sev1"); row.UpdateEvery != before.Row("sev1").UpdateEvery || row.Postmortem != policy.PostmortemRequired {
		t.Errorf("sev1: %+v", row)
	}
	if row := pinned.Row("sev2"); row.Postmortem != policy.PostmortemNone {
		t.Errorf("sev2: %+v", row)
	}
	if after.Pinned(nil).Row("sev1").Postmortem != policy.PostmortemNone {
		t.Error("without pinned rules those of the file hold")
	}
}
