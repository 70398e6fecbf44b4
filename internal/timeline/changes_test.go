package timeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func between(started, recovered int) incident.Incident {
	i := incident.Incident{Milestones: map[incident.Milestone]incident.Point{incident.Started: {At: at(started), Quality: incident.Stated}}}
	if recovered > 0 {
		i.Milestones[incident.Recovered] = incident.Point{At: at(recovered), Quality: incident.Stated}
	}
	return i
}

func TestWhatChangedBeforeAndDuringIsTold(t *testing.T) {
	in := Input{
		Incident: between(0, 60),
		World: snapshot.World{
			Repository: snapshot.Repository{Owner: "acme", Name: "shop"},
			Changes: []snapshot.Change{
				{ID: "D5", At: at(90), Kind: snapshot.Deployment, Environment: "production", Repo: "acme/shop"},
				{ID: "D4", At: at(30), Kind: snapshot.Deployment, Title: "roll back", Ref: "v41", Environment: "production", State: "IN_PROGRESS", Repo: "acme/shop"},
				{ID: "D3", At: at(0), Kind: snapshot.Deployment, Ref: "main", Environment: "production", State: "FAILURE", Repo: "acme/shop"},
				{ID: "P1", At: at(-10), Kind: snapshot.Pull, Title: "Bigger pool", Ref: "#12", URL: "https://x.example/12", Repo: "Acme/Shop"},
				{ID: "R1", At: at(-20), Kind: snapshot.Release, Title: "v42", Ref: "v42", Repo: "acme/api"},
				{ID: "C1", At: at(-60 * 6), Kind: snapshot.Commit, Title: "Tune", Ref: "0a1b2c3", Repo: "acme/shop"},
				{ID: "C0", At: at(-60*6 - 1), Kind: snapshot.Commit, Title: "Too old", Ref: "0a1b2c3", Repo: "acme/shop"},
			},
		},
	}
	var got []string
	for _, e := range build(t, in) {
		got = append(got, fmt.Sprintf("%s %v %s: %s %s", e.At.Format("15:04"), e.Before, e.ID, e.Text, e.URL))
		if e.By.Login != "" || !e.Change || e.Source != FromEvent {
			t.Errorf("%+v", e)
		}
	}
	want := []string{
		"19:00 true commit-C1: Commit 0a1b2c3: Tune ",
		"00:40 true release-R1: Release in acme/api v42 ",
		"00:50 true pull-P1: Merged #12: Bigger pool https://x.example/12",
		"01:00 false deployment-D3: Deployment to production main (failed) ",
		"01:30 false deployment-D4: Deployment to production v41: roll back (running) ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEventsOnGitHubAreRows(t *testing.T) {
	hana := incident.Person{ID: 4, Login: "hana"}
	tests := []struct {
		name  string
		event snapshot.Event
		want  string
	}{
		{"a severity by hand", snapshot.Event{Kind: "Labeled", Actor: ben, Label: "severity/sev1"}, "Severity set to sev1 by label, by ben"},
		{"the severity before it", snapshot.Event{Kind: "Unlabeled", Actor: ben, Label: "Severity/sev2"}, ""},
		{"a phase by hand", snapshot.Event{Kind: "Labeled", Actor: ben, Label: "phase/recovery"}, "Phase set to recovery by label, by ben"},
		{"any label", snapshot.Event{Kind: "Unlabeled", Actor: ben, Label: "network"}, "Label network removed by ben"},
		{"an assignment", snapshot.Event{Kind: "Assigned", Actor: ben, Whom: hana}, "hana assigned by ben"},
		{"taking it on", snapshot.Event{Kind: "Assigned", Actor: ben, Whom: ben}, "ben took it on"},
		{"giving it back", snapshot.Event{Kind: "Unassigned", Actor: ben, Whom: ben}, "ben gave it back"},
		{"a new title", snapshot.Event{Kind: "RenamedTitle", Actor: ben, From: "a", To: "b"}, "Renamed by ben: a → b"},
		{"a pull request", snapshot.Event{Kind: "CrossReferenced", Actor: ben, Number: 7, Title: "Fix", Pull: true}, "Mentioned in pull request #7: Fix"},
		{"a pull request that ends it", snapshot.Event{Kind: "CrossReferenced", Actor: ben, Number: 7, Title: "Fix", Pull: true, Closes: true}, "To be closed by pull request #7: Fix"},
		{"one of a bot", snapshot.Event{Kind: "CrossReferenced", Actor: ben, Bot: true, Number: 7, Title: "Bump", Pull: true}, "Mentioned in pull request #7: Bump"},
		{"an issue elsewhere", snapshot.Event{Kind: "CrossReferenced", Actor: ben, Number: 9, Title: "Pool", Repo: "acme/api"}, "Mentioned in acme/api#9: Pool"},
		{"one in a private repository", snapshot.Event{Kind: "CrossReferenced", Actor: ben}, ""},
		{"a linked pull request", snapshot.Event{Kind: "Connected", Actor: ben, Number: 7, Title: "Fix", Pull: true}, "Linked: pull request #7: Fix"},
		{"a commit", snapshot.Event{Kind: "Referenced", Actor: ben, Commit: "0a1b2c3d4e5f", Title: "Tune"}, "Mentioned in commit 0a1b2c3: Tune"},
		{"a commit elsewhere", snapshot.Event{Kind: "Referenced", Actor: ben, Commit: "0a1b2c3d4e5f", Title: "Tune", Repo: "acme/api"}, "Mentioned in commit acme/api 0a1b2c3: Tune"},
		{"closed by a pull request", snapshot.Event{Kind: "Closed", Actor: ben, Number: 7, Title: "Fix", Pull: true, Reason: "COMPLETED"}, "Issue closed by pull request #7: Fix (completed)"},
		{"closed by a commit", snapshot.Event{Kind: "Closed", Actor: ben, Commit: "0a1b2c3d4e5f", Title: "Fix"}, "Issue closed by commit 0a1b2c3: Fix"},
		{"the postmortem's own pull request", snapshot.Event{Kind: "CrossReferenced", Actor: ben, Number: 99, Title: "Postmortem", Pull: true}, ""},
		{"what a bot did", snapshot.Event{Kind: "Closed", Bot: true, Actor: ben}, ""},
	}
	for _, tt := range tests {
		tt.event.ID, tt.event.At = "E1", at(5)
		out := build(t, Input{World: snapshot.World{Events: []snapshot.Event{tt.event}, Postmortem: &snapshot.PullRequest{Number: 99}}})
		got := ""
		if len(out) == 1 {
			got = out[0].Text
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAMarkedCommentIsARowWhateverItsWorth(t *testing.T) {
	mark := func(seq int, comment int64, args string) ledger.Fact {
		return ledger.Fact{Seq: seq, Comment: comment, Line: 1, At: at(9), Posted: at(9), Actor: ben, Verb: "note", Args: args}
	}
	told := mark(3, 1005, "^1001")
	told.Told, told.At = true, at(-3)
	plus := snapshot.Comment{ID: 1001, Author: ben, CreatedAt: at(1), Body: "+1 <!-- x -->"}
	bot := snapshot.Comment{ID: 1001, Author: ben, Bot: true, CreatedAt: at(1), Body: "Build 7 is out"}
	hidden := snapshot.Comment{ID: 1001, Author: ben, Minimized: true, CreatedAt: at(1), Body: "it is back"}
	tests := []struct {
		name    string
		comment snapshot.Comment
		facts   []ledger.Fact
		want    string
	}{
		{"noise without a mark", plus, nil, ""},
		{"noise", plus, []ledger.Fact{mark(1, 1002, "^1001")}, "01:01 c1001 +1"},
		{"twice", plus, []ledger.Fact{mark(1, 1002, "^1001"), mark(2, 1003, "^1001")}, "01:01 c1001 +1"},
		{"with a time", plus, []ledger.Fact{mark(1, 1002, "^1001"), told}, "00:57 c1001 +1"},
		{"a bot's", bot, []ledger.Fact{mark(1, 1002, "^1001")}, "01:01 c1001 Build 7 is out"},
		{"a hidden one without a mark", hidden, nil, ""},
		{"a hidden one", hidden, []ledger.Fact{mark(1, 1002, "^1001")}, "01:01 c1001 it is back"},
		{"one that was deleted", snapshot.Comment{ID: 1000, Author: ben, CreatedAt: at(1), Body: "+1"}, []ledger.Fact{mark(1, 1002, "^1001")}, ""},
		{"a caret in a text", plus, []ledger.Fact{mark(1, 1002, "^ 1001")}, "01:09 c1002-l1 ^ 1001"},
	}
	for _, tt := range tests {
		var got []string
		for _, e := range build(t, Input{Ledger: ledger.Ledger{Facts: tt.facts}, World: snapshot.World{Comments: []snapshot.Comment{tt.comment}}}) {
			got = append(got, e.At.Format("15:04")+" "+e.ID+" "+e.Text)
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTheTeamsTimesCarryTheDifferenceOfDays(t *testing.T) {
	tests := []struct{ utc, zone, want string }{
		{"2026-11-22T01:05:00Z", "Asia/Tokyo", "10:05 JST"},
		{"2026-11-22T15:05:00Z", "Asia/Tokyo", "00:05 JST (+1 d)"},
		{"2026-11-22T01:05:00Z", "America/Los_Angeles", "17:05 PST (−1 d)"},
		{"2026-07-22T01:05:00Z", "America/Los_Angeles", "18:05 PDT (−1 d)"},
		{"2026-03-08T09:59:00Z", "America/Los_Angeles", "01:59 PST"},
		{"2026-03-08T10:00:00Z", "America/Los_Angeles", "03:00 PDT"},
		{"2026-11-01T08:30:00Z", "America/Los_Angeles", "01:30 PDT"},
		{"2026-11-01T09:30:00Z", "America/Los_Angeles", "01:30 PST"},
		{"2026-03-29T00:59:00Z", "Europe/London", "00:59 GMT"},
		{"2026-03-29T01:00:00Z", "Europe/London", "02:00 BST"},
	}
	for _, tt := range tests {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		when, err := time.Parse(time.RFC3339, tt.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := Local(when, zone); got != tt.want {
			t.Errorf("%s in %s: %q, want %q", tt.utc, tt.zone, got, tt.want)
		}
	}
}
