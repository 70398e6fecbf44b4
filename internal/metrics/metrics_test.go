package metrics_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
)

var day = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// life is an incident whose milestones are so many minutes after the day's begin.
func life(id string, minutes map[incident.Milestone]int) metrics.Record {
	r := metrics.Record{ID: id, Severity: "sev1", Points: map[incident.Milestone]incident.Point{}}
	for m, n := range minutes {
		r.Points[m] = incident.Point{At: day.Add(time.Duration(n) * time.Minute), Quality: incident.Stated}
	}
	return r
}

func TestEveryKeyTimeIsTheDifferenceOfItsMilestones(t *testing.T) {
	minutes := map[incident.Milestone]int{}
	for i, m := range incident.Milestones {
		minutes[m] = i * i
	}
	got := metrics.Make([]metrics.Record{life("a", minutes)}, nil).KeyTimes
	for _, k := range incident.KeyTimes {
		want := float64(60 * (minutes[k.To] - minutes[k.From]))
		if s := got[k.Name]; s.N != 1 || *s.Mean != want || *s.Median != want || *s.P90 != want {
			t.Errorf("%s: got %+v, want %v", k.Name, s, want)
		}
	}
}

func TestAnAssumedEndGivesNoValueAndIsCounted(t *testing.T) {
	r := life("a", map[incident.Milestone]int{incident.Started: 0, incident.Detected: 5, incident.Recovered: 60})
	r.Points[incident.Started] = incident.Point{At: day, Quality: incident.Assumed}
	got := metrics.Make([]metrics.Record{r}, nil).KeyTimes
	if ttr := got["ttr"]; ttr.N != 0 || ttr.Assumed != 1 || ttr.Mean != nil {
		t.Errorf("ttr: %+v", ttr)
	}
}

func TestAKeyTimeThatRunsBackwardsIsLeftOutAloneAndSaid(t *testing.T) {
	r := life("a", map[incident.Milestone]int{incident.Started: 10, incident.Detected: 5, incident.Recovered: 60})
	got := metrics.Make([]metrics.Record{r}, nil)
	if got.Incidents.Counted != 1 || got.KeyTimes["ttd"].N != 0 || got.KeyTimes["ttr"].N != 1 {
		t.Errorf("%+v", got.KeyTimes)
	}
	const want = "TTD has no value: detected_at 2026-11-01T00:05:00Z is before started_at 2026-11-01T00:10:00Z"
	if c := got.Incidents.Contradictions; len(c) != 1 || c[0].Reason != want {
		t.Errorf("%+v", c)
	}
}

func TestTimeBetweenFailuresMergesWhatOverlapsOrTouches(t *testing.T) {
	span := func(id string, from, to int) metrics.Record {
		return life(id, map[incident.Milestone]int{incident.Started: from, incident.Recovered: to})
	}
	on := life("on", map[incident.Milestone]int{incident.Started: 500})
	for _, c := range []struct {
		name    string
		records []metrics.Record
		want    float64 // minutes; negative = none
	}{
		{"one alone has none", []metrics.Record{span("a", 0, 10)}, -1},
		{"two apart", []metrics.Record{span("a", 0, 10), span("b", 30, 40)}, 20},
		{"in any order", []metrics.Record{span("b", 30, 40), span("a", 0, 10)}, 20},
		{"touching", []metrics.Record{span("a", 0, 10), span("b", 10, 20)}, -1},
		{"overlapping", []metrics.Record{span("a", 0, 20), span("b", 10, 30), span("c", 40, 50)}, 10},
		{"one within another", []metrics.Record{span("a", 0, 100), span("b", 10, 20), span("c", 130, 140)}, 30},
		{"one that goes on has no downtime yet", []metrics.Record{span("a", 0, 10), span("b", 30, 40), on}, 20},
		{"a rejected one does not count", []metrics.Record{span("a", 0, 10), span("x", 20, 15), span("b", 30, 40)}, 20},
	} {
		got := metrics.Make(c.records, nil).MTBF
		switch {
		case c.want < 0 && got != nil:
			t.Errorf("%s: got %v, want none", c.name, *got)
		case c.want >= 0 && (got == nil || *got != 60*c.want):
			t.Errorf("%s: got %v, want %v", c.name, got, 60*c.want)
		}
	}
}

func TestWhatIsNoIncidentIsExcludedAndCounted(t *testing.T) {
	drill := life("d", map[incident.Milestone]int{incident.Started: 0, incident.Recovered: 600})
	drill.Excluded = metrics.Drill
	got := metrics.Make([]metrics.Record{drill, life("a", map[incident.Milestone]int{incident.Started: 0, incident.Recovered: 60})}, nil)
	if got.Incidents.Excluded[metrics.Drill] != 1 || got.Incidents.Counted != 1 || *got.KeyTimes["ttr"].Mean != 3600 {
		t.Errorf("%+v", got.Incidents)
	}
}

func TestNothingIsNotADivisionByZero(t *testing.T) {
	got := metrics.Make(nil, nil)
	if got.Incidents.Rows != 0 || got.KeyTimes["ttr"].Mean != nil || got.MTBF != nil {
		t.Errorf("%+v", got)
	}
}

// The figures are those of exact arithmetic, also where the sum of all durations does not fit 64 bits.
func TestFiguresAreExactWhateverTheDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		sum := new(big.Int)
		var records []metrics.Record
		for range n {
			from := time.Unix(rapid.Int64Range(-11_676_096_000, 253_402_300_799).Draw(t, "from"), rapid.Int64Range(0, 999_999).Draw(t, "micro")*1000).UTC()
			micros := rapid.Int64Range(1, 1<<57).Draw(t, "long")
			to := time.UnixMicro(from.UnixMicro() + micros).UTC()
			sum.Add(sum, big.NewInt(micros))
			records = append(records, metrics.Record{ID: "x", Points: map[incident.Milestone]incident.Point{
				incident.Started: {At: from, Quality: incident.Stated}, incident.Recovered: {At: to, Quality: incident.Stated},
			}})
		}
		want, _ := new(big.Rat).SetFrac(sum, big.NewInt(int64(n)*1_000_000)).Float64()
		got := *metrics.Make(records, nil).KeyTimes["ttr"].Mean
		if diff := got - want; diff > 0.001+want*1e-15 || diff < -0.001-want*1e-15 {
			t.Fatalf("mean %v, want %v", got, want)
		}
	})
}
