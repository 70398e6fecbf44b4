package replay

import (
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestAPostmortemMarkedReadyWithItsFactorsWrittenIsTriage(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	written := "---\nincident: 42\nstatus: ready\n---\n\n## Contributing factors\n\nA pool of ten.\n"
	world := func(change func(*snapshot.World)) snapshot.World {
		w := snapshot.World{Issue: snapshot.Issue{Number: 42, CreatedAt: at.Add(-24 * time.Hour)}}
		w.Postmortem = &snapshot.PullRequest{Number: 7, Open: true}
		w.Document = snapshot.Document{Found: true, Text: written, CommittedAt: at}
		change(&w)
		return w
	}
	l := ledger.Ledger{Version: ledger.Version, Declaration: ledger.Declaration{At: at.Add(-24 * time.Hour), Responder: true}}
	for name, tt := range map[string]struct {
		change func(*snapshot.World)
		want   time.Time
	}{
		"by its front matter": {func(*snapshot.World) {}, at},
		"by leaving draft": {func(w *snapshot.World) {
			w.Document.Text = strings.Replace(written, "ready", "draft", 1)
			w.Postmortem.ReadyAt = at.Add(time.Hour)
		}, at.Add(time.Hour)},
		"a draft":                 {func(w *snapshot.World) { w.Postmortem.Draft = true }, time.Time{}},
		"not ready":               {func(w *snapshot.World) { w.Document.Text = strings.Replace(written, "ready", "draft", 1) }, time.Time{}},
		"factors not written":     {func(w *snapshot.World) { w.Document.Text = strings.Replace(written, "A pool of ten.", "", 1) }, time.Time{}},
		"closed":                  {func(w *snapshot.World) { w.Postmortem.Open = false }, time.Time{}},
		"no document":             {func(w *snapshot.World) { w.Document = snapshot.Document{} }, time.Time{}},
		"front matter is no YAML": {func(w *snapshot.World) { w.Document.Text = strings.Replace(written, "incident: 42", ": [", 1) }, time.Time{}},
	} {
		w := world(tt.change)
		got := Fold(Judge(w, l, policy.Default(2), at.Add(2*time.Hour)), w, policy.Default(2)).Milestones[incident.Triaged]
		if !got.At.Equal(tt.want) || !tt.want.IsZero() && got.Quality != incident.Observed {
			t.Errorf("%s: %+v, want %v", name, got, tt.want)
		}
	}
}

func TestAButtonChangesNothingAboutTheIncident(t *testing.T) {
	l := ledger.Ledger{Version: ledger.Version, Declaration: ledger.Declaration{At: time.Unix(0, 0).UTC(), Responder: true}}
	before := Fold(l, snapshot.World{}, policy.Default(2))
	l.Seen = append(l.Seen, ledger.Observation{Kind: SeenButton, At: time.Unix(9, 0).UTC(), Ref: "delivery:1", Detail: "ready"})
	after := Fold(l, snapshot.World{}, policy.Default(2))
	if before.Phase != after.Phase || len(before.Milestones) != len(after.Milestones) {
		t.Errorf("%+v became %+v", before, after)
	}
}
