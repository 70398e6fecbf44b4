package replay_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// unknown is the base world before anybody's permission was asked for.
func unknown() snapshot.World {
	w := base()
	w.Viewer = app
	w.Permissions, w.Named = map[int64]incident.Permission{}, map[string]incident.Person{}
	return w
}

func wrote(id int64, who incident.Person, body string) snapshot.Comment {
	return snapshot.Comment{ID: id, Author: who, Bot: who == robot, Mine: who == app, Body: body, CreatedAt: opened.Add(time.Duration(id) * time.Second)}
}

func edited(c snapshot.Comment, by incident.Person) snapshot.Comment {
	c.EditedAt, c.Editor = now, by
	return c
}

func TestNeedsAsksForWhomJudgingLooksAt(t *testing.T) {
	closed := snapshot.Event{ID: "E_9", Kind: "Closed", Actor: cho, At: opened.Add(time.Hour)}
	judged := ledger.Ledger{Version: 1, Judged: 50, EventsTo: opened, Facts: []ledger.Fact{
		{Seq: 1, Comment: 10, Line: 1, Actor: ben, Refused: true, Problem: &ledger.Problem{Code: ledger.UnknownVerb}, SHA: "another text"},
	}}
	tests := []struct {
		name   string
		ledger ledger.Ledger
		change func(*snapshot.World)
		want   []string
	}{
		{"a new incident: whoever opened it", ledger.Ledger{}, func(*snapshot.World) {}, []string{"aiko"}},
		{"an alert's bot is never asked about", ledger.Ledger{}, func(w *snapshot.World) { w.Issue.AuthorIsBot = true; w.Events = nil }, nil},
		{"new comments: their authors, each once, and whom they name", judged, func(w *snapshot.World) {
			w.Comments = []snapshot.Comment{wrote(60, ben, "/lead @Cho"), wrote(61, ben, "/ops @cho"), wrote(62, eve, "hi @mallory")}
		}, []string{"ben", "Cho", "eve"}},
		{"not bots, nor ourselves, nor what was judged", judged, func(w *snapshot.World) {
			w.Comments = []snapshot.Comment{wrote(40, ben, "/ack"), wrote(60, robot, "/ack"), wrote(61, app, "/ack")}
		}, nil},
		{"what an edited comment names is not looked at", judged, func(w *snapshot.World) {
			w.Comments = []snapshot.Comment{edited(wrote(60, ben, "/lead @cho"), ben)}
		}, []string{"ben"}},
		{"a failed line that its author edited is judged again", judged, func(w *snapshot.World) {
			w.Comments = []snapshot.Comment{edited(wrote(10, ben, "/lead @cho"), ben)}
		}, []string{"ben", "cho"}},
		{"one that somebody else edited is not", judged, func(w *snapshot.World) {
			w.Comments = []snapshot.Comment{edited(wrote(10, ben, "/lead @cho"), mallory)}
		}, nil},
		{"whoever closed the issue", judged, func(w *snapshot.World) { w.Events = append(w.Events, closed) }, []string{"cho"}},
		{"nobody who is known already", judged, func(w *snapshot.World) {
			w.Permissions[ben.ID], w.Named["cho"] = incident.TriageAccess, cho
			w.Comments = []snapshot.Comment{wrote(60, ben, "/lead @cho")}
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := unknown()
			tt.change(&w)
			var got []string
			for _, p := range replay.Needs(w, tt.ledger, withoutConfig()) {
				got = append(got, p.Login)
			}
			if diff := cmp.Diff(slices.Sorted(slices.Values(tt.want)), slices.Sorted(slices.Values(got))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAFailedLinePutRightByItsAuthorRuns is the whole way: refused, edited, applied, and only once.
func TestAFailedLinePutRightByItsAuthorRuns(t *testing.T) {
	cfg, w := withoutConfig(), base()
	w.Comments = []snapshot.Comment{wrote(10, ben, "/ack\n/fxied\n/severity 1")}
	l := replay.Judge(w, ledger.Ledger{}, cfg, now)
	w.Comments[0] = edited(wrote(10, ben, "/recovered\n/fixed\n/severity 4"), ben)
	l = replay.Judge(w, l, cfg, now)
	i := replay.Fold(l, w, cfg)
	if !i.Has(incident.Fixed) || i.Has(incident.Recovered) || i.Severity != "sev1" || len(l.Facts) != 4 {
		t.Errorf("%s %s, %d facts", i.Phase, i.Severity, len(l.Facts))
	}
	w.Comments[0] = edited(wrote(10, ben, "/recovered\n/recovered"), ben)
	if again := replay.Judge(w, l, cfg, now); !ledger.Equal(l, again) {
		t.Error(cmp.Diff(l, again))
	}
}
