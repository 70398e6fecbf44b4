package written

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"
)

// collected is one entry of testdata/*.jsonl: the instants that must be read from a text, null = unknown.
type collected struct {
	Name, Source, Posted, Date, Zone, Text string
	Entries                                []*time.Time
}

func TestTheCollectedTimelinesAreReadToTheMinute(t *testing.T) {
	for name, least := range map[string]int{"written-timelines": 8, "public-timelines": 100} {
		t.Run(name, func(t *testing.T) { readCollection(t, "testdata/"+name+".jsonl", least) })
	}
}

func readCollection(t *testing.T, path string, least int) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	count := 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var c collected
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		count++
		t.Run(c.Name, func(t *testing.T) {
			var want []string
			for _, e := range c.Entries {
				if e == nil {
					want = append(want, unknownTime)
					continue
				}
				want = append(want, e.UTC().Format(minuteForm))
			}
			compare(t, c.Text, options(t, c.Posted, c.Date, c.Zone), want)
		})
	}
	if count < least {
		t.Fatalf("only %d timelines: the collection is not whole", count)
	}
}
