package followup

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

// TestEveryCellOfTheMatrixIsClassifiedAsDesigned states the rules a second time, in another form, over all 3×5×3×3 cells.
func TestEveryCellOfTheMatrixIsClassifiedAsDesigned(t *testing.T) {
	points := map[string]float64{"high": 5, "medium": 3, "low": 1}
	days := map[string]float64{"xs": 1, "s": 2, "m": 3, "l": 5, "xl": 8}
	sure := map[string]float64{"high": 1, "medium": 0.8, "low": 0.5}
	cells := 0
	for i, iv := range points {
		for s, sv := range days {
			for u, uv := range points {
				for c, cv := range sure {
					cells++
					want := "wont-do"
					switch {
					case c == "low" && (s == "m" || s == "l" || s == "xl"):
						want = "spike"
					case i != "low" && u != "low":
						want = "do-next"
					case i != "low":
						want = "plan"
					case u != "low" && (s == "xs" || s == "s"):
						want = "quick-win"
					}
					got := Classify(incident.ActionItem{Importance: i, Size: s, Urgency: u, Confidence: c}, time.Time{}, policy.Severity{})
					if got.Quadrant != want || !got.Known || math.Abs(got.ISU-(iv+uv)/sv*cv) > 1e-12 || got.Split != (s == "xl") {
						t.Errorf("I:%s S:%s U:%s C:%s is %+v, want %s", i, s, u, c, got, want)
					}
				}
			}
		}
	}
	if cells != 135 {
		t.Fatalf("%d cells", cells)
	}
}

func TestTheQuadrantChoosesTheColumn(t *testing.T) {
	for words, want := range map[string]string{
		"high s high high": StageNext, "high s low high": StagePlanned, "low s high high": StageNext,
		"high m high low": StageSpike, "low l low high": StageWontDo, "high  high high": StageInbox, "high s high ": StageInbox,
	} {
		w := strings.Split(words, " ")
		if got := Classify(incident.ActionItem{Importance: w[0], Size: w[1], Urgency: w[2], Confidence: w[3]}, time.Time{}, policy.Severity{}); got.Stage != want {
			t.Errorf("%q goes to %q, want %q", words, got.Stage, want)
		}
	}
}

func TestDoNextIsDueAfterRecoveryByTheSeveritysRow(t *testing.T) {
	recovered := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	cfg := policy.Default(2)
	item := incident.ActionItem{Importance: "high", Size: "s", Urgency: "medium", Confidence: "low"}
	for severity, want := range map[string]string{"sev1": "2026-12-07", "sev2": "2026-12-22", "sev3": "2027-02-20", "unknown": "2027-02-20"} {
		if got := Classify(item, recovered, cfg.Row(severity)).Due; got != want {
			t.Errorf("%s: due %s, want %s", severity, got, want)
		}
	}
	if got := Classify(item, time.Time{}, cfg.Row("sev1")).Due; got != "" {
		t.Errorf("before recovery it is due %s", got)
	}
	item.Urgency = "low"
	if got := Classify(item, recovered, cfg.Row("sev1")).Due; got != "" {
		t.Errorf("a plan is due %s", got)
	}
}

func TestBelowTheCapacityLineItemsArePlanned(t *testing.T) {
	item := func(i, s, u string) incident.ActionItem {
		return incident.ActionItem{Importance: i, Size: s, Urgency: u, Confidence: "high"}
	}
	items := []incident.ActionItem{
		item("low", "xs", "high"),   // quick win: after every Do next
		item("medium", "l", "high"), // Do next, ISU 1.6: 5 days
		item("high", "s", "high"),   // Do next, ISU 5: 2 days
		item("high", "m", "high"),   // Do next, ISU 3.3: 3 days
		item("high", "xs", "low"),   // Plan: takes nothing
	}
	var results []Result
	for _, a := range items {
		results = append(results, Classify(a, time.Time{}, policy.Severity{}))
	}
	for capacity, want := range map[float64][]string{
		20: {StageNext, StageNext, StageNext, StageNext, StagePlanned},
		10: {StagePlanned, StageNext, StageNext, StageNext, StagePlanned},
		5:  {StagePlanned, StagePlanned, StageNext, StageNext, StagePlanned},
		0:  {StagePlanned, StagePlanned, StagePlanned, StagePlanned, StagePlanned},
	} {
		if got := Fit(items, results, Capacity{Days: capacity}); !slices.Equal(got, want) {
			t.Errorf("with %v days: %v, want %v", capacity, got, want)
		}
	}
	items[2].DoneAt = time.Unix(1, 0)
	if got := Fit(items, results, Capacity{Days: 8}); got[1] != StageNext {
		t.Errorf("what is done takes capacity: %v", got)
	}
}

func TestTheLineOfAnActionItemIsRead(t *testing.T) {
	full := incident.ActionItem{Title: "Alert on pool", Importance: "high", Size: "s", Urgency: "medium", Confidence: "low", Kind: "prevent"}
	owned := full
	owned.Owner.Login = "ben"
	tests := []struct {
		line string
		want incident.ActionItem
	}{
		{"Alert on pool", incident.ActionItem{Title: "Alert on pool"}},
		{"Alert on pool I:high S:s U:medium C:low K:prevent", full},
		{"Alert on pool [I:high S:s U:medium C:low K:prevent]", full},
		{"i:HIGH s:S Alert on pool urgency:Medium CONFIDENCE:low kind:Prevent", full},
		{"Alert on pool @ben importance:high size:s U:medium C:low K:prevent", owned},
		{"@ben Alert on pool I:high S:s U:medium C:low K:prevent", owned},
		{"Alert on pool I:high S:s U:medium C:low K:prevent @ben", owned},
		{"Alert on pool (I: high, S: s, U: medium, C: low, K: prevent)", full},
		{"Alert on pool Ｉ：ｈｉｇｈ S：s u：MEDIUM C：low K：prevent", full},
		{"Alert on pool　重要度：高　サイズ：S　緊急度：中　確度：低い　種類：防止", full},
		{"Alert on pool【I:高】、S:s、U:中、C:低、K:予防。", incident.ActionItem{Title: "Alert on pool【I:高】、S:s、U:中、C:低、K:予防。"}},
		{"Alert on pool I:高 S:s U:中 C:低 K:予防。", full},
		{"サイズ：Lのディスクを足す", incident.ActionItem{Title: "サイズ：Lのディスクを足す"}},
		{"Alert on pool 期限：2026-12-24", incident.ActionItem{Title: "Alert on pool", DueSaid: "2026-12-24"}},
		{"ask @hana about https://x.example/a:b 10:05", incident.ActionItem{Title: "ask @hana about https://x.example/a:b 10:05"}},
	}
	for _, tt := range tests {
		if got, problem := Parse(tt.line); problem != nil || got != tt.want {
			t.Errorf("%q is %+v (%v), want %+v", tt.line, got, problem, tt.want)
		}
	}
}

func TestWhatCannotBeReadOffersTheNearestLegalValue(t *testing.T) {
	for line, paste := range map[string]string{
		"fix it I:hgih S:s": "/action fix it I:high S:s",
		"fix it S:xxl":      "/action fix it S:xl",
		"fix it K:prev":     "/action fix it K:prevent",
		"fix it U:":         "/action fix it U:low",
		"fix it U: soon":    "/action fix it U:low soon",
		"fix it Ｉ：ｈｇｈ":      "/action fix it I:high",
	} {
		_, problem := Parse(line)
		if problem == nil || problem.Code != ledger.BadArguments || !slices.Contains(problem.Paste, paste) {
			t.Errorf("%q gives %+v, want %q to paste", line, problem, paste)
		}
		if problem != nil {
			if _, again := Parse(strings.TrimPrefix(problem.Paste[0], "/action ")); again != nil {
				t.Errorf("what %q offers to paste is refused itself: %+v", line, again)
			}
		}
	}
	for _, empty := range []string{"", "  ", "@ben", "I:high"} {
		if _, problem := Parse(empty); problem == nil || problem.Code != ledger.NeedsArgument {
			t.Errorf("%q gives %+v", empty, problem)
		}
	}
}

func TestWhatIsFormattedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := incident.ActionItem{
			Title: rapid.StringMatching(`[a-z][a-z0-9é.]{0,8}( [a-z][a-z0-9é.]{0,8}){0,3}`).Draw(t, "title"),
			Owner: incident.Person{Login: rapid.SampledFrom([]string{"", "ben", "o-o"}).Draw(t, "owner")},
			Kind:  rapid.SampledFrom(append([]string{""}, incident.Kinds...)).Draw(t, "kind"),
		}
		for n, of := range []*string{&item.Importance, &item.Size, &item.Urgency, &item.Confidence} {
			*of = rapid.SampledFrom(append([]string{""}, Dimensions[n].words()...)).Draw(t, Dimensions[n].Name)
		}
		if got, problem := Parse(Format(item)); problem != nil || got != item {
			t.Fatalf("%q is %+v (%v), want %+v", Format(item), got, problem, item)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"Alert @ben I:high S:s U:medium C:low K:prevent", "I:", "@", "[K:x]", "a:b:c", "\x00:é", "I: high　重要度：高", "Ｉ：ｘ ："} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, args string) {
		item, problem := Parse(args)
		if (problem == nil) == (item.Title == "") {
			t.Fatalf("%q gives %+v and %+v", args, item, problem)
		}
		if problem == nil {
			if again, p := Parse(Format(item)); p != nil || fmt.Sprint(again.Kind, again.Size) != fmt.Sprint(item.Kind, item.Size) {
				t.Fatalf("%q is not stable: %+v, %+v", args, again, p)
			}
		}
	})
}
