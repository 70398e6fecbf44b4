package report_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/metrics/rows"
	"github.com/sensible-im/sensible/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// jenkins are the real incidents of package rows, and two with the times that those lack.
func jenkins(t *testing.T, language string) report.Input {
	t.Helper()
	file, err := os.Open("../metrics/rows/testdata/incidents-jenkins.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, unreadable, err := rows.CSV(file)
	if err != nil {
		t.Fatal(err)
	}
	records = append(records, lived("acme/shop#1", 0), lived("acme/shop#2", 30))
	return input(language, records, unreadable)
}

func input(language string, records []metrics.Record, unreadable []metrics.Rejected) report.Input {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	night := 14400.0
	return report.Input{
		Language: language, Title: "acme/shop", Now: now, Stage: 1,
		Report: metrics.Make(records, unreadable), Shares: metrics.Shares(records),
		Advice:  metrics.Advise(records, metrics.Situation{Stage: 1, Announced: true}),
		Budgets: metrics.Budgets(records, []metrics.Objective{{Component: "checkout", Target: 99.9, Window: 30 * 24 * time.Hour}}, now),
		Next:    metrics.NextStage(1, metrics.Team{Engineers: 12, Night: &night, Overdue: 7}),
		Early:   metrics.Early{N: 3, Median: &[]float64{360}[0]},
		Nudges:  []metrics.RuleUse{{Rule: "no_update", Asked: 12, Acted: 9}, {Rule: "idle", Asked: 10, Acted: 1}},
		Listed:  records, Unknowns: []report.Unknown{{Text: "why the cache was cold", Title: "Checkout 502", URL: "https://github.com/acme/shop/issues/1"}},
	}
}

func lived(id string, days int) metrics.Record {
	at := time.Date(2026, 10, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, days)
	r := metrics.Record{ID: id, Title: "Checkout 502 <script> @everyone", Severity: "sev1", URL: "https://github.com/" + strings.Replace(id, "#", "/issues/", 1),
		Components: []string{"checkout"}, Points: map[incident.Milestone]incident.Point{}}
	for n, m := range incident.Milestones {
		r.Points[m] = incident.Point{At: at.Add(time.Duration(n*n) * 7 * time.Minute), Quality: incident.Stated}
	}
	return r
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s differs; run with -update and look at it (%v)", name, err)
	}
}

func TestTheReportReadsWellInBothLanguages(t *testing.T) {
	for _, language := range []string{"en", "ja"} {
		in := jenkins(t, language)
		text, err := report.Markdown(in)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, language+".md", text)
		picture, err := report.SVG(in)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, language+".svg", picture)
	}
}

func TestNoIncidentsYetIsSaid(t *testing.T) {
	in := report.Input{Language: "en", Title: "acme/new", Report: metrics.Make(nil, nil)}
	text, err := report.Markdown(in)
	if err != nil || !strings.Contains(text, "No incidents yet") || strings.Contains(text, "##") {
		t.Errorf("%v\n%s", err, text)
	}
	picture, err := report.SVG(in)
	if err != nil || !strings.Contains(picture, "No figures yet") {
		t.Errorf("%v\n%s", err, picture)
	}
}

// A picture is well-formed whatever a component is called, tells what it shows, and runs nothing.
func TestThePictureIsWellFormedAndTellsWhatItShows(t *testing.T) {
	in := input("en", []metrics.Record{lived(`<a>&"]]>`, 0), lived("b", 1)}, nil)
	in.Title = `</title><script>alert(1)</script>`
	picture, err := report.SVG(in)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(picture))
	names := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			names[e.Name.Local]++
		}
	}
	if names["script"] > 0 || names["title"] == 0 || names["desc"] != 1 {
		t.Errorf("%v", names)
	}
}

func TestTheTableHoldsEveryGroupAndNoFormula(t *testing.T) {
	r := lived("a", 0)
	r.Components = []string{"=HYPERLINK(1)"}
	text, err := report.CSV(metrics.Make([]metrics.Record{r}, nil))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(lines) != 1+9*5 {
		t.Fatalf("%v, %d lines", err, len(lines))
	}
	if strings.Contains(text, "\ncomponent,=") {
		t.Error("a component's name is a formula")
	}
}
