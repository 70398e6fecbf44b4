// Package policy reads `.github/sensible.yml` and answers what the team wants: severities, people,
// zones, working hours, names of labels, and what each stage switches on by itself.
//
// It parses strictly (every problem with file, line and column), fills in the defaults and the
// stage's presets, and describes the file as a JSON Schema. It does NOT read files, send anything,
// decide who is on call (package oncall) or act on a setting: features that come later are checked
// here all the same, so that a file written today stays right.
package policy

// File is where the policy of a repository lies.
const File = ".github/sensible.yml"

// Version is the newest version of the file that this program understands.
const Version = 1

// Config is the policy of one repository: what its file says, over the organisation's file, over
// the presets of its stage. Get one from Default or Parse; the zero value is not usable.
//
// The tags are the grammar of the file: `key` the key, `doc` its description, `enum`, `as`, `min`,
// `max`, `names` and `keys` what is allowed. Parse and Schema both read them.
type Config struct {
	Version     int                  `key:"version" min:"1" max:"1" doc:"Version of this file. 1 is the only one so far."`
	Stage       int                  `key:"stage" min:"0" max:"2" doc:"How far the company has grown: 0 (up to 4 engineers), 1 (5 to 10), 2 (11 and more). A preset; each single setting can differ."`
	Language    string               `key:"language" enum:"en,ja" doc:"Language of everything that people read."`
	Team        Team                 `key:"team" doc:"The team's time zones and working hours."`
	People      map[string]Person    `key:"people" names:"login" doc:"People by GitHub login: zone, phone, working hours, holidays."`
	Severities  []Severity           `key:"severities" as:"severities" most:"20" doc:"The severities, worst first. A key that is left out takes the default of the same rank; postmortem takes the stage's."`
	Components  map[string]Component `key:"components" names:"component" doc:"The parts of the system by name: who owns them, where they live."`
	Incidents   Incidents            `key:"incidents" doc:"Where incidents live and what they need."`
	Commands    Commands             `key:"commands" doc:"How commands are written in comments."`
	Labels      Labels               `key:"labels" doc:"Names of the labels."`
	Nudges      Nudges               `key:"nudges" doc:"Comments that ask one person for one thing."`
	Oncall      Oncall               `key:"oncall" doc:"Rotations, overrides and the ladder of escalation."`
	Pagers      []Pager              `key:"pagers" doc:"Services that wake people. Secrets are named by environment variable, never written here."`
	Announce    Announce             `key:"announce" doc:"Where incidents are announced."`
	Postmortems Postmortems          `key:"postmortems" doc:"Where postmortems are written, and who reviews them."`
	Followups   Followups            `key:"followups" doc:"Where action items go."`
	StatusPage  StatusPage           `key:"status_page" doc:"The public status page."`
	Report      Report               `key:"report" doc:"The regular report."`
	Drills      Drills               `key:"drills" doc:"Training incidents."`

	// Written tells which keys a file really holds, by dotted path ("team.zones",
	// "severities[0].postmortem"), and where. What is absent here is a default or a preset.
	Written map[string]Position
}

// Position is a place in a file; lines and columns count from 1, columns in characters.
type Position struct {
	File   string
	Line   int
	Column int
}

// Default is the policy of a repository without a file, at a stage (0, 1 or 2; anything else is 1).
func Default(stage int) Config {
	if stage < 0 || stage > 2 {
		stage = 1
	}
	return Config{
		Version: Version, Stage: stage, Language: "en",
		Team:       Team{Zones: []string{"UTC"}, WorkingHours: Hours{From: 9 * 60, Until: 18 * 60}},
		People:     map[string]Person{},
		Severities: defaultSeverities(stage),
		Components: map[string]Component{},
		Incidents:  Incidents{Repository: Here, Declare: "triage", CloseRequires: []string{"severity"}, OnMissing: Remind},
		Commands:   Commands{Prefix: "optional"},
		Labels:     Labels{Incident: "incident", Phase: "phase/", Severity: "severity/", Drill: "drill"},
		Postmortems: Postmortems{Repository: Here, Directory: "postmortems", Name: "Postmortem", Sign: "auto",
			Reviewers: []string{"lead"}},
		Followups:  Followups{Board: "Incident follow-ups", CapacityDays: 10, Repository: "component"},
		StatusPage: StatusPage{Branch: "gh-pages", Title: "Status", Languages: []string{"en"}},
		Report:     Report{Every: "month"},
		Drills:     Drills{InviteEvery: Duration{Days: 30}},
		Nudges:     Nudges{Rules: map[string]NudgeRule{}},
		Written:    map[string]Position{},
	}
}
