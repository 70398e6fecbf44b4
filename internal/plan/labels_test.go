package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestLabelsAreOursAloneAndComplete(t *testing.T) {
	in := after(t, "/ack")
	in.World.Issue.Labels = []string{"incident", "Phase/suspected", "severity/sev4", "severity/critical-path", "phase/moon", "checkout"}
	p := make1(t, in)
	if got := of(p, LabelAdd); !slices.Equal(got, []string{"phase/detection", "severity/sev2"}) {
		t.Errorf("added %v", got)
	}
	if got := of(p, LabelRemove); !slices.Equal(got, []string{"Phase/suspected", "severity/sev4"}) {
		t.Errorf("removed %v", got)
	}
	if got := of(p, LabelCreate); !slices.Equal(got, []string{"phase/detection", "severity/sev2"}) {
		t.Errorf("created %v", got)
	}
	in.World.RepoLabels = []string{"PHASE/detection", "severity/sev2"}
	if got := of(make1(t, in), LabelCreate); len(got) != 0 {
		t.Errorf("created although there: %v", got)
	}
}

func TestNobodyWinsAQuarrelAboutLabels(t *testing.T) {
	in := after(t, "/ack")
	for n := range 4 {
		in.World.Events = append(in.World.Events, snapshot.Event{Kind: "Unlabeled", Actor: eve, Label: "phase/detection", At: in.Now.Add(-time.Duration(n) * time.Minute)})
	}
	p := make1(t, in)
	if len(of(p, LabelAdd)) != 0 || p.WakeAt.IsZero() {
		t.Errorf("%s, wake at %v", kinds(p), p.WakeAt)
	}
}

func TestALabelThatWasPutRightIsExplainedOnce(t *testing.T) {
	in := after(t, "/ack")
	for n, phase := range []string{"cancelled", "closed", "suspected", "duplicate"} {
		in.Ledger.Seen = append(in.Ledger.Seen, ledger.Observation{Kind: labelPutRight, At: in.Now.Add(time.Duration(n) * time.Minute), Actor: ben, Ref: "event:LE_" + phase, Detail: phase})
	}
	in.Ledger.Seen = append(in.Ledger.Seen, ledger.Observation{Kind: labelPutRight, At: in.Now.Add(-2 * noteWorth), Actor: ben, Ref: "event:LE_old", Detail: "closed"})
	settle(t, &in)
	for key, want := range map[string]string{
		"label:LE_cancelled": "**Not applied**: the label `phase/cancelled`\nPaste this: `/cancel why`\nThe phase follows",
		"label:LE_closed":    "Paste this: `/recovered`\n",
		"label:LE_suspected": "the label `phase/suspected`\nThe phase follows",
		"label:LE_duplicate": "no comment", // the fourth within ten minutes
		"label:LE_old":       "no comment", // too late to help
	} {
		if got := commentOf(in, key); !strings.Contains(got, want) {
			t.Errorf("%s: %s", key, got)
		}
	}
	say(&in, ben, 20, "/note on we go")
	settle(t, &in)
	in.World.Comments = nil // out of sight: the ledger remembers
	if got := of(make1(t, in), CommentCreate); len(got) != 0 {
		t.Errorf("again: %v", got)
	}
}

func TestLabelDescriptionsFitGitHub(t *testing.T) {
	s := &scene{Input: begin(t)}
	for _, name := range []string{"incident", "drill", "phase/closed", "severity/sev1", "severity/unknown", "action-item", "kind/prepare"} {
		if err := s.createLabel(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range incident.Phases {
		if err := s.createLabel("phase/" + string(p)); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range s.actions {
		if d := a.Fields["description"]; d == "" || len(d) > 100 || len(a.Fields["color"]) != 6 {
			t.Errorf("%s: %q, %q", a.Target, d, a.Fields["color"])
		}
	}
}
