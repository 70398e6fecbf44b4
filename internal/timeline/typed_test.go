package timeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// told lists a timeline's rows as "01:05 written text".
func told(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		mark := ""
		if e.Unknown {
			mark = " ?"
		}
		out = append(out, fmt.Sprintf("%s %s%s: %s", e.At.Format("02T15:04"), e.Source, mark, e.Text))
	}
	return out
}

func TestTimelinesTypedByHandAreRows(t *testing.T) {
	body := "### What do you see?\n\nCheckout answers 502 since 10:01 JST\n\n### Severity\n\nSEV2\n\n### Started at\n\n09:58 JST\n\n" +
		"## Timeline (JST)\n\n- 10:05 pool full\n- [???] somebody restarts it\n- 10:20 up\n"
	tests := []struct {
		name string
		in   Input
		want []string
	}{
		{
			"the body's, without the form's answers",
			Input{World: snapshot.World{Issue: snapshot.Issue{Body: body, Author: ben}}},
			[]string{"22T01:01 written: Checkout answers 502 since 10:01 JST", "22T01:05 written: pool full", "22T01:19 written ?: somebody restarts it", "22T01:20 written: up"},
		},
		{
			"days without a year, words for days, a day that ends after the issue was opened",
			Input{World: snapshot.World{Issue: snapshot.Issue{Body: "- 21 Nov 23:50 UTC a\n- 22 Nov 00:10 b\n\nToday at 00:20 UTC we saw it.\n\n## Later\n- 02:30 c", Author: ben}}},
			[]string{"21T23:50 written: a", "22T00:10 written: b", "22T00:20 written: Today at 00:20 UTC we saw it.", "22T02:30 written: c"},
		},
		{
			"a responder's comment that is nothing else",
			comment("Timeline:\n\n- 00:50 UTC deployed\n- 00:55 errors", incident.Write),
			[]string{"22T00:50 written: deployed", "22T00:55 written: errors"},
		},
		{
			"a responder's comment that says more",
			comment("I looked at the logs.\n\n- 00:50 UTC deployed\n- 00:55 errors", incident.Write),
			[]string{"22T00:50 written: deployed", "22T00:55 written: errors", "22T01:10 comment: I looked at the logs. - 00:50 UTC deployed - 00:55 errors"},
		},
		{
			"not the comment of somebody else",
			comment("- 00:50 UTC deployed\n- 00:55 errors", incident.Read),
			[]string{"22T01:10 comment: - 00:50 UTC deployed - 00:55 errors"},
		},
		{
			"not what is only planned, said in passing, quoted or commanded",
			comment("> - 00:50 UTC deployed\n\n- 09:00 UTC 2026-11-23 we look again\n\nIt was bad at 00:55.\n\n/fixed at 00:56 UTC", incident.Write),
			[]string{"22T01:10 comment: - 09:00 UTC 2026-11-23 we look again It was bad at 00:55."},
		},
		{
			"the night before",
			comment("- 23:50 UTC deployed\n- 00:10 errors\nEnough said.", incident.Write),
			[]string{"21T23:50 written: deployed", "22T00:10 written: errors Enough said.", "22T01:10 comment: - 23:50 UTC deployed - 00:10 errors Enough said."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(build(t, tt.in)); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func comment(body string, may incident.Permission) Input {
	in := Input{World: snapshot.World{Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(10), Body: body}}}}
	if may.Responder() { // as judging remembers it, when the comment is new and ever after
		in.Ledger.Seen = []ledger.Observation{{Kind: "helper", At: at(10), Actor: ben}}
	}
	return in
}

func TestAWrittenRowThatAFactTellsIsNotToldTwice(t *testing.T) {
	in := comment("- 00:50 UTC pool full\n- 00:52 UTC restarted\nEnough.", incident.Write)
	in.Ledger = ledger.Ledger{Seen: in.Ledger.Seen, Facts: []ledger.Fact{{Seq: 1, Comment: 1000, Line: 1, At: at(-10), Posted: at(-10), Actor: ben, Verb: "note", Args: "Pool full!"}}}
	count := 0
	for _, e := range build(t, in) {
		if strings.Contains(strings.ToLower(e.Text), "pool full") && e.Source != FromComment {
			count++
		}
	}
	if count != 1 {
		t.Errorf("told %d times", count)
	}
}

func TestARowKeepsItsIDWhenLinesAreAddedAboveIt(t *testing.T) {
	ids := func(body string) map[string]string {
		out := map[string]string{}
		for _, e := range build(t, Input{World: snapshot.World{Issue: snapshot.Issue{Body: body, Author: ben}}}) {
			out[e.Text] = e.ID
		}
		return out
	}
	before, after := ids("- 00:50 UTC a\n- 00:55 UTC b"), ids("Hello\n\n- 00:45 UTC new\n- 00:50 UTC a\n- 00:55 UTC b")
	if before["a"] == "" || before["a"] != after["a"] || before["b"] != after["b"] || after["new"] == after["a"] {
		t.Errorf("before %v, after %v", before, after)
	}
	same := build(t, Input{World: snapshot.World{Issue: snapshot.Issue{Body: "- 00:50 UTC a\n- 00:50 UTC a", Author: ben}}})
	if len(same) != 2 || same[0].ID == same[1].ID {
		t.Errorf("equal rows share an id: %v", same)
	}
}

func TestTheZoneOfTheAuthorIsTaken(t *testing.T) {
	cfg, problems := policy.Parse("sensible.yml", []byte("team: {zones: [UTC, America/Los_Angeles]}\npeople: {ben: {zone: Asia/Tokyo}}\n"))
	if problems.Errors() {
		t.Fatal(problems)
	}
	in := comment("- 09:50 deployed\n- 09:55 errors", incident.Write)
	in.Config, in.World.Issue.CreatedAt = cfg, zero
	out, err := Build(in)
	if err != nil || len(out) != 2 || !out[0].At.Equal(at(-10)) {
		t.Errorf("%v %v", told(out), err)
	}
}

// BenchmarkBuild measures the pure work for issues of 1,000 and 10,000 comments, each second of which holds times.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := comment("", incident.Write)
			in.Config, in.World.Comments = policy.Default(1), nil
			for k := range n {
				body := "The pool is full again, I look at the database"
				if k%2 == 0 {
					body = fmt.Sprintf("Errors went up at 00:%02d UTC (09:%02d JST).\n\n- 00:%02d restarted\n- 00:%02d up again", k%50, k%50, k%50, k%50+5)
				}
				in.World.Comments = append(in.World.Comments, snapshot.Comment{ID: int64(k + 1), Author: ben, CreatedAt: at(60 + k), Body: body})
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Build(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
