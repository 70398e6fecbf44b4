package nudge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/nudge"
	"github.com/sensible-im/sensible/internal/policy"
)

// A Monday, 10:00 in Berlin.
var declared = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const team = `
stage: 2
team: {zones: [Europe/Berlin]}
people: {ana: {zone: Europe/Berlin}, ben: {zone: America/Los_Angeles}, cho: {zone: Asia/Tokyo}}
`

func config(t *testing.T, text string) policy.Config {
	t.Helper()
	cfg, problems := policy.Parse("sensible.yml", []byte(text))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return cfg
}

func person(login string) incident.Person { return incident.Person{ID: int64(login[0]), Login: login} }

// going is an incident that ana declared and leads.
func going(t *testing.T, severity string) nudge.Input {
	t.Helper()
	i := incident.New(1, "Checkout 502")
	i.Severity, i.Highest, i.Declared = incident.Severity(severity), incident.Severity(severity), true
	i.Roles[incident.Lead] = person("ana")
	i.Milestones[incident.Engaged] = incident.Point{At: declared, Quality: incident.Stated}
	i.Derive(incident.Afterwards{})
	return nudge.Input{
		Incident: i, Config: config(t, team), Declared: declared, Declarer: person("ana"), SeverityTold: true,
		Activity: declared, Helpers: []nudge.Helper{{Who: person("ana"), Last: declared}}, Now: declared,
	}
}

// through lets so much time pass and takes every nudge as posted; nobody answers.
func through(in nudge.Input, until time.Duration) (asked []nudge.Asked) {
	for end := in.Now.Add(until); !in.Now.After(end); {
		due, next := nudge.Choose(in)
		switch {
		case due != nil:
			a := nudge.Asked{Rule: due.Rule, At: in.Now, Who: due.Who}
			asked, in.Asked = append(asked, a), append(in.Asked, a)
		case next.IsZero():
			return asked
		default:
			in.Now = next
		}
	}
	return asked
}

func told(asked []nudge.Asked) string {
	var out []string
	for _, a := range asked {
		out = append(out, fmt.Sprintf("%s %s %s", a.At.Sub(declared).Truncate(time.Minute), a.Rule, a.Who))
	}
	return strings.Join(out, "; ")
}

func TestEachRuleAsksWhenItsThingIsOwedTooLong(t *testing.T) {
	recovered := func(in *nudge.Input) {
		in.Incident.Milestones[incident.Recovered] = incident.Point{At: declared, Quality: incident.Stated}
		in.Incident.Derive(incident.Afterwards{PostmortemAsked: true})
		in.PostmortemOwed = true
	}
	for name, c := range map[string]struct {
		severity string
		change   func(*nudge.Input)
		within   time.Duration
		want     string
	}{
		"no severity after 10 minutes": {"unknown", func(in *nudge.Input) { in.SeverityTold = false }, 15 * time.Minute, "10m0s no_severity ana"},
		"unknown is an answer":         {"unknown", func(*nudge.Input) {}, 15 * time.Minute, ""},
		"not acknowledged, SEV1":       {"sev1", func(in *nudge.Input) { in.Incident.Unmark(incident.Engaged) }, 9 * time.Minute, "5m0s not_acknowledged ana"},
		"not acknowledged, SEV2":       {"sev2", func(in *nudge.Input) { in.Incident.Unmark(incident.Engaged) }, 20 * time.Minute, "15m0s not_acknowledged ana"},
		"no update, SEV1":              {"sev1", func(*nudge.Input) {}, 45 * time.Minute, "30m0s no_update ana"},
		"no update, SEV2":              {"sev2", func(*nudge.Input) {}, 100 * time.Minute, "1h0m0s no_update ana"},
		"an update counts anew": {"sev1", func(in *nudge.Input) {
			in.Incident.LastUpdate = &incident.Update{At: declared.Add(20 * time.Minute)}
		}, 65 * time.Minute, "50m0s no_update ana"},
		"communications are asked before the lead": {"sev1", func(in *nudge.Input) {
			in.Incident.Roles[incident.Communications] = person("ben")
		}, 45 * time.Minute, "30m0s no_update ben"},
		"fixed, not recovered": {"sev2", func(in *nudge.Input) {
			in.Incident.Milestones[incident.Fixed] = incident.Point{At: declared, Quality: incident.Stated}
			in.Incident.LastUpdate = &incident.Update{At: declared.Add(30 * time.Minute)}
		}, 65 * time.Minute, "1h0m0s not_recovered ana"},
		"SEV3 is only on the card":        {"sev3", func(in *nudge.Input) { in.SeverityTold = false }, 48 * time.Hour, ""},
		"what is over asks nothing":       {"sev1", func(in *nudge.Input) { in.Incident.Cancelled = "no"; in.Incident.Derive(incident.Afterwards{}) }, 48 * time.Hour, ""},
		"what is suspected as little":     {"sev1", func(in *nudge.Input) { in.Incident.Declared = false }, 48 * time.Hour, ""},
		"postmortem after 2 working days": {"sev1", recovered, 60 * time.Hour, "48h0m0s no_postmortem ana"},
		"postmortem idle after 3 working days": {"sev1", func(in *nudge.Input) {
			recovered(in)
			in.PostmortemOpen, in.PostmortemAt = true, declared
		}, 75 * time.Hour, "72h0m0s postmortem_idle ana"},
		"quiet":              {"sev1", func(in *nudge.Input) { in.Incident.QuietUntil = declared.Add(50 * time.Minute) }, 55 * time.Minute, "50m0s no_update ana"},
		"a rule that is off": {"sev1", func(in *nudge.Input) { in.Config = configOff }, 48 * time.Hour, ""},
		"card only":          {"sev1", func(in *nudge.Input) { in.Config.Nudges.Mode = policy.NudgeCard }, 48 * time.Hour, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := going(t, c.severity)
			c.change(&in)
			if got := told(through(in, c.within)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

var configOff = func() policy.Config {
	cfg, _ := policy.Parse("f", []byte("stage: 2\nnudges: {mode: off}\n"))
	return cfg
}()

func TestPausesGrowAndSomebodyElseIsAskedAfterTwo(t *testing.T) {
	in := going(t, "sev1")
	in.Helpers = append(in.Helpers, nudge.Helper{Who: person("ben"), Last: declared})
	const want = "30m0s no_update ana; 1h0m0s no_update ana; 2h0m0s no_update ben; 3h0m0s no_update ben; 4h0m0s no_update ana"
	if got := told(through(in, 4*time.Hour)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Nobody answers for a week: an open SEV1 is asked about every hour, since nothing is worse than silence; all else keeps to
// three of a rule in a shift.
func TestTheCapsHoldForAWeek(t *testing.T) {
	unanswered := going(t, "unknown")
	unanswered.SeverityTold = false
	shifts := map[time.Time]int{}
	for _, a := range through(unanswered, 7*24*time.Hour) {
		if a.Rule == policy.NoSeverity {
			shifts[a.At.Truncate(8*time.Hour)]++
		}
	}
	for begin, n := range shifts {
		if n > 3 {
			t.Errorf("%d nudges of one rule in the shift from %s", n, begin)
		}
	}
	silent := through(going(t, "sev1"), 24*time.Hour)
	for i := 1; i < len(silent); i++ {
		if gap := silent[i].At.Sub(silent[i-1].At); gap < 10*time.Minute {
			t.Errorf("two nudges %s apart", gap)
		}
	}
	if len(silent) < 24 {
		t.Errorf("a silent SEV1 was asked about %d times in a day", len(silent))
	}
}

func TestNobodyIsAskedAtNightButForTheWorst(t *testing.T) {
	night := func(severity string) nudge.Input {
		in := going(t, severity)
		in.Config = config(t, "stage: 2\nteam: {zones: [Europe/Berlin]}\n")
		in.Declared = declared.Add(13 * time.Hour) // 23:00 in Berlin
		in.Incident.Milestones[incident.Engaged] = incident.Point{At: in.Declared, Quality: incident.Stated}
		in.Now, in.Activity, in.Helpers = in.Declared, in.Declared, nil
		return in
	}
	if got := through(night("sev2"), 12*time.Hour); len(got) == 0 || got[0].At.Sub(declared) != 23*time.Hour { // 09:00 in Berlin
		t.Errorf("SEV2: %s", told(got))
	}
	if got := through(night("sev1"), 35*time.Minute); len(got) != 1 {
		t.Errorf("SEV1: %s", told(got))
	}
}

func TestWhoIsAloneIsNotAskedToWriteAsWell(t *testing.T) {
	in := going(t, "sev1")
	in.Config = config(t, team+`
oncall: {rotations: [{name: r, layers: [{people: [ana], zone: UTC, hours: "00:00-12:00"}, {people: [ben], zone: UTC, hours: "12:00-24:00"}]}]}`)
	if got := through(in, 40*time.Minute); len(got) != 1 || got[0].Who != "ben" {
		t.Errorf("%s", told(got))
	}
}

func TestBeforeAShiftEndsItsLeadIsAskedToHandOver(t *testing.T) {
	in := going(t, "sev2")
	in.Config = config(t, team+`
oncall: {rotations: [{name: r, layers: [{people: [ana], zone: UTC, hours: "00:00-12:00"}, {people: [ben], zone: UTC, hours: "12:00-24:00"}]}]}`)
	in.Incident.LastUpdate = &incident.Update{At: declared.Add(2*time.Hour + 20*time.Minute)}
	got := through(in, 2*time.Hour+45*time.Minute)
	if len(got) != 1 || got[0].Rule != policy.Handoff || got[0].At.Sub(declared) != 150*time.Minute {
		t.Fatalf("%s", told(got))
	}
	in.Now = got[0].At
	if due, _ := nudge.Choose(in); due == nil || due.Next != "ben" || !due.Until.Equal(declared.Add(3*time.Hour)) {
		t.Errorf("%+v", due)
	}
}

func TestANudgeIsOwedUntilItsThingIsDone(t *testing.T) {
	in := going(t, "sev1")
	at := declared.Add(30 * time.Minute)
	if !nudge.Owed(in, policy.NoUpdate, at) {
		t.Error("nobody told anything, and it is not owed")
	}
	in.Incident.LastUpdate = &incident.Update{At: at.Add(time.Minute)}
	if nudge.Owed(in, policy.NoUpdate, at) {
		t.Error("told, and still owed")
	}
}
