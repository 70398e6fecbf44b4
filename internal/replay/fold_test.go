package replay_test

import (
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// TestTheLastPhasesFollowFromWhatGitHubKeeps walks from recovery to closed by the merge and the issues of the items.
func TestTheLastPhasesFollowFromWhatGitHubKeeps(t *testing.T) {
	cfg, w := withoutConfig(), base()
	w.Comments = []snapshot.Comment{wrote(10, ben,
		"/severity 1\n/recovered\n/action add an alert I:high S:s U:medium C:high K:detect\n/action drill it I:medium S:xs U:low C:high K:prepare")}
	item := func(key string, change func(*snapshot.Item)) snapshot.Item {
		i := snapshot.Item{Number: 50, Title: "renamed by hand", Body: followup.Marker(key), Mine: true, Open: true}
		change(&i)
		return i
	}
	done := func(hours int) func(*snapshot.Item) {
		return func(i *snapshot.Item) { i.Open, i.ClosedAt = false, opened.Add(time.Duration(hours)*time.Hour) }
	}
	open := func(*snapshot.Item) {}
	forged := func(i *snapshot.Item) { done(9)(i); i.Mine = false }
	declined := func(i *snapshot.Item) { done(9)(i); i.Declined = true }
	merged := &snapshot.PullRequest{Merged: true, MergedAt: opened.Add(5 * time.Hour)}
	tests := []struct {
		name            string
		pull            *snapshot.PullRequest
		alert, training func(*snapshot.Item)
		want            incident.Phase
	}{
		{"the postmortem is owed", nil, done(2), done(3), incident.PostIncident},
		{"an open pull request teaches nobody yet", &snapshot.PullRequest{Open: true}, done(2), done(3), incident.PostIncident},
		{"merged, an item in Do next is open", merged, open, done(3), incident.PostIncident},
		{"an issue that is not ours cannot say that it is done", merged, forged, done(3), incident.PostIncident},
		{"merged and done, preparation is open", merged, done(6), open, incident.Preparation},
		{"all done", merged, done(6), done(7), incident.Closed},
		{"decided against", merged, declined, declined, incident.Closed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.Postmortem, w.Items = tt.pull, []snapshot.Item{item("c10-l3", tt.alert), item("c10-l4", tt.training)}
			i := replay.Fold(replay.Judge(w, ledger.Ledger{}, cfg, now), w, cfg)
			if i.Phase != tt.want {
				t.Errorf("%s, want %s: %v", i.Phase, tt.want, i.Milestones)
			}
			if tt.want == incident.Closed && i.Actions[0].Title != "renamed by hand" {
				t.Errorf("the issue's title counts: %q", i.Actions[0].Title)
			}
		})
	}
}

func TestASeverityLoweredLaterKeepsTheDocumentThatWasBegun(t *testing.T) {
	cfg, w := withoutConfig(), base()
	w.Comments = []snapshot.Comment{wrote(10, ben, "/severity 1\n/recovered\n/severity 4")}
	l := replay.Judge(w, ledger.Ledger{}, cfg, now)
	if i := replay.Fold(l, w, cfg); i.Phase != incident.Closed {
		t.Errorf("nothing was begun, so nothing is owed: %s", i.Phase)
	}
	w.Postmortem = &snapshot.PullRequest{Open: true}
	if i := replay.Fold(l, w, cfg); i.Phase != incident.PostIncident {
		t.Errorf("a draft is open: %s", i.Phase)
	}
}

func TestThePolicyDecidesWhetherAPostmortemIsOwed(t *testing.T) {
	tests := []struct {
		severity incident.Severity
		stage    int
		want     bool
	}{
		{"sev1", 2, true}, {"sev3", 2, true}, {"sev4", 2, false}, {"sev3", 1, false}, {"sev1", 1, true}, {"sev1", 0, false},
		{incident.Unknown, 2, true}, {incident.Unknown, 0, false}, {"", 1, true},
	}
	for _, tt := range tests {
		if got := replay.AsksPostmortem(tt.severity, policy.Default(tt.stage)); got != tt.want {
			t.Errorf("%q at stage %d: %v", tt.severity, tt.stage, got)
		}
	}
}
