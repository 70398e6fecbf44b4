package policy

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEachMistakeIsToldWithItsPlace holds one row for each kind of mistake: the whole line that a person reads.
func TestEachMistakeIsToldWithItsPlace(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an unknown key is a warning with a guess", "stagee: 1", `f:1:1: warning: the key "stagee" is unknown and has no effect: did you mean stage?`},
		{"a plural is guessed from a singular", "severity: []", `f:1:1: warning: the key "severity" is unknown and has no effect: did you mean severities?`},
		{"a hyphen is guessed to be an underscore", "team:\n  working-hours: x", `f:2:3: warning: the key "working-hours" is unknown and has no effect: did you mean working_hours?`},
		{"an unknown key far from all others lists them", "drills: {zzzzzzz: 1}", `f:1:10: warning: the key "zzzzzzz" is unknown and has no effect: known here are invite_every`},
		{"an unknown rule of nudges is a warning", "nudges: {rules: {no_updat: true}}", `f:1:18: warning: the key "no_updat" is unknown and has no effect: did you mean no_update?`},
		{"a stage beyond the last", "stage: 5", "f:1:8: stage: 5 is out of range: write a number from 0 to 2"},
		{"a stage that is no whole number", "stage: 1.5", "f:1:8: stage: this must be a whole number without quotes, but it is a number"},
		{"a number in quotes", `stage: "1"`, "f:1:8: stage: this must be a whole number without quotes, but it is a text"},
		{"a newer version", "version: 2", "f:1:10: version: this file is written for version 2 of the policy, and this program knows versions up to 1: update Sensible, or write version: 1"},
		{"a word outside an enumeration", "language: fr", `f:1:11: language: "fr" is not one of en, ja`},
		{"a slip in an enumeration", "commands: {prefix: optionel}", `f:1:20: commands.prefix: "optionel" is not one of optional, required: did you mean optional?`},
		{"a zone that does not exist", "team:\n  zones:\n    - UTC\n    - Asia/Tokio\n", `f:4:7: team.zones[1]: "Asia/Tokio" is no IANA time zone: did you mean Asia/Tokyo?`},
		{"an abbreviation for a zone", "people: {aiko: {zone: JST}}", `f:1:23: people.aiko.zone: "JST" is no IANA time zone: did you mean Asia/Tokyo?`},
		{"the machine's own zone", "team: {zones: [Local]}", `f:1:16: team.zones[0]: "Local" is no IANA time zone: write an IANA time zone, such as Asia/Tokyo, America/Los_Angeles or UTC`},
		{"hours without minutes", "team: {working_hours: 9-18}", `f:1:23: team.working_hours: "9-18" are no hours: write HH:MM-HH:MM, such as 09:00-18:00`},
		{"hours after midnight's end", "team: {working_hours: '09:00-24:01'}", `f:1:23: team.working_hours: "09:00-24:01" are no hours: write HH:MM-HH:MM, such as 09:00-18:00`},
		{"hours of no length", "team: {working_hours: '09:00-09:00'}", `f:1:23: team.working_hours: "09:00-09:00" begins and ends at the same minute: for the whole day write 00:00-24:00`},
		{"a duration without a unit", "severities: [{name: a, ack_within: 5}]", "f:1:36: severities[0].ack_within: 5 has no unit: " + durationHelp},
		{"a duration with an unknown unit", "report: {}\ndrills: {invite_every: 3x}", `f:2:24: drills.invite_every: "3x" is not a duration: ` + durationHelp},
		{"a duration of nothing", "drills: {invite_every: 0m}", `f:1:24: drills.invite_every: "0m" is no length of time: ` + durationHelp},
		{"a duration that is a text of the wrong kind", "drills: {invite_every: [1d]}", "f:1:24: drills.invite_every: this must be a text, but it is a list"},
		{"a day outside the calendar", "people: {a: {holidays: [2026-02-30]}}", `f:1:25: people.a.holidays[0]: "2026-02-30" is no date of the calendar: write YYYY-MM-DD, such as 2026-11-23`},
		{"an instant without a zone", "oncall: {overrides: [{who: a, from: 2026-01-01T00:00:00, until: 2026-01-02T00:00:00Z}]}", `f:1:37: oncall.overrides[0].from: "2026-01-01T00:00:00" is no instant: write RFC 3339, such as 2026-12-24T00:00:00Z`},
		{"an override that ends before it begins", "oncall: {overrides: [{who: a, from: 2026-12-25T00:00:00Z, until: 2026-12-24T00:00:00Z}]}", "f:1:59: oncall.overrides[0].until: the override ends before it begins: write until later than from"},
		{"a repository that is no owner/name", "incidents:\n  repository: shop", `f:2:15: incidents.repository: "shop" does not fit: write here, or owner/name`},
		{"a private repository cannot be here", "incidents: {private_repository: here}", `f:1:33: incidents.private_repository: "here" does not fit: write owner/name`},
		{"a glob with an open bracket", "components: {a: {paths: ['x[']}}", `f:1:26: components.a.paths[0]: "x[" is not a glob: close its bracket [ ], or write \[ for the sign itself`},
		{"a folder outside the repository", "postmortems: {directory: ../x}", `f:1:26: postmortems.directory: "../x" is not a plain path: write it without ., .. and empty parts`},
		{"an address without a scheme", "components: {a: {runbooks: [wiki]}}", `f:1:29: components.a.runbooks[0]: "wiki" does not fit: write an address that begins with https://`},
		{"a login with an at sign", "people: {'@aiko': {}}", `f:1:10: people.@aiko: "@aiko" does not fit: write a GitHub login without @`},
		{"true written as yes", "severities: [{name: a, page: yes}]", "f:1:30: severities[0].page: this must be true or false: write true"},
		{"a text that is a number", "people: {a: {phone: 0312}}", "f:1:21: people.a.phone: this must be a text, but it is a whole number: put it in quotes"},
		{"a word for a list", "commands: {ignore: prow}", "f:1:20: commands.ignore: this must be a list, but it is a text: write [ ] around it, or - before each entry"},
		{"a list for a mapping", "team: [UTC]", "f:1:7: team: this must be keys and values, but it is a list"},
		{"an empty entry of a list", "team:\n  zones:\n    - UTC\n    -\n", "f:4:5: team.zones[1]: this entry of the list is empty: remove it, or fill it in"},
		{"an override without an end", "oncall:\n  overrides:\n    - {who: a, from: 2026-12-24T00:00:00Z}", "f:3:7: warning: oncall.overrides[0]: the key until is missing, so this entry has no effect"},
		{"a layer of nobody", "oncall: {rotations: [{layers: [{zone: UTC}]}]}", "f:1:32: warning: oncall.rotations[0].layers[0]: the key people is missing, so this entry has no effect"},
		{"a turn in working days", "oncall: {rotations: [{layers: [{people: [a], every: 5wd}]}]}", "f:1:46: oncall.rotations[0].layers[0].every: a turn is counted in hours, days or weeks, not in working days"},
		{"two rotations of one name", "oncall: {rotations: [{name: a}, {name: a}]}", `f:1:34: oncall.rotations[1].name: two rotations are named "a": each needs its own name`},
		{"no severity at all", "severities: []", "f:1:1: severities: no severity is listed: list at least one, the worst first, or remove the key"},
		{"two severities of one name", "severities: [{name: a}, {name: A}]", `f:1:26: severities[1].name: "A" already names severities[0]: each needs its own word`},
		{"a severity named unknown", "severities: [{name: Unknown}]", `f:1:15: severities[0].name: "Unknown" stands for a severity that nobody has judged yet: choose another word`},
		{"a key written twice", "stage: 1\nteam: {}\nstage: 2", "f:3:1: stage: this key is written twice, first in line 1: keep one"},
		{"a login written twice", "people: {Aiko: {}, aiko: {}}", "f:1:20: people.aiko: this key is written twice, first in line 1: keep one"},
		{"one label for two things", "labels: {drill: Incident}", `f:1:10: labels.drill: incidents and drills cannot share the label "Incident"`},
		{"a label under a prefix", "labels: {incident: phase/x}", `f:1:10: labels.incident: the label "phase/x" begins with "phase/", which is kept for phases or severities`},
		{"a label with a comma", "labels: {incident: 'a,b'}", `f:1:20: labels.incident: "a,b" does not fit: write a label of at most 50 characters without commas`},
		{"a secret pasted for the name of a variable is not shown", "pagers: [{type: ntfy, url_env: https://ntfy.sh/s3cret}]", "f:1:32: pagers[0].url_env: this text does not fit: write the name of an environment variable, such as PAGERDUTY_KEY, never the secret itself"},
		{"a pager without a variable", "pagers: [{type: ntfy}]", "f:1:10: warning: pagers[0]: neither key_env nor url_env is here, so this entry has no effect: name the environment variable that holds the key or the address"},
		{"a password in an address is not shown", "announce: {meeting_url: 'https://u:s3cret@x'}", "f:1:25: announce.meeting_url: this address holds a password or user name: write it without"},
		{"a target over all", "components: {a: {slo: {target: 101}}}", "f:1:32: components.a.slo.target: 101 is out of range: write a number from 0 to 100"},
		{"not a number", "followups: {capacity_days: .nan}", `f:1:28: followups.capacity_days: ".nan" is not a plain number`},
		{"a list for the whole file", "[1]", "f:1:1: this must be keys and values, but it is a list"},
		{"a word for the whole file", "hello", "f:1:1: this must be keys and values, but it is a text"},
		{"an open bracket", "stage: [", "f:1:8: this is not YAML: sequence end token ']' not found; check indentation, quotes and brackets"},
		{"a tab for indentation", "team:\n\tzones: []", "f:2:1: a tab begins this line: YAML is indented with spaces"},
		{"a directive is no document", "%YAML 1.2\n---\nstage: 7\n", "f:3:8: stage: 7 is out of range: write a number from 0 to 2"},
		{"a second document", "---\nstage: 1\n---\nstage: 2\n", "f:3:1: a second document begins here: one file is one policy; remove the line with --- or ..."},
		{"a second document that the library drops", "---\n---\nstage: 7\n", "f:2:1: a second document begins here: one file is one policy; remove the line with --- or ..."},
		{"an alias of itself", "x-a: &a [*a]", "f:1:10: no anchor &a stands before this alias"},
		{"a tag", "stage: !!int 2", "f:1:8: YAML tags (!!int) are not used here: remove it"},
		{"Latin-1", "team: {}\nlanguage: \xe9", "f:2:11: this is not UTF-8: save the file as UTF-8"},
		{"UTF-16", "\xff\xfes\x00t\x00", "f:1:1: the file is in UTF-16: save it as UTF-8"},
		{"a control character", "stage: 1\x00", "f:1:9: the control character U+0000 is not allowed here: remove it"},
		{"the place counts characters, not bytes", "{x-a: あいう, stage: 9}", "f:1:19: stage: 9 is out of range: write a number from 0 to 2"},
		{"the place is right after a byte order mark and CRLF", "\ufeffteam: {}\r\nstage: 9\r\n", "f:2:8: stage: 9 is out of range: write a number from 0 to 2"},
		{"the place is right after texts over many lines", "x-a: |\n  a\n\n  b\nx-b: >-\n  c\n  d\nx-c: 'e\n\n  f'\nx-d: g\n  h\nstage: 9", "f:13:8: stage: 9 is out of range: write a number from 0 to 2"},
		{"the place is right after comments", "# a\n\nteam: {} # b\n  # c\nstage: 9", "f:5:8: stage: 9 is out of range: write a number from 0 to 2"},
		{"the place of what an alias brings is where it stands", "x-a: &a {target: 200}\ncomponents: {a: {slo: *a}}", "f:1:18: components.a.slo.target: 200 is out of range: write a number from 0 to 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, problems := Parse("f", []byte(tt.text))
			if got := problems.String(); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if problems.Errors() && len(c.Written) > 0 {
				t.Errorf("with errors something was applied: %v", c.Written)
			}
		})
	}
}

func TestSeveralMistakesComeInTheOrderOfTheFile(t *testing.T) {
	_, problems := Parse("f", []byte("stage: 9\nzz: 1\nlanguage: fr\nteam: {zones: [x, y]}\n"))
	want := []int{1, 2, 3, 4, 4}
	for i, p := range problems {
		if i >= len(want) || p.Line != want[i] {
			t.Fatalf("got %s", problems)
		}
	}
	if len(problems) != len(want) || !problems.Errors() {
		t.Errorf("got %d problems: %s", len(problems), problems)
	}
}

func TestFilesThatHoldNothingAreTheDefault(t *testing.T) {
	for _, text := range []string{"", "\n", "# only\n  # comments\n", "---\n", "--- \n...\n", "\ufeff", "{}", "null", "~\n", "%YAML 1.2\n---\n", "x-mine: {a: 1}", "team:\nnudges:\n", "\t\n"} {
		c, problems := Parse("f", []byte(text))
		if len(problems) > 0 || c.Stage != 1 || len(c.Severities) != 4 || c.Labels.Phase != "phase/" {
			t.Errorf("%q: problems %q, config %+v", text, problems, c)
		}
	}
}

func TestTheExampleWithEveryKeyHasNoProblem(t *testing.T) {
	text, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		t.Fatal(err)
	}
	c, problems := Parse("f", text)
	if len(problems) > 0 {
		t.Fatalf("problems:\n%s", problems)
	}
	if c.Severities[1].ActionsDue != (Duration{Days: 30}) || c.Oncall.Ladder[1].After != clock(5) ||
		c.Components["checkout"].SLO.Target != 99.9 || c.People["ben"].Holidays[0].String() != "2026-12-25" ||
		c.Oncall.Rotations[0].Layers[1].Hours.String() != "08:00-20:00" || c.Pagers[0].KeyEnv != "PAGERDUTY_KEY" ||
		c.Oncall.Overrides[0].From.String() != "2026-12-24 00:00:00 +0000 UTC" {
		t.Errorf("got %+v", c)
	}
}

// TestEveryKeyIsOptional removes each line's keys one by one from the example: none is ever missed.
func TestEveryKeyIsOptional(t *testing.T) {
	text, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		t.Fatal(err)
	}
	keys := regexp.MustCompile(`([a-z_]+):[ \n]`).FindAllSubmatchIndex(text, -1)
	for _, at := range keys {
		without := string(text[:at[2]]) + "x-" + string(text[at[2]:]) // a key of the author's own
		if _, problems := Parse("f", []byte(without)); problems.Errors() {
			t.Errorf("without %s: %s", text[at[2]:at[3]], problems)
		}
	}
	if len(keys) < 100 {
		t.Errorf("only %d keys", len(keys))
	}
}

func TestIncompleteEntriesHaveNoEffect(t *testing.T) {
	c, problems := Parse("f", []byte("pagers: [{type: ntfy}, {type: ntfy, url_env: A}]\noncall: {overrides: [{who: a}], ladder: [{after: 5m}]}\nannounce: {webhooks: [{}]}\nstage: 2"))
	if problems.Errors() || len(problems) != 5 || len(c.Pagers) != 1 || len(c.Oncall.Overrides)+len(c.Oncall.Ladder) > 0 || c.Effective().Announcements {
		t.Errorf("problems %s, config %+v", problems, c)
	}
}

func TestAliasesAndMergeKeysAreRead(t *testing.T) {
	text := "x-dates: &d [2026-12-25]\npeople:\n  a: &a {zone: Asia/Tokyo, holidays: *d}\n  b:\n    <<: *a\n    zone: UTC\n"
	c, problems := Parse("f", []byte(text))
	if len(problems) > 0 || c.People["b"].Zone != "UTC" || len(c.People["b"].Holidays) != 1 {
		t.Errorf("problems %s, people %+v", problems, c.People)
	}
}

func TestTheNearestFileWins(t *testing.T) {
	org := Source{"org", []byte("stage: 2\nlanguage: ja\npeople: {a: {zone: UTC, phone: '1'}, b: {zone: UTC}}\nteam: {zones: [Asia/Tokyo, UTC]}\n")}
	repo := Source{"repo", []byte("language: en\npeople: {a: {zone: Asia/Tokyo}}\nteam: {zones: [UTC]}\n")}
	c, problems := ParseLayers(org, repo)
	if len(problems) > 0 || c.Stage != 2 || c.Language != "en" || c.People["a"].Zone != "Asia/Tokyo" || c.People["a"].Phone != "1" ||
		c.People["b"].Zone != "UTC" || strings.Join(c.Team.Zones, " ") != "UTC" || c.Written["stage"].File != "org" {
		t.Errorf("problems %s, config %+v", problems, c)
	}
	if c.Severities[0].Postmortem != PostmortemRequired {
		t.Errorf("the stage of the organisation does not reach the severities: %+v", c.Severities[0])
	}
	c, problems = ParseLayers(org, Source{"repo", []byte("language: xx\nstage: 0")})
	if !problems.Errors() || c.Stage != 2 || c.Language != "ja" {
		t.Errorf("a broken file must count as empty: stage %d, language %s", c.Stage, c.Language)
	}
}
