package boardview

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what is rendered into testdata")

func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if text != string(want) {
		t.Errorf("%s differs; run with -update and look at it", name)
	}
}

func item(title, classes string) Item {
	it := Item{Title: title, Incident: "42: Checkout 502"}
	f := strings.Fields(classes)
	if len(f) == 4 {
		it.Importance, it.Size, it.Urgency, it.Confidence = f[0], f[1], f[2], f[3]
	}
	return it
}

func sample(language string) Input {
	in := Input{Language: language, Title: "acme", Capacity: 10}
	for n, row := range [][2]string{
		{"Alert on 502s of the checkout", "high s high high"}, {"Pool size follows the number of replicas", "high m medium high"},
		{"Rollback in one step", "medium l high medium"}, {"Drill for a full pool", "medium m high high"}, {"Runbook: read replicas", "low xs high high"},
		{"Dashboards name their owner", "low s medium medium"}, {"Rewrite the retry logic of every client in one library", "high xl low medium"},
		{"Find out why the cache was cold", "high m high low"}, {"Move the payment job off the main database", "medium l low high"},
		{"Colours of the status page", "low m low high"}, {"Somebody should look at the <logs> & #1", ""},
	} {
		it := item(row[0], row[1])
		it.URL = fmt.Sprintf("https://github.com/acme/shop/issues/%d", 51+n)
		if n%2 == 0 && row[1] != "" {
			it.Due, it.Stage, it.Kind = "2026-12-24", "Next", "repair"
		}
		in.Items = append(in.Items, it)
	}
	in.Items = append(in.Items, Item{Title: "Done long ago", Settled: true})
	return in
}

func TestTheMatrixIsShownAsTablesAndAsAPicture(t *testing.T) {
	for _, language := range []string{"en", "ja"} {
		text, err := Markdown(sample(language))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "matrix."+language+".md", text)
		picture, err := SVG(sample(language))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "matrix."+language+".svg", picture)
	}
}

func TestTheCapacityLineStandsWhereTheDaysEnd(t *testing.T) {
	v := Arrange(sample("en"))
	var above, below []string
	for _, q := range v.Groups {
		first := true
		for _, e := range q.Items {
			if !takesCapacity(q.Name) {
				continue
			}
			if e.Below {
				below = append(below, e.Title)
			} else {
				above = append(above, e.Title)
			}
			if e.LineBefore != (first && e.Below) {
				t.Errorf("the line before %s: %v", e.Title, e.LineBefore)
			}
			first = first && !e.Below
		}
	}
	if v.Used != 8 || len(above) != 3 || len(below) != 3 {
		t.Errorf("%g days, above %v, below %v", v.Used, above, below)
	}
}

func TestJSONHasEveryQuadrantAndNullWhereNothingIsKnown(t *testing.T) {
	text, err := json.Marshal(Arrange(sample("en")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"name":"do-next"`, `"name":"inbox"`, `"isu":null`, `"capacity_days":10`, `"below_capacity":true`, `"settled":1`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestNothingToShowIsSaid(t *testing.T) {
	for _, language := range []string{"en", "ja"} {
		in := Input{Language: language, Title: "acme"}
		text, err := Markdown(in)
		picture, err2 := SVG(in)
		if err != nil || err2 != nil || strings.Contains(text, "| No") || !strings.Contains(picture, "</svg>") {
			t.Errorf("%v %v %s", err, err2, text)
		}
	}
}

// TestAPictureIsWellFormedStableAndWithoutScript whatever people wrote.
func TestAPictureIsWellFormedStableAndWithoutScript(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Title: rapid.String().Draw(t, "title"), Capacity: float64(rapid.IntRange(0, 30).Draw(t, "capacity"))}
		for range rapid.IntRange(0, 40).Draw(t, "items") {
			word := func(of ...string) string { return rapid.SampledFrom(append(of, "", "odd")).Draw(t, "word") }
			in.Items = append(in.Items, Item{
				Title: rapid.String().Draw(t, "item"), URL: rapid.String().Draw(t, "url"), Importance: word("high", "medium", "low"), Size: word("xs", "XL", "m"),
				Urgency: word("high", "medium", "low"), Confidence: word("high", "medium", "low"), Stage: rapid.String().Draw(t, "stage"), Due: rapid.String().Draw(t, "due"),
			})
		}
		one, err := SVG(in)
		two, err2 := SVG(in)
		if err != nil || err2 != nil || one != two {
			t.Fatalf("%v %v, the same: %v", err, err2, one == two)
		}
		d := xml.NewDecoder(strings.NewReader(one))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, one)
			}
			if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "foreignObject" || e.Name.Local == "a") {
				t.Fatalf("<%s>", e.Name.Local)
			}
		}
	})
}
