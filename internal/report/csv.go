package report

import (
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/metrics"
)

// CSV is the report as one table: a line for each group and key time, seconds with their milliseconds.
func CSV(r metrics.Report) (string, error) {
	var out strings.Builder
	w := csv.NewWriter(&out)
	lines := [][]string{{"group", "name", "rows", "counted", "key_time", "n", "mean_s", "median_s", "p90_s", "assumed", "mtbf_s"}}
	whole := metrics.Group{Rows: r.Incidents.Rows, Rejected: len(r.Incidents.Rejected), Figures: metrics.Figures{Counted: r.Incidents.Counted, KeyTimes: r.KeyTimes, MTBF: r.MTBF}}
	lines = append(lines, group("all", "", whole)...)
	for _, g := range []struct {
		name  string
		parts []part
	}{{"year", parts(r.ByYear)}, {"month", parts(r.ByMonth)}, {"severity", parts(r.BySeverity)}, {"component", parts(r.ByComponent)}} {
		for _, p := range g.parts {
			lines = append(lines, group(g.name, p.Name, p.Group)...)
		}
	}
	if err := w.WriteAll(lines); err != nil {
		return "", err
	}
	return out.String(), nil
}

func group(kind, name string, g metrics.Group) (lines [][]string) {
	for _, k := range keyTimes() {
		s := g.KeyTimes[k]
		lines = append(lines, []string{
			kind, inCell(name), strconv.Itoa(g.Rows), strconv.Itoa(g.Counted), k, strconv.Itoa(s.N),
			number(s.Mean), number(s.Median), number(s.P90), strconv.Itoa(s.Assumed), number(g.MTBF),
		})
	}
	return lines
}

// inCell keeps a spreadsheet from taking somebody's text for a formula.
func inCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func number(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}
