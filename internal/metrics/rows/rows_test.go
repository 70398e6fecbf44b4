package rows_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/metrics/rows"
)

// What real files hold: each row has what must be said of it; empty = it counts.
func TestARowThatCannotBeCountedIsListedWithItsLineAndTheReason(t *testing.T) {
	for name, c := range map[string]struct{ cells, reason string }{
		"whole":              {"a,2025-03-18T10:00:00Z,2025-03-18T11:00:00Z", ""},
		"it goes on":         {"a,2025-03-18T10:00:00Z,", ""},
		"an offset":          {"a,2025-03-18T10:00:00+09:00,2025-03-18 11:00:00+09:00", ""},
		"without seconds":    {"a,2025-03-18T10:00Z,2025-03-18 11:00 UTC", ""},
		"a century ago":      {"a,1600-03-18T10:00:00Z,1600-03-18T11:00:00Z", ""},
		"before the start":   {"a,2025-03-18T10:00:00Z,2025-03-18T09:00:00Z", "recovered_at 2025-03-18T09:00:00Z is before started_at 2025-03-18T10:00:00Z"},
		"at the start":       {"a,2025-03-18T10:00:00Z,2025-03-18T10:00:00Z", "recovered_at equals started_at (2025-03-18T10:00:00Z): an incident lasts some time"},
		"five digits":        {"a,22025-03-18T10:00:00Z,2025-03-18T11:00:00Z", `started_at: "22025-03-18T10:00:00Z" is not a time; write it like 2025-03-18T10:05:00Z`},
		"not known yet":      {"a,2025-03-18T10:00:00Z,Time TBC", `resolved_at: "Time TBC" is not a time; write it like 2025-03-18T10:05:00Z`},
		"no zone":            {"a,2025-03-18T10:00:00,2025-03-18T11:00:00Z", `started_at: "2025-03-18T10:00:00" has no zone; write it like 2025-03-18T10:05:00Z`},
		"a day only":         {"a,2025-03-18,2025-03-18T11:00:00Z", `started_at: "2025-03-18" has no zone; write it like 2025-03-18T10:05:00Z`},
		"30 February":        {"a,2025-02-30T10:00:00Z,2025-03-18T11:00:00Z", `started_at: "2025-02-30T10:00:00Z" is not a time; write it like 2025-03-18T10:05:00Z`},
		"no start":           {"a,,2025-03-18T11:00:00Z", "started_at is missing"},
		"no id":              {",2025-03-18T10:00:00Z,", "id is missing"},
		"fewer cells":        {"a", "started_at is missing"},
		"more cells":         {"a,2025-03-18T10:00:00Z,2025-03-18T11:00:00Z,x,y", ""},
		"an open quote":      {`a,2025-03-18T10:00:00Z,"2025`, "resolved_at: \"2025\" is not a time; write it like 2025-03-18T10:05:00Z"},
		"the same once more": {"a,2025-03-18T10:00:00Z,\na,2025-03-18T10:00:00Z,", "the same id is on line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejected, err := rows.CSV(strings.NewReader("id,started_at,resolved_at\n" + c.cells + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			got := metrics.Make(records, rejected).Incidents
			reason := ""
			if len(got.Rejected) > 0 {
				reason = got.Rejected[0].Reason
				if got.Rejected[0].Line < 2 {
					t.Errorf("line %d", got.Rejected[0].Line)
				}
			}
			if reason != c.reason {
				t.Errorf("got %q, want %q", reason, c.reason)
			}
			if got.Rows != got.Counted+len(got.Rejected) {
				t.Errorf("%d rows, %d counted, %d rejected", got.Rows, got.Counted, len(got.Rejected))
			}
		})
	}
}

func TestTheSameTableReadsTheSameHoweverItWasSaved(t *testing.T) {
	want := ""
	for _, text := range []string{
		"id,title,started_at,recovered_at,services\nx,\"a, b\",2025-03-18T10:00:00Z,2025-03-18T11:00:00Z,api;web\n",
		"\ufeffid,title,started_at,recovered_at,services\r\nx,\"a, b\",2025-03-18T10:00:00Z,2025-03-18T11:00:00Z,api;web\r\n\r\n",
		"id;title;started_at;recovered_at;services\nx;a, b;2025-03-18T10:00:00Z;2025-03-18T11:00:00Z;\"api;web\"\n",
		"ID\tTitle\tStarted_At\tRecovered_At\tServices\tother\nx\ta, b\t2025-03-18T10:00:00Z\t2025-03-18T11:00:00Z\tapi;web;api\tz\n",
		"recovered_at,resolved_at,started_at,services,title,id\n2025-03-18T11:00:00Z,2025-03-18T12:00:00Z,2025-03-18T10:00:00Z,\" api ; web \",\"a, b\",x",
	} {
		records, rejected, err := rows.CSV(strings.NewReader(text))
		if err != nil || len(rejected) > 0 || len(records) != 1 {
			t.Fatalf("%q: %v, %v, %d records", text, err, rejected, len(records))
		}
		report := metrics.Make(records, nil)
		got := fmt.Sprint(records[0].ID, records[0].Title, *report.KeyTimes["ttr"].Mean, len(report.ByComponent), report.ByComponent["api"].Rows)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestAListInJSONReadsLikeATable(t *testing.T) {
	const list = `[{"id": "x", "title": "t", "started_at": "2025-03-18T10:00:00Z", "recovered_at": "2025-03-18T11:00:00Z", "services": ["api", "web"], "severity": null},
		{"id": "y", "started_at": 12}, {"id": "z", "started_at": "2025-03-18T10:00:00Z", "drill": true}, 7]`
	records, rejected, err := rows.JSON(strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	got := metrics.Make(records, rejected).Incidents
	want := metrics.Incidents{
		Rows: 4, Counted: 1, Excluded: map[metrics.Exclusion]int{"drill": 1, "cancelled": 0, "duplicate": 0, "private": 0},
		Rejected: []metrics.Rejected{
			{ID: "y", Line: 2, Reason: `started_at: "12" is not a time; write it like 2025-03-18T10:05:00Z`},
			{Line: 4, Reason: "an incident is an object with members id, started_at, …"},
		},
		Contradictions: []metrics.Rejected{},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAFileThatIsNoTableSaysWhatItIs(t *testing.T) {
	for text, want := range map[string]string{
		"\xff\xfei\x00d\x00": "this is no UTF-8 text; save it as CSV UTF-8",
		"name,when\na,b\n":   `the header line has no column id; it has: "name, when"`,
		"id,begin\na,b\n":    `the header line has no column started_at; it has: "id, begin"`,
	} {
		if _, _, err := rows.CSV(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if records, rejected, err := rows.CSV(strings.NewReader("")); err != nil || len(records)+len(rejected) > 0 {
		t.Errorf("an empty file: %v", err)
	}
}

func FuzzNoTableLosesARowOrPanics(f *testing.F) {
	f.Add("id,started_at,resolved_at\na,2025-03-18T10:00:00Z,2025-03-18T11:00:00Z\n")
	f.Add("id;started_at\n\"a;b\";22025-03-18\n")
	f.Add("\ufeffid\tstarted_at\n\x00\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		records, rejected, err := rows.CSV(strings.NewReader(text))
		if err != nil {
			return
		}
		r := metrics.Make(records, rejected).Incidents
		excluded := 0
		for _, n := range r.Excluded {
			excluded += n
		}
		if r.Rows != r.Counted+len(r.Rejected)+excluded {
			t.Errorf("%+v does not add up", r)
		}
	})
}

func BenchmarkReportOfTenThousand(b *testing.B) {
	var text strings.Builder
	text.WriteString("id,title,severity,started_at,detected_at,engaged_at,fixed_at,recovered_at,services\n")
	for i := range 10_000 {
		day := fmt.Sprintf("20%02d-%02d-%02d", 10+i%16, 1+i%12, 1+i%28)
		fmt.Fprintf(&text, "i%d,Checkout 502,sev%d,%sT10:00:00Z,%sT10:05:00Z,%sT10:09:00Z,%sT10:40:00Z,%sT11:%02d:00Z,api;web%d\n", i, i%4, day, day, day, day, day, i%60, i%9)
	}
	b.ReportAllocs()
	for b.Loop() {
		records, rejected, err := rows.CSV(strings.NewReader(text.String()))
		if err != nil || len(records) != 10_000 {
			b.Fatal(err)
		}
		metrics.Make(records, rejected)
	}
}
