package postmortem

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/wording"
)

var update = flag.Bool("update", false, "write what is rendered into testdata")

var zero = time.Date(2026, 11, 22, 1, 5, 0, 0, time.UTC)

func document() Document {
	i := incident.New(42, "Checkout: 502 \"on\" every order")
	i.Declared, i.Severity, i.Highest = true, "sev2", "sev1"
	i.Roles[incident.Lead] = incident.Person{ID: 1, Login: "hana"}
	for m, p := range map[incident.Milestone]incident.Point{
		incident.Detected:  {At: zero.Add(4 * time.Minute), Quality: incident.Observed},
		incident.Engaged:   {At: zero.Add(6 * time.Minute), Quality: incident.Stated},
		incident.Recovered: {At: zero.Add(90 * time.Minute), Quality: incident.Stated},
	} {
		i.Milestones[m] = p
	}
	i.Components, i.Symptom, i.DetectedBy = []string{"checkout"}, "502\n\n| a | b |", "Customer"
	i.Actions = []incident.ActionItem{{Key: "c1-l1", Title: "Alert | on pool", Importance: "high", Size: "s", Urgency: "high", Confidence: "high", Kind: "detect"}}
	i.Derive(incident.Afterwards{PostmortemAsked: true})
	cfg := policy.Default(2)
	cfg.Team.Zones = []string{"UTC", "Asia/Tokyo"}
	return Document{
		Incident: i, Config: cfg, IssueURL: "https://github.com/acme/shop/issues/42", Repository: "acme/shop",
		Entries: []timeline.Entry{{At: zero, Text: "a | b @hana #1", Source: timeline.FromComment, ID: "c1001", URL: "https://github.com/acme/shop/issues/42#issuecomment-1001"}},
	}
}

func TestBothTemplatesReadWell(t *testing.T) {
	for name, light := range map[string]bool{"full.md": false, "light.md": true} {
		d := document()
		d.Light = light
		got, err := Render(d)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v; run the test with -update", err)
		}
		if got != string(want) {
			t.Errorf("%s differs; run with -update and look at it\n%s", name, got)
		}
	}
}

func TestTheFrontMatterIsYAMLWithEveryMilestone(t *testing.T) {
	d := document()
	text, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(text, "---\n")
	front, _, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		t.Fatal("no front matter")
	}
	var got struct {
		Incident   int
		Title      string
		Status     string
		Severity   string
		Roles      map[string]string
		Milestones map[string]*struct{ At, Quality string }
	}
	if err := yaml.Unmarshal([]byte(front), &got); err != nil {
		t.Fatalf("%v in\n%s", err, front)
	}
	if got.Incident != 42 || got.Title != d.Incident.Title || got.Status != "draft" || got.Roles["lead"] != "hana" {
		t.Errorf("%+v", got)
	}
	for _, m := range incident.Milestones {
		p, ok := got.Milestones[string(m)]
		if known, is := d.Incident.Milestones[m]; !ok || is != (p != nil) || is && (p.At != known.At.Format(time.RFC3339) || p.Quality != known.Quality.String()) {
			t.Errorf("%s is %+v", m, p)
		}
	}
}

func TestADocumentWithNothingKnownIsStillADocument(t *testing.T) {
	for _, light := range []bool{false, true} {
		text, err := Render(Document{Incident: incident.New(1, ""), Config: policy.Default(1), Light: light})
		if err != nil || strings.Contains(text, "mermaid") || strings.Contains(text, "<no value>") {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

func TestAPromptCountsAsMissingUntilItIsReplaced(t *testing.T) {
	text, err := Render(document())
	if err != nil {
		t.Fatal(err)
	}
	before := Missing(text, "en")
	if len(before) != len(prompts) {
		t.Errorf("missing at first: %q", before)
	}
	text = strings.Replace(text, "_What helped, and should stay as it is?_", "The rollback took a minute.", 1)
	if after := Missing(text, "en"); len(after) != len(before)-1 || strings.Contains(strings.Join(after, ","), "well") {
		t.Errorf("missing after writing: %q", after)
	}
}

func TestThePathIsTakenFromDateTitleAndNumber(t *testing.T) {
	c := policy.Default(2)
	for title, want := range map[string]string{
		"Checkout 502":            "postmortems/2026/2026-11-22-checkout-502-42.md",
		"  ../../etc/passwd ":     "postmortems/2026/2026-11-22-etc-passwd-42.md",
		"決済が落ちた":                  "postmortems/2026/2026-11-22-42.md",
		"":                        "postmortems/2026/2026-11-22-42.md",
		strings.Repeat("ab ", 40): "postmortems/2026/2026-11-22-" + strings.TrimSuffix(strings.Repeat("ab-", 16), "-") + "-42.md",
	} {
		if got := DocumentPath(42, title, zero, c); got != want {
			t.Errorf("%q lies at %s, want %s", title, got, want)
		}
	}
}

func TestTheTimeBetweenFailuresIsMeasuredFromTheLastRelatedRecovery(t *testing.T) {
	earlier := func(days int, q incident.Quality, drill bool, components ...string) snapshot.Earlier {
		return snapshot.Earlier{Number: days, Recovered: incident.Point{At: zero.AddDate(0, 0, -days), Quality: q}, Drill: drill, Components: components}
	}
	tests := []struct {
		name    string
		earlier []snapshot.Earlier
		started incident.Quality
		want    string
	}{
		{"the newest", []snapshot.Earlier{earlier(3, incident.Observed, false), earlier(9, incident.Observed, false)}, incident.Stated, "3 d"},
		{"not a drill", []snapshot.Earlier{earlier(3, incident.Observed, true), earlier(9, incident.Stated, false)}, incident.Stated, "9 d"},
		{"not another component", []snapshot.Earlier{earlier(3, incident.Observed, false, "search"), earlier(9, incident.Stated, false, "checkout")}, incident.Stated, "9 d"},
		{"not an assumed recovery", []snapshot.Earlier{earlier(3, incident.Assumed, false)}, incident.Stated, ""},
		{"not to an assumed start", []snapshot.Earlier{earlier(3, incident.Stated, false)}, incident.Assumed, ""},
		{"none", nil, incident.Stated, ""},
	}
	for _, tt := range tests {
		d := document()
		d.Earlier = tt.earlier
		d.Incident.Milestones[incident.Started] = incident.Point{At: zero, Quality: tt.started}
		got := ""
		if b := tbf(d, wording.In("en")); b != nil {
			got = b.Value
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
