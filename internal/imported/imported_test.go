package imported

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics/rows"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var now = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

func made(t *testing.T, table string, cfg policy.Config) ([]Entry, []Rejected) {
	t.Helper()
	records, unreadable, err := rows.CSV(strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	entries, rejected, err := Make(records, "past.csv", cfg, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range unreadable {
		rejected = append(rejected, Rejected{r.ID, r.Line, r.Reason})
	}
	slices.SortFunc(rejected, func(a, b Rejected) int { return a.Line - b.Line })
	return entries, rejected
}

const full = `id,title,severity,started_at,detected_at,engaged_at,fixed_at,recovered_at,triaged_at,learned_at,improved_at,prepared_at,services
A-1,Checkout 502,SEV-1,2020-06-13T15:54:00Z,2020-06-13T15:58:00Z,2020-06-13T16:00:00Z,2020-06-13T16:40:00Z,2020-06-13T16:54:00.250Z,2020-06-14T10:00:00Z,2020-06-15T10:00:00Z,2020-07-01T10:00:00Z,2020-07-20T10:00:00Z,checkout; api
A-2,Slow,down,2020-07-13T15:54:00Z,,,,2020-07-13T16:54:00Z,,,,,
A-3,Backwards,minor,2020-07-13T15:54:00Z,,,,2020-07-13T14:54:00Z,,,,,
A-1,Again,minor,2020-07-13T15:54:00Z,,,,2020-07-13T16:54:00Z,,,,,
A-4,Tomorrow,minor,2027-07-13T15:54:00Z,,,,2027-07-13T16:54:00Z,,,,,
A-5,<script>@everyone fixes #1,P2,2020-07-13T15:54:00Z,,,,,,,,,
`

func TestTheSameMilestonesComeOutAsWentIn(t *testing.T) {
	entries, _ := made(t, full, policy.Default(2))
	records, _, _ := rows.CSV(strings.NewReader(full))
	for n, id := range []string{"A-1", "A-2"} {
		e := entries[n]
		w := snapshot.World{Issue: snapshot.Issue{Number: 7, Title: e.Title, Body: e.Body, CreatedAt: now, ClosedAt: now}}
		i := replay.Fold(e.Ledger, w, policy.Default(2))
		got := map[incident.Milestone]string{}
		for m, p := range i.Milestones {
			if p.Quality == incident.Stated {
				got[m] = p.At.Format(time.RFC3339Nano)
			}
		}
		want := map[incident.Milestone]string{}
		for _, r := range records[:2] {
			for m, p := range r.Points {
				if r.ID == id {
					want[m] = p.At.Format(time.RFC3339Nano)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
		if i.Phase != incident.Closed || i.Open() {
			t.Errorf("%s is %s", id, i.Phase)
		}
	}
}

func TestRowsThatCannotCountAreRejectedWithLineAndReason(t *testing.T) {
	entries, rejected := made(t, full, policy.Default(1))
	var got []string
	for _, r := range rejected {
		got = append(got, strings.Join([]string{string(rune('0' + r.Line)), r.ID, r.Reason}, " "))
	}
	want := []string{
		"4 A-3 recovered_at 2020-07-13T14:54:00Z is before started_at 2020-07-13T15:54:00Z",
		"5 A-1 the same id is on line 2", "6 A-4 started_at 2027-07-13T15:54:00Z is in the future",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(entries) != 3 {
		t.Errorf("%d entries", len(entries))
	}
}

func TestASeverityIsFoundByWhatTablesWrite(t *testing.T) {
	cfg := policy.Default(1)
	for text, want := range map[string]string{
		"SEV-1": "sev1", "sev 2": "sev2", "P3": "sev3", "4": "sev4", "Critical": "sev1", "down": "unknown", "": "unknown", "P0": "unknown",
	} {
		if got := severity(text, cfg); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestWhatTheTableSaysIsQuotedInert(t *testing.T) {
	entries, _ := made(t, full, policy.Default(1))
	e := entries[2]
	if strings.Contains(e.Title+e.Body, "@everyone") || strings.Contains(e.Body, "<script>") || strings.Contains(e.Title+e.Body, "#1") {
		t.Errorf("alive: %s\n%s", e.Title, e.Body)
	}
	if !strings.Contains(entries[1].Body, "Severity there: down (no severity of this repository is called so)") {
		t.Error(entries[1].Body)
	}
	if entries[0].Key != Key("A-1") || !strings.Contains(entries[0].Body, "<!-- sensible:imported "+Key("A-1")+" -->") {
		t.Error(entries[0].Body)
	}
}

func TestAnImportOfSomebodyElsesAccountIsHistoryAndNoIncident(t *testing.T) {
	entries, _ := made(t, full, policy.Default(1))
	w := snapshot.World{Issue: snapshot.Issue{Body: entries[0].Body, Labels: []string{"incident"}}}
	if replay.Concerns(w, policy.Default(1)) {
		t.Error("something would be begun about it")
	}
	w.Card = &snapshot.Comment{}
	if !replay.Concerns(w, policy.Default(1)) {
		t.Error("with our card it is ours")
	}
}
