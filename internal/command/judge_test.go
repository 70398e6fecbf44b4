package command

import (
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

var (
	posted = time.Date(2026, 11, 22, 1, 40, 30, 0, time.UTC)
	ben    = incident.Person{ID: 2, Login: "ben"}
)

// team is a policy with everything that commands look at.
func team(t testing.TB, extra string) policy.Config {
	t.Helper()
	cfg, problems := policy.Parse(policy.File, []byte(`
people: {ben: {zone: Asia/Tokyo}}
components: {api: {}, checkout: {}}
severities: [{name: sev1, title: Critical}, {name: sev2, title: Major}, {name: sev3, title: Minor}]
`+extra))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return cfg
}

// states are incidents at the turning points of a life.
func states() map[string]incident.Incident {
	out := map[string]incident.Incident{}
	state := func(name string, change func(*incident.Incident)) {
		i := incident.New(42, "Checkout 502")
		i.Declared = true
		i.Mark(incident.Detected, incident.Point{At: posted.Add(-time.Hour), Quality: incident.Observed}, false)
		change(&i)
		i.Derive(incident.Afterwards{PostmortemAsked: true})
		out[name] = i
	}
	mark := func(i *incident.Incident, m incident.Milestone, before time.Duration) {
		i.Mark(m, incident.Point{At: posted.Add(-before), Quality: incident.Stated}, true)
	}
	recovered := func(i *incident.Incident) { mark(i, incident.Recovered, 10*time.Minute) }
	state("suspected", func(i *incident.Incident) { i.Declared = false })
	state("detection", func(*incident.Incident) {})
	state("recovery", func(i *incident.Incident) { i.Fixing = true })
	state("post-incident", recovered)
	state("closed", func(i *incident.Incident) { recovered(i); mark(i, incident.Learned, time.Minute) })
	state("cancelled", func(i *incident.Incident) { i.Cancelled = "planned" })
	state("cancelled after learning", func(i *incident.Incident) {
		recovered(i)
		mark(i, incident.Learned, time.Minute)
		i.Cancelled = "planned"
	})
	state("duplicate", func(i *incident.Incident) { i.DuplicateOf = 7 })
	return out
}

// judgeText judges the only command in a text, as ben, half an hour after the incident began.
func judgeText(t testing.TB, text, state string, may incident.Permission, cfg policy.Config) (ledger.Fact, bool) {
	t.Helper()
	lines := Scan(text, ScanOptions{Aliases: JapaneseVerbs, PrefixRequired: cfg.Commands.Prefix == "required"})
	if len(lines) != 1 {
		t.Fatalf("%q holds %d commands", text, len(lines))
	}
	return Judge(lines[0], may, callIn(states()[state], cfg))
}

func callIn(i incident.Incident, cfg policy.Config) Call {
	return Call{
		Posted: posted, Actor: ben, Incident: i, Policy: cfg,
		People: func(login string) (incident.Person, bool) {
			known := map[string]incident.Person{"ben": ben, "cho": {ID: 3, Login: "Cho"}}
			p, ok := known[lowerASCII(login)]
			return p, ok
		},
	}
}

func TestWhatIsAcceptedIsKeptInCanonicalForm(t *testing.T) {
	tests := []struct{ line, state, verb, args, at string }{ // at: minutes and seconds of 01:xx UTC, told; empty = not told
		{"/ack", "detection", "ack", "", ""},
		{"/ACKED", "detection", "ack", "", ""},
		{"/ack at 10:05 JST", "detection", "ack", "", "01:05:00"},
		{"/ack 15m ago", "detection", "ack", "", "01:25:30"},
		{"/確認", "suspected", "ack", "", ""},
		{"／確認", "detection", "ack", "", ""},
		{"/severity 1", "detection", "severity", "sev1", ""},
		{"/sev SEV2", "detection", "severity", "sev2", ""},
		{"/severity Critical because all is down", "detection", "severity", "sev1 because all is down", ""},
		{"/severity 1, because nobody can pay", "detection", "severity", "sev1 because nobody can pay", ""},
		{"/severity 2: slow", "detection", "severity", "sev2 because slow", ""},
		{"/severity 1 because: nobody can pay", "detection", "severity", "sev1 because nobody can pay", ""},
		{"/severity 1 1 ,", "detection", "severity", "sev1 because 1 ,", ""},
		{"/severity 1 because 1 ,", "detection", "severity", "sev1 because 1 ,", ""},
		{"/severity unknown", "detection", "severity", "unknown", ""},
		{"/severity 1 at 10:05 JST", "detection", "severity", "sev1", "01:05:00"},
		{"/severity 1 because nobody can pay 15m ago", "detection", "severity", "sev1 because nobody can pay", "01:25:30"},
		{"/severity 1 because it fails since 10:05 JST", "detection", "severity", "sev1 because it fails since 10:05 JST", ""},
		{"／重大度　１　理由　遅い", "detection", "severity", "sev1 because 遅い", ""},
		{"/note the queue is at 300", "closed", "note", "the queue is at 300", ""},
		{"/note errors rise at 10:05 JST", "detection", "note", "errors rise", "01:05:00"},
		{"/timeline paged | 2026-11-22 09:30", "detection", "timeline", "paged", "00:30:00"},
		{"/update trying a rollback at 10:05 JST", "detection", "update", "trying a rollback at 10:05 JST", ""},
		{"/identified a bad deploy", "detection", "identified", "a bad deploy", ""},
		{"/identified unknown", "recovery", "identified", "unknown", ""},
		{"/fixing", "detection", "fixing", "", ""},
		{"/mitigate cut traffic", "detection", "mitigated", "cut traffic", ""},
		{"/fixed rolled back at 10:05 JST", "recovery", "fixed", "rolled back", "01:05:00"},
		{"/fixed at 10:05 JST", "post-incident", "fixed", "", "01:05:00"},
		{"/resolve 2m ago", "recovery", "recovered", "", "01:38:30"},
		{"/close", "recovery", "close", "", ""},
		{"/triaged unknown", "post-incident", "triaged", "unknown", ""},
		{"/learned", "post-incident", "learned", "", ""},
		{"/started at 2026-11-22 01:05 UTC", "detection", "started", "", "01:05:00"},
		{"/started 10:05", "detection", "started", "", "01:05:00"},
		{"/detected 10:06 JST", "closed", "detected", "", "01:06:00"},
		{"/lead", "detection", "lead", "", ""},
		{"/ic @cho", "detection", "lead", "@Cho", ""},
		{"/lead me", "detection", "lead", "", ""},
		{"/lead at 10:05 JST", "detection", "lead", "", "01:05:00"},
		{"/lead @cho at 10:05 JST", "detection", "lead", "@Cho", "01:05:00"},
		{"/ops cho", "detection", "ops", "@Cho", ""},
		{"/comms @cho", "detection", "comms", "@Cho", ""},
		{"/unassign IC", "detection", "unassign", "lead", ""},
		{"/impact nobody can pay", "detection", "impact", "nobody can pay", ""},
		{"/components +api, -checkout", "detection", "components", "+api -checkout", ""},
		{"/component api", "detection", "components", "+api", ""},
		{"/components +api -checkout at 10:05 JST", "detection", "components", "+api -checkout", "01:05:00"},
		{"/unassign ops 15m ago", "detection", "unassign", "operations", "01:25:30"},
		{"/duplicate #7 at 10:05 JST", "detection", "duplicate", "#7", "01:05:00"},
		{"/incident at 10:05 JST", "suspected", "incident", "", "01:05:00"},
		{"/link https://example.com/d a dashboard", "detection", "link", "https://example.com/d a dashboard", ""},
		{"/incident", "suspected", "incident", "", ""},
		{"/cancel planned work", "detection", "cancel", "planned work", ""},
		{"/duplicate 7", "detection", "duplicate", "#7", ""},
		{"/reopen failing again", "post-incident", "reopen", "failing again", ""},
		{"/reopen it was one", "cancelled", "reopen", "it was one", ""},
		{"/reopen it was one", "cancelled after learning", "reopen", "it was one", ""},
		{"/postmortem @cho", "post-incident", "postmortem", "@Cho", ""},
		{"/pm REFRESH", "closed", "postmortem", "refresh", ""},
		{"/help severity", "detection", "help", "severity", ""},
		{"/inc ack", "detection", "ack", "", ""},
		{"/action add an alert @cho I:high S:s U:medium C:low K:detect", "detection", "action", "add an alert @cho I:high S:s U:medium C:low K:detect", ""},
	}
	cfg := team(t, "")
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			f, ok := judgeText(t, tt.line, tt.state, incident.TriageAccess, cfg)
			if !ok || f.Refused || f.Problem != nil {
				t.Fatalf("ok %v, refused %v: %+v", ok, f.Refused, f.Problem)
			}
			at := ""
			if f.Told {
				at = f.At.Format("15:04:05")
			} else if !f.At.Equal(posted) {
				t.Errorf("no time was told, but it counts at %v", f.At)
			}
			if f.Verb != tt.verb || f.Args != tt.args || at != tt.at {
				t.Errorf("got %s %q at %q", f.Verb, f.Args, at)
			}
		})
	}
}

func TestWhatIsRefusedSaysWhyAndOffersALine(t *testing.T) {
	tests := []struct{ line, state, code, detail, paste string }{
		{"/fxied", "detection", ledger.UnknownVerb, "", "/fixed"},
		{"/severity", "detection", ledger.UnknownSeverity, "", "/severity sev1|/severity sev2|/severity sev3|/severity unknown"},
		{"/severity 9 because", "detection", ledger.UnknownSeverity, "9", "/severity sev1|/severity sev2|/severity sev3|/severity unknown"},
		{"/note", "detection", ledger.NeedsArgument, "text", "/note what was seen"},
		{"/update", "detection", ledger.NeedsArgument, "text", "/update what is known, what is being tried"},
		{"/impact", "detection", ledger.NeedsArgument, "text", "/impact who cannot do what"},
		{"/cancel", "detection", ledger.NeedsArgument, "reason", "/cancel a planned change, nobody was affected"},
		{"/reopen", "post-incident", ledger.NeedsArgument, "reason", "/reopen it is failing again"},
		{"/reopen again", "closed", ledger.NotNow, "closed", ""},
		{"/fixed", "post-incident", ledger.TooLate, "", "/action … K:repair"},
		{"/fixed at 10:39 JST", "post-incident", ledger.TooLate, "", "/action … K:repair"},
		{"/fixing", "post-incident", ledger.TooLate, "", "/action … K:repair"},
		{"/mitigated", "closed", ledger.TooLate, "", "/action … K:repair"},
		{"/triaged", "recovery", ledger.NotNow, "recovery", "/recovered"},
		{"/learned", "detection", ledger.NotNow, "detection", "/recovered"},
		{"/postmortem", "detection", ledger.NotNow, "detection", "/recovered"},
		{"/postmortem refresh", "detection", ledger.NotNow, "detection", "/recovered"},
		{"/started", "detection", ledger.NeedsArgument, "at 10:05 JST", "/started at 10:05 JST"},
		{"/started sometime last night", "detection", ledger.UnreadableTime, "sometime last night", "/started at 2026-11-22 01:40 UTC"},
		{"/detected at 3:10 CST", "detection", ledger.AmbiguousTime, "3:10 CST",
			"/detected at 2026-11-21 03:10 America/Chicago|/detected at 2026-11-22 03:10 Asia/Shanghai|/detected at 2026-11-21 03:10 America/Havana"},
		{"/lead @nobody", "detection", ledger.UnknownPerson, "nobody", ""},
		{"/lead @cho @ben", "detection", ledger.BadArguments, "@login", ""},
		{"/lead @-", "detection", ledger.BadArguments, "@login", ""},
		{"/unassign everything", "detection", ledger.BadArguments, "lead | ops | comms", "/unassign lead|/unassign ops|/unassign comms"},
		{"/components +database", "detection", ledger.BadArguments, "+api -web", "/components +api|/components +checkout"},
		{"/link ftp://example.com", "detection", ledger.BadArguments, "https://… [title]", "/link https://… title"},
		{"/link javascript:alert(1)", "detection", ledger.BadArguments, "https://… [title]", "/link https://… title"},
		{"/duplicate", "detection", ledger.BadArguments, "#12", "/duplicate #…"},
		{"/duplicate #42", "detection", ledger.BadArguments, "#12", "/duplicate #…"},
		{"/duplicate #-1", "detection", ledger.BadArguments, "#12", "/duplicate #…"},
		{"/action", "detection", ledger.NeedsArgument, "text [@u] [I:high S:s U:medium C:low K:prevent]",
			"/action what is to be done I:medium S:s U:medium C:medium"},
		{"/action x I:hgh", "detection", ledger.BadArguments, "I: high, medium, low", "/action x I:high"},
		{"/action x @nobody", "detection", ledger.UnknownPerson, "nobody", ""},
		{"/ack", "cancelled", ledger.NotNow, "cancelled", "/reopen why"},
		{"/recovered", "duplicate", ledger.NotNow, "duplicate", "/reopen why"},
		{"/note ^", "detection", ledger.NothingBefore, "", "/note what was seen"},
	}
	cfg := team(t, "")
	for _, tt := range tests {
		t.Run(tt.line+" in "+tt.state, func(t *testing.T) {
			f, ok := judgeText(t, tt.line, tt.state, incident.TriageAccess, cfg)
			if !ok || !f.Refused || f.Problem == nil {
				t.Fatalf("ok %v, refused %v, problem %v", ok, f.Refused, f.Problem)
			}
			if got := strings.Join(f.Problem.Paste, "|"); f.Problem.Code != tt.code || f.Problem.Detail != tt.detail || got != tt.paste {
				t.Errorf("got %s %q → %s", f.Problem.Code, f.Problem.Detail, got)
			}
			if f.Text != tt.line || f.Told || !f.At.Equal(posted) || f.Quality != incident.NoQuality {
				t.Errorf("a refused line keeps its text and tells no time: %+v", f)
			}
		})
	}
}
