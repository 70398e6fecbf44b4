package command

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
)

// words are what people and their slips put behind a verb.
var words = []string{
	"1", "sev2", "because", "unknown", "@ben", "@cho", "me", "at", "10:05", "JST", "15m ago", "I:high", "K:prepare", "+api", "-checkout",
	"理由", "#7", "https://example.com/x", "rolled", "back", "|", "2026-11-22 09:30", "refresh", "lead", "ops", "—", ",", "because,",
}

// TestCanonicalArgumentsMeanTheSame judges a line, writes the fact out as a command, judges that, and folds both: what is in
// the ledger must mean what the person typed, however often it is read.
func TestCanonicalArgumentsMeanTheSame(t *testing.T) {
	cfg := team(t, "")
	all := states()
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(Table()).Draw(t, "command")
		args := ""
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(t, "words") {
			args += " " + w
		}
		before := all[rapid.SampledFrom([]string{"suspected", "detection", "recovery", "post-incident", "cancelled"}).Draw(t, "state")]
		lines := Scan("/"+spec.Verb+args, ScanOptions{})
		f, ok := Judge(lines[0], incident.Write, callIn(before, cfg))
		if !ok || f.Problem != nil || spec.Apply == nil {
			return
		}
		again := Scan("/"+f.Verb+" "+f.Args, ScanOptions{})
		g, ok := Judge(again[0], incident.Write, callIn(before, cfg))
		if spec.Time != OnlyTime && (!ok || g.Refused && !f.Told) {
			t.Fatalf("canonical %s %q is refused: %+v", f.Verb, f.Args, g.Problem)
		}
		if !g.Refused && g.Args != f.Args && !g.Told {
			t.Fatalf("%q became %q, and that %q", args, f.Args, g.Args)
		}
		one, two := before.Clone(), before.Clone()
		spec.Apply(&one, f)
		g = f
		if spec.Judge != nil && !f.Told {
			c := callIn(before, cfg)
			c.Args, c.At = f.Args, f.At
			g.Args, _ = spec.Judge(c)
		}
		spec.Apply(&two, g)
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("%+v\n%+v", one, two)
		}
	})
}

// TestJudgingChangesNothing holds Judge to its word: only facts change an incident.
func TestJudgingChangesNothing(t *testing.T) {
	cfg := team(t, "")
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(Table()).Draw(t, "command")
		word := rapid.SampledFrom(words).Draw(t, "word")
		for name, i := range states() {
			before := i.Clone()
			for _, line := range Scan("/"+spec.Verb+" "+word, ScanOptions{}) {
				Judge(line, incident.Write, callIn(i, cfg))
			}
			if !reflect.DeepEqual(i, before) {
				t.Fatalf("/%s %s changed the incident (%s)", spec.Verb, word, name)
			}
		}
	})
}

func FuzzJudge(f *testing.F) {
	for _, s := range Table() {
		f.Add("/"+s.Verb+" x at 3:10 CST", uint8(2))
	}
	f.Add("/severity １ because なぜなら", uint8(3))
	f.Add("/action x I:\x00 @", uint8(5))
	f.Add("/fixed at 99999999999m ago", uint8(2))
	cfg := team(f, "")
	f.Fuzz(func(t *testing.T, text string, may uint8) {
		for name, i := range states() {
			for _, line := range Scan(text, ScanOptions{Aliases: JapaneseVerbs}) {
				c := callIn(i.Clone(), cfg)
				fact, ok := Judge(line, incident.Permission(may%6), c)
				if !ok {
					continue
				}
				if fact.Refused && fact.Problem == nil || fact.At.IsZero() || fact.At.After(posted.Add(120e9)) {
					t.Fatalf("%q in %s: %+v", text, name, fact)
				}
				if spec, found := Find(fact.Verb); found && !fact.Refused && spec.Apply != nil {
					spec.Apply(&c.Incident, fact)
					c.Incident.Derive(incident.Afterwards{})
				}
			}
		}
	})
}
