package policy

// Nudges says how people are asked. Mode is empty where no file sets it: Effective resolves it.
type Nudges struct {
	Mode  string               `key:"mode" enum:"comment,card,off" doc:"comment asks in a comment, card only on the card, off not at all. Left out: the stage's."`
	Rules map[string]NudgeRule `key:"rules" keys:"no_severity,not_acknowledged,no_update,not_recovered,idle,no_postmortem,postmortem_idle,action_overdue,handoff" doc:"Single rules: true, false, or {after: 30m}."`
}

// NudgeRule is one rule as a file writes it: false, true, or {after: 30m}. After is zero where the
// file leaves it to the default.
type NudgeRule struct {
	On    bool
	After Duration `key:"after" doc:"How long to wait."`
}

// setSwitch lets `rule: true` and `rule: false` stand for the whole mapping.
func (r *NudgeRule) setSwitch(on bool) { r.On = on }

// Oncall is who is woken, and in which order. Package oncall reads it.
type Oncall struct {
	Rotations []Rotation `key:"rotations" doc:"Rotations."`
	Overrides []Override `key:"overrides" doc:"Somebody stands in for a while."`
	Ladder    []Rung     `key:"ladder" doc:"Who is woken next if nobody answers."`
}

// Rotation is a named set of layers.
type Rotation struct {
	Name   string  `key:"name" as:"word" doc:"Its name."`
	Layers []Layer `key:"layers" doc:"Layers; each covers its hours."`
}

// Layer is people who take turns. Hours that are zero mean round the clock.
type Layer struct {
	People []string `key:"people" as:"login" required:"true" doc:"Logins, in turn."`
	Zone   string   `key:"zone" as:"zone" doc:"Zone of the hours; left out: the team's first."`
	Hours  Hours    `key:"hours" doc:"HH:MM-HH:MM of each day; left out: round the clock."`
	Every  Duration `key:"every" doc:"How long a turn is, e.g. 1w."`
	Start  Date     `key:"start" doc:"First day of the first turn."`
}

// Override puts one person on call from one instant until another (UTC).
type Override struct {
	Who   string  `key:"who" as:"login" required:"true" doc:"Who stands in."`
	From  Instant `key:"from" required:"true" doc:"From when, RFC 3339."`
	Until Instant `key:"until" required:"true" doc:"Until when, RFC 3339."`
}

// Rung is one step of the ladder: after so long without an answer, notify these.
type Rung struct {
	After  Duration `key:"after" zero:"true" doc:"How long after the step before; left out: at once."`
	Notify string   `key:"notify" as:"notify" required:"true" doc:"oncall, next, everyone, a login, or organisation/team."`
}

// Pager is a service that wakes people.
type Pager struct {
	Type   string `key:"type" enum:"pagerduty,opsgenie,ntfy,grafana,pushover,twilio,webhook" required:"true" doc:"Which service."`
	KeyEnv string `key:"key_env" as:"env" doc:"Environment variable that holds the key."`
	URLEnv string `key:"url_env" as:"env" doc:"Environment variable that holds the address."`
}

// Postmortems says where postmortems are written.
type Postmortems struct {
	Repository string   `key:"repository" as:"repository" doc:"here, or owner/name of the same owner, where the App may write too."`
	Directory  string   `key:"directory" as:"path" doc:"Folder in that repository."`
	Name       string   `key:"name" as:"word" doc:"What the document is called, e.g. Postmortem, Retrospective."`
	Template   string   `key:"template" as:"path_or_empty" doc:"A template of your own, as a path in this repository; empty: ours."`
	Sign       string   `key:"sign" enum:"auto,github,never" doc:"Who makes the commits: github makes and signs them; never: they are pushed; auto: pushed, and made by GitHub where the repository requires signatures."`
	Reviewers  []string `key:"reviewers" as:"reviewer" doc:"lead, operations, communications, logins, or organisation/team."`
}

// Followups says where action items go.
type Followups struct {
	Board        string  `key:"board" doc:"Title of the organisation's Projects board; empty: no board."`
	CapacityDays float64 `key:"capacity_days" min:"0" max:"1000" doc:"Days of work that Do next and Quick win hold together: of all incidents on the board; without a board, of each incident."`
	Repository   string  `key:"repository" as:"followup_repository" doc:"component (the component's own), here, or owner/name."`
}

// StatusPage is the public page.
type StatusPage struct {
	Branch    string   `key:"branch" as:"branch" doc:"Branch that it is written to."`
	Title     string   `key:"title" doc:"Its title."`
	Languages []string `key:"languages" enum:"en,ja" doc:"Languages that it is shown in."`
}

// Report is the regular report.
type Report struct {
	Every string `key:"every" enum:"week,month,quarter,off" doc:"How often."`
}

// Drills are training incidents.
type Drills struct {
	InviteEvery Duration `key:"invite_every" doc:"How often people are invited to one; off: never. Left out: the stage's."`
}
