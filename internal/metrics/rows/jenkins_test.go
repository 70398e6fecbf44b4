package rows_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/metrics/rows"
)

// expected are figures that were computed with plain arithmetic elsewhere, from jenkins-infra/status (MIT).
type expected struct {
	Rows     int      `json:"rows"`
	Rejected int      `json:"rejected"`
	Counted  int      `json:"counted"`
	Mean     *float64 `json:"ttr_mean_s"`
	Median   *float64 `json:"ttr_median_s"`
	P90      *float64 `json:"ttr_p90_s"`
	MTBF     *float64 `json:"mtbf_s"`
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheFiguresOfRealIncidentsAgreeToTheMillisecond(t *testing.T) {
	var want struct {
		Overall expected            `json:"overall"`
		Years   map[string]expected `json:"per_year_of_start"`
	}
	if err := json.Unmarshal(read(t, "testdata/incidents-jenkins.expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("testdata/incidents-jenkins.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, rejected, err := rows.CSV(file)
	if err != nil {
		t.Fatal(err)
	}
	got := metrics.Make(records, rejected)
	compare(t, "overall", want.Overall, expected{
		got.Incidents.Rows, len(got.Incidents.Rejected), got.Incidents.Counted,
		got.KeyTimes["ttr"].Mean, got.KeyTimes["ttr"].Median, got.KeyTimes["ttr"].P90, got.MTBF,
	})
	if len(got.ByYear) != len(want.Years) {
		t.Errorf("years: got %d, want %d", len(got.ByYear), len(want.Years))
	}
	for year, w := range want.Years {
		g := got.ByYear[year]
		ttr := g.KeyTimes["ttr"]
		compare(t, year, w, expected{g.Rows, g.Rejected, g.Counted, ttr.Mean, ttr.Median, ttr.P90, g.MTBF})
	}
}

func compare(t *testing.T, name string, want, got expected) {
	t.Helper()
	if want.Rows != got.Rows || want.Rejected != got.Rejected || want.Counted != got.Counted {
		t.Errorf("%s: %d rows, %d rejected, %d counted; want %d, %d, %d", name, got.Rows, got.Rejected, got.Counted, want.Rows, want.Rejected, want.Counted)
	}
	for what, pair := range map[string][2]*float64{
		"mean": {want.Mean, got.Mean}, "median": {want.Median, got.Median}, "p90": {want.P90, got.P90}, "mtbf": {want.MTBF, got.MTBF},
	} {
		if pair[1] == nil || *pair[0] != *pair[1] {
			t.Errorf("%s: %s is %v, want %v", name, what, pair[1], *pair[0])
		}
	}
}
