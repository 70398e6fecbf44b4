package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// github writes what GitHub makes of a filled form: a heading for each field, a blank line, the answer, and its words
// for what was left empty.
func github(f issueForm, answers map[string][]string, newline string) string {
	var b strings.Builder
	for _, e := range f.Body {
		if e.Type == "markdown" {
			continue
		}
		answer := strings.Join(answers[e.ID], ", ")
		switch {
		case answer == "" && e.Type == "dropdown":
			answer = "None"
		case strings.TrimSpace(answer) == "":
			answer = noResponse
		}
		b.WriteString("### " + e.Attributes.Label + "\n\n" + answer + "\n\n")
	}
	return strings.ReplaceAll(strings.TrimRight(b.String(), "\n"), "\n", newline)
}

func option(t *rapid.T, f issueForm, id string) (index int, text string) {
	for _, e := range f.Body {
		if e.ID == id {
			index = rapid.IntRange(0, len(e.Attributes.Options)-1).Draw(t, id)
			return index, e.Attributes.Options[index]
		}
	}
	return 0, ""
}

// What somebody answered is what is read, in both languages, with either line end, whatever is typed into a text area
// short of the form's own headings.
func TestWhatIsFilledInIsWhatIsRead(t *testing.T) {
	line := rapid.SampledFrom([]string{"it is slow", "### Steps", "- a", "502, 503", "`x`", "「決済」が 502", "None", "```\n### Severity\nSEV4\n```", "", "# Impact", "> ### Links"})
	area := rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace(strings.Join(rapid.SliceOfN(line, 0, 5).Draw(t, "lines"), "\n"))
	})
	name := rapid.StringMatching(`[a-z][a-z ,.&-]{0,12}[a-z]`)
	rapid.Check(t, func(t *rapid.T) {
		language := rapid.SampledFrom(languages[:]).Draw(t, "language")
		known := offered(rapid.SliceOfN(name, 0, 4).Filter(tellable).Draw(t, "components"), "")
		template := standard(language)
		template.Components = known
		f := accepted(t, Render(template))
		want := Report{Seen: area.Draw(t, "seen"), Started: rapid.SampledFrom([]string{"", "10:05 JST", "15m ago"}).Draw(t, "started"), Impact: area.Draw(t, "impact")}
		answers := map[string][]string{"seen": {want.Seen}, "started": {want.Started}, "impact": {want.Impact}}
		i, severity := option(t, f, "severity")
		answers["severity"], want.Severity = []string{severity}, []string{"SEV1", "SEV2", "SEV3", "SEV4", Unknown}[i]
		i, detected := option(t, f, "detected_by")
		answers["detected_by"], want.DetectedBy = []string{detected}, []string{"alert", "customer", "colleague", "myself"}[i]
		i, mode := option(t, f, "mode")
		answers["mode"], want.Drill = []string{mode}, i == 1
		for _, k := range known {
			if rapid.Bool().Draw(t, k) {
				answers["components"] = append(answers["components"], k)
			}
		}
		want.Components = answers["components"]
		newline := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "newline")
		got, ok := Parse(github(f, answers, newline), known...)
		if !ok {
			t.Fatal("not recognised")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// tellable leaves out names like "a" beside "a, b": with "b" they render alike, and no reader can tell them apart.
func tellable(names []string) bool {
	names = offered(names, "")
	return !slices.ContainsFunc(names, func(a string) bool {
		return slices.ContainsFunc(names, func(b string) bool { return a != b && strings.HasPrefix(b, a+", ") })
	})
}

func FuzzParse(f *testing.F) {
	f.Add(whole, "search, beta")
	f.Add(strings.ReplaceAll(whole, "\n", "\r\n"), "")
	f.Add("### Severity\n### Severity\n### What do you see?\n```\n### Mode", "a")
	f.Fuzz(func(t *testing.T, body, known string) {
		r, ok := Parse(body, known)
		if ok != IsIncident(body) {
			t.Error("Parse and IsIncident disagree")
		}
		if ok && r.Severity == "" {
			t.Error("a report without a severity, which is at least unknown")
		}
		if len(r.Seen) > len(body) {
			t.Error("an answer longer than the body")
		}
		again, _ := Parse(strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n"), known)
		if diff := cmp.Diff(r, again); diff != "" {
			t.Errorf("line ends matter:\n%s", diff)
		}
	})
}
