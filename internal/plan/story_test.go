package plan

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var (
	hana = incident.Person{ID: 1, Login: "hana"}
	ben  = incident.Person{ID: 2, Login: "ben"}
	eve  = incident.Person{ID: 9, Login: "eve"}
	app  = incident.Person{ID: 100, Login: "sensible[bot]"}
	zero = time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC) // a Tuesday, 10:00 in Tokyo
)

// begin is a fresh incident by the form, at stage 2.
func begin(t rapid.TB) Input {
	t.Helper()
	cfg, problems := policy.Parse("sensible.yml", []byte("stage: 2\nteam: {zones: [UTC, Asia/Tokyo, America/Los_Angeles]}\npeople: {hana: {zone: Asia/Tokyo}, ben: {zone: America/Los_Angeles}}\n"))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return Input{
		Config: cfg, Timers: true, Now: zero.Add(2 * time.Minute),
		World: snapshot.World{
			Viewer:     app,
			Repository: snapshot.Repository{ID: 7, NodeID: "R_7", Owner: "acme", Name: "shop", OwnerIsOrg: true, OwnerNodeID: "O_1", DefaultBranch: "main"},
			Issue: snapshot.Issue{
				ID: 4200, NodeID: "I_42", Number: 42, Title: "Checkout 502", URL: "https://github.com/acme/shop/issues/42",
				Author: hana, Open: true, CreatedAt: zero, Labels: []string{"incident", "checkout"},
				Body: "### What do you see?\n\n502 on every checkout\n\n### Severity\n\nSEV2\n\n### Components\n\n_No response_\n\n### Started at\n\n09:55 JST\n\n### How was it detected?\n\nAlert\n\n### Impact\n\n_No response_\n\n### Links\n\n_No response_\n\n### Mode\n\nReal\n",
			},
			Permissions: map[int64]incident.Permission{1: incident.Write, 2: incident.TriageAccess, 9: incident.Read},
			BoardState:  snapshot.BoardMissing,
		},
	}
}

// say adds a comment and judges it.
func say(in *Input, who incident.Person, minutes int, body string) {
	id := int64(1001 + len(in.World.Comments) + len(in.World.Overflow))
	at := zero.Add(time.Duration(minutes) * time.Minute)
	in.World.Comments = append(in.World.Comments, snapshot.Comment{
		ID: id, NodeID: fmt.Sprintf("IC_%d", id), URL: fmt.Sprintf("%s#issuecomment-%d", in.World.Issue.URL, id),
		Author: who, Body: body, CreatedAt: at,
	})
	if in.Now.Before(at) {
		in.Now = at.Add(2 * time.Second)
	}
	judge(in)
}

func judge(in *Input) {
	in.Ledger = replay.Judge(in.World, in.Ledger, in.Config, in.Now)
	in.Incident = replay.Fold(in.Ledger, in.World, in.Config)
}
