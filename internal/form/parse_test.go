package form

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const whole = `### What do you see?

Checkout 502

### Severity

SEV2 - Major: Many cannot

### Components

checkout, search, beta, api

### Started at

10:05 JST

### How was it detected?

Customer

### Impact

_No response_

### Links

- https://a.example/x
https://b.example

### Mode

Drill
`

var wholeReport = Report{Seen: "Checkout 502", Severity: "SEV2", Components: []string{"checkout", "search, beta", "api"}, Started: "10:05 JST",
	DetectedBy: "customer", Links: []string{"https://a.example/x", "https://b.example"}, Drill: true}

func TestParse(t *testing.T) {
	const head = "### What do you see?\n\nX\n\n### Severity\n\n"
	small := func(change func(*Report)) Report {
		r := Report{Seen: "X", Severity: "SEV1"}
		if change != nil {
			change(&r)
		}
		return r
	}
	cases := map[string]struct {
		body string
		want Report
	}{
		"a whole form":                      {whole, wholeReport},
		"line ends of a browser":            {strings.ReplaceAll(whole, "\n", "\r\n"), wholeReport},
		"only the required fields":          {head + "SEV1", small(nil)},
		"a configured severity name":        {head + "blocker - Everything is down", small(func(r *Report) { r.Severity = "blocker" })},
		"a severity in small letters":       {head + "sev1", small(nil)},
		"I don't know":                      {head + "I don't know", small(func(r *Report) { r.Severity = Unknown })},
		"I don’t know, with a curly mark":   {head + "I don’t know", small(func(r *Report) { r.Severity = Unknown })},
		"a severity that was left out":      {head + "None", small(func(r *Report) { r.Severity = Unknown })},
		"a severity answered with nothing":  {head + "_No response_", small(func(r *Report) { r.Severity = Unknown })},
		"no component":                      {head + "SEV1\n\n### Components\n\nNone", small(nil)},
		"a component nobody knows":          {head + "SEV1\n\n### Components\n\nweb, checkout", small(func(r *Report) { r.Components = []string{"web", "checkout"} })},
		"a component told twice":            {head + "SEV1\n\n### Components\n\nweb, web", small(func(r *Report) { r.Components = []string{"web"} })},
		"a name that begins like another":   {head + "SEV1\n\n### Components\n\napi-gateway, api", small(func(r *Report) { r.Components = []string{"api-gateway", "api"} })},
		"boxes for the mode":                {head + "SEV1\n\n### Mode\n\n- [ ] Real\n- [X] Drill", small(func(r *Report) { r.Drill = true })},
		"boxes for components":              {head + "SEV1\n\n### Components\n\n- [x] api\n- [ ] web\n- [x] a, b", small(func(r *Report) { r.Components = []string{"api", "a, b"} })},
		"no box ticked":                     {head + "SEV1\n\n### Mode\n\n- [ ] Drill", small(nil)},
		"None typed into a text area stays": {head + "SEV1\n\n### Impact\n\nNone", small(func(r *Report) { r.Impact = "None" })},
		"another heading in a text area": {"### What do you see?\n\nX\n\n### Steps\n\n1. pay\n\n### Severity\n\nSEV1",
			small(func(r *Report) { r.Seen = "X\n\n### Steps\n\n1. pay" })},
		"a known heading in a code block": {"### What do you see?\n\n```\n### Severity\n\nSEV4\n```\n\n### Severity\n\nSEV1",
			small(func(r *Report) { r.Seen = "```\n### Severity\n\nSEV4\n```" })},
		"a known heading typed before the form's own": {"### What do you see?\n\nX\n\n### Severity\n\nSEV4\n\n### Severity\n\nSEV1",
			small(func(r *Report) { r.Seen = "X\n\n### Severity\n\nSEV4" })},
		"a known heading typed after the form's own": {head + "SEV1\n\n### Impact\n\nhigh\n\n### Severity\n\nSEV4\n\n### Links\n\n_No response_",
			small(func(r *Report) { r.Impact = "high\n\n### Severity\n\nSEV4" })},
		"a code block that never ends": {"### What do you see?\n\n```\npanic\n\n### Severity\n\nSEV1",
			small(func(r *Report) { r.Seen = "```\npanic" })},
		"a code block that ends in a later answer": {"### What do you see?\n\n```\npanic\n\n### Severity\n\nSEV1\n\n### Impact\n\n```\nx\n```",
			small(func(r *Report) { r.Seen, r.Impact = "```\npanic", "```\nx\n```" })},
		"fields in another order": {"### Mode\n\nDrill\n\n### Severity\n\nSEV1\n\n### What do you see?\n\nX",
			small(func(r *Report) { r.Drill = true })},
		"a text before the form":        {"Hello\n\n" + head + "SEV1", small(nil)},
		"an indented answer":            {"### What do you see?\n\n    code\n\n### Severity\n\nSEV1", small(func(r *Report) { r.Seen = "    code" })},
		"a detection nobody listed":     {head + "SEV1\n\n### How was it detected?\n\nA bird", small(func(r *Report) { r.DetectedBy = "A bird" })},
		"no detection":                  {head + "SEV1\n\n### How was it detected?\n\nNone", small(nil)},
		"nothing seen":                  {"### What do you see?\n\n_No response_\n\n### Severity\n\nSEV1", small(func(r *Report) { r.Seen = "" })},
		"headings without blank lines":  {"### What do you see?\nX\n### Severity\nSEV1", small(nil)},
		"headings in other capitals":    {"### what do you see\n\nX\n\n### SEVERITY\n\nSEV1", small(nil)},
		"Japanese":                      {"### 何が起きていますか？\n\nX\n\n### 重大度\n\nわからない\n\n### どのように検知しましたか？\n\nお客様\n\n### モード\n\n訓練", small(func(r *Report) { r.Severity, r.DetectedBy, r.Drill = Unknown, "customer", true })},
		"both languages in one body":    {"### 何が起きていますか？\n\nX\n\n### Severity\n\nSEV1", small(nil)},
		"Japanese, an ASCII question":   {"### 何が起きていますか?\n\nX\n\n### 重大度\n\nSEV1", small(nil)},
		"a deeper heading is an answer": {"### What do you see?\n\n#### Severity\n\n### Severity\n\nSEV1", small(func(r *Report) { r.Seen = "#### Severity" })},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, ok := Parse(c.body, "checkout", "search, beta", "api")
			if !ok {
				t.Fatal("not recognised as an incident")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestABodyWithoutBothRequiredHeadingsIsNoIncident(t *testing.T) {
	for name, body := range map[string]string{
		"empty":                   "",
		"prose":                   "The Severity is high. What do you see?",
		"one heading":             "### Severity\n\nSEV1",
		"the other heading":       "### What do you see?\n\nX",
		"headings of other level": "## What do you see?\n\nX\n\n## Severity\n\nSEV1",
		"headings in a quotation": "> ### What do you see?\n> X\n>\n> ### Severity\n> SEV1",
		"similar headings":        "### What do you see here?\n\nX\n\n### Severity level\n\nSEV1",
	} {
		t.Run(name, func(t *testing.T) {
			if r, ok := Parse(body); ok || IsIncident(body) || !cmp.Equal(r, Report{}) {
				t.Errorf("recognised as %+v", r)
			}
		})
	}
}

// The longest bodies that GitHub takes, made to be slow: each must be read in far less than a second.
func TestLongBodiesAreReadInTime(t *testing.T) {
	for name, piece := range map[string]string{
		"headings":    "### Severity\n### Links\n",
		"open fences": "```a\n",
		"commas":      "a,b,",
		"boxes":       "- [x] a\n",
	} {
		t.Run(name, func(t *testing.T) {
			body := "### What do you see?\n\n" + "### Severity\n\nSEV1\n\n### Components\n\n" + strings.Repeat(piece, 65536/len(piece))
			if _, ok := Parse(body[:65536], "a,b"); !ok {
				t.Error("not recognised")
			}
		})
	}
}
