package replay_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// opened is when the incident of the tests was opened.
var opened = time.Date(2026, 11, 22, 1, 9, 0, 0, time.UTC)

// Whoever appears in the tests; the last three have no permission to do anything.
var (
	aiko    = incident.Person{ID: 1, Login: "aiko"}
	ben     = incident.Person{ID: 2, Login: "ben"}
	cho     = incident.Person{ID: 3, Login: "cho"}
	eve     = incident.Person{ID: 4, Login: "eve"}
	mallory = incident.Person{ID: 5, Login: "mallory"}
	robot   = incident.Person{ID: 6, Login: "robot[bot]"}
)

// said is what people write: commands good and bad, and talk.
var said = []string{
	"/ack", "/ack at 10:12 JST", "/severity 1", "/severity 3 because few are hurt", "/severity 9", "/lead", "/lead @cho", "/ops @nobody",
	"/identified a bad deploy", "/fixing", "/mitigated", "/fixed", "/fixed at 10:30 JST", "/fixed at 3:10 CST", "/recovered", "/recovered 2m ago",
	"/recovered at 25:61", "/reopen again", "/cancel planned", "/duplicate #7", "/triaged", "/learned", "/note seen", "/timeline x | 2026-11-22 01:00",
	"/action add an alert @ben I:high S:s U:medium C:low K:prepare", "/action", "/update still looking", "/impact all", "/components +api -web",
	"/fxied", "/etc", "/close", "/started at 10:01 JST", "/unassign lead", "/postmortem", "/help", "/link https://example.com/d board",
	"any news?", "I look at the queue", "`/recovered`", "> /recovered", "/severity 2\n/ack\n/fixed", "/recovered\n\ntext\n\n/triaged unknown",
}

// base is a declared incident without a word said.
func base() snapshot.World {
	return snapshot.World{
		Repository: snapshot.Repository{ID: 7, NodeID: "R_7", Owner: "acme", Name: "shop"},
		Issue: snapshot.Issue{
			ID: 420, NodeID: "I_42", Number: 42, Title: "Checkout 502", Author: aiko, Open: true, CreatedAt: opened, Labels: []string{"incident"},
		},
		Events: []snapshot.Event{{ID: "E_0", Kind: "Labeled", Actor: aiko, At: opened, Label: "incident"}},
		Permissions: map[int64]incident.Permission{
			aiko.ID: incident.Write, ben.ID: incident.TriageAccess, cho.ID: incident.Admin, eve.ID: incident.Read,
		},
		Named: map[string]incident.Person{"aiko": aiko, "ben": ben, "cho": cho, "eve": eve},
	}
}

// history draws what these people said and did, oldest first, with as many things in one second as may be.
func history(t *rapid.T, people []incident.Person, most int) snapshot.World {
	w := base()
	at := opened
	for n := range rapid.IntRange(0, most).Draw(t, "things") {
		at = at.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "later")) * time.Second)
		who := rapid.SampledFrom(people).Draw(t, "who")
		if rapid.IntRange(0, 5).Draw(t, "kind") > 0 {
			w.Comments = append(w.Comments, snapshot.Comment{
				ID: int64(1000 + n), Author: who, Bot: who == robot, CreatedAt: at, Body: rapid.SampledFrom(said).Draw(t, "body"),
			})
			continue
		}
		at = at.Add(time.Second) // no two things that GitHub did in one second: their order could not be known
		e := snapshot.Event{ID: fmt.Sprintf("E_%d", n+1), Actor: who, Bot: who == robot, At: at, Reason: "COMPLETED"}
		e.Kind = rapid.SampledFrom([]string{"Labeled", "Unlabeled", "Closed", "Reopened", "Assigned"}).Draw(t, "event")
		if e.Kind == "Labeled" || e.Kind == "Unlabeled" {
			e.Label = rapid.SampledFrom([]string{"severity/sev1", "severity/sev4", "incident", "phase/recovery", "bug"}).Draw(t, "label")
		}
		w.Events = append(w.Events, e)
		at = at.Add(time.Second)
	}
	return w
}

func withoutConfig() policy.Config { return policy.Default(2) }
