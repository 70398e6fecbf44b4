package followup

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

func classified(items []incident.ActionItem) []Result {
	out := make([]Result, len(items))
	for n, a := range items {
		out[n] = Classify(a, time.Time{}, policy.Severity{})
	}
	return out
}

func TestWhatOtherIncidentsHaveToDoTakesItsShareByISU(t *testing.T) {
	own := []incident.ActionItem{
		{URL: "https://x/issues/7", Importance: "high", Size: "m", Urgency: "high", Confidence: "high"}, // Do next, ISU 3.3: 3 days
		{URL: "https://x/issues/8", Importance: "low", Size: "s", Urgency: "high", Confidence: "high"},  // Quick win, ISU 3: 2 days
	}
	other := func(quadrant string, isu, days float64, url string) Share { return Share{quadrant, isu, days, url} }
	for name, c := range map[string]struct {
		others []Share
		want   []string
	}{
		"nothing else":                       {nil, []string{StageNext, StageNext}},
		"a better one before both":           {[]Share{other(DoNext, 5, 2, "https://x/issues/9")}, []string{StageNext, StagePlanned}},
		"a better one that takes it all":     {[]Share{other(DoNext, 5, 5, "https://x/issues/9")}, []string{StagePlanned, StagePlanned}},
		"a worse one goes before Quick wins": {[]Share{other(DoNext, 1, 2, "https://x/issues/9")}, []string{StageNext, StagePlanned}},
		"a worse Quick win takes nothing":    {[]Share{other(QuickWin, 1, 5, "https://x/issues/9")}, []string{StageNext, StageNext}},
		"the older of equals comes first":    {[]Share{other(DoNext, 10.0/3, 3, "https://x/issues/6")}, []string{StagePlanned, StagePlanned}},
		"the younger of equals comes last":   {[]Share{other(DoNext, 10.0/3, 3, "https://x/issues/10")}, []string{StageNext, StagePlanned}},
	} {
		if got := Fit(own, classified(own), Capacity{Days: 5, Others: c.others}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatIsSettledMergedOrElsewhereInTheMatrixTakesNoShare(t *testing.T) {
	open := incident.ActionItem{Importance: "high", Size: "m", Urgency: "high", Confidence: "high"}
	if s, ok := ShareOf(open); !ok || s.Days != 3 || s.Quadrant != DoNext {
		t.Errorf("an open item takes %+v", s)
	}
	for name, change := range map[string]func(*incident.ActionItem){
		"done": func(a *incident.ActionItem) { a.DoneAt = time.Unix(1, 0) }, "declined": func(a *incident.ActionItem) { a.Declined = true },
		"merged": func(a *incident.ActionItem) { a.Merged = true }, "verified": func(a *incident.ActionItem) { a.Verified = time.Unix(1, 0) },
		"a plan": func(a *incident.ActionItem) { a.Urgency = "low" }, "not classified": func(a *incident.ActionItem) { a.Size = "" },
	} {
		a := open
		change(&a)
		if s, ok := ShareOf(a); ok {
			t.Errorf("%s takes %+v", name, s)
		}
	}
}

// TestIncidentsThatLookOneByOneDrawOneLine deals a team's items out to incidents that each know the others by their shares:
// together they choose what one list of all items gives, and no more than the capacity is to be done next.
func TestIncidentsThatLookOneByOneDrawOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []incident.ActionItem
		var of []int
		for n := range rapid.IntRange(0, 12).Draw(t, "items") {
			a := incident.ActionItem{URL: fmt.Sprintf("https://x/issues/%d", 1+n*7)}
			for d, value := range []*string{&a.Importance, &a.Size, &a.Urgency, &a.Confidence} {
				*value = rapid.SampledFrom(Dimensions[d].words()).Draw(t, Dimensions[d].Name)
			}
			all, of = append(all, a), append(of, rapid.IntRange(0, 2).Draw(t, "incident"))
		}
		days := float64(rapid.IntRange(0, 20).Draw(t, "days"))
		want, used := Fit(all, classified(all), Capacity{Days: days}), 0.0
		for n, a := range all {
			if s, ok := ShareOf(a); ok && want[n] == StageNext {
				used += s.Days
			}
		}
		if used > days {
			t.Fatalf("%v days are to be done next, of %v", used, days)
		}
		for who := range 3 {
			var own []incident.ActionItem
			var expected []string
			c := Capacity{Days: days}
			for n, a := range all {
				if of[n] == who {
					own, expected = append(own, a), append(expected, want[n])
				} else if s, ok := ShareOf(a); ok {
					c.Others = append(c.Others, s)
				}
			}
			if got := Fit(own, classified(own), c); !slices.Equal(got, expected) {
				t.Fatalf("alone it is %v, in the list of all %v", got, expected)
			}
		}
	})
}
