package policy

// Here is the repository that holds the file itself.
const Here = "here"

// OnMissing values: what happens when an incident is closed while something is missing.
const (
	Remind = "remind" // one comment says what is missing
	Reopen = "reopen" // the issue is opened again
)

// Team is what all people of the team have in common.
type Team struct {
	Zones        []string `key:"zones" as:"zone" most:"20" doc:"IANA time zones of the team. The first is assumed where a time names none; four beside UTC are shown."`
	WorkingHours Hours    `key:"working_hours" doc:"HH:MM-HH:MM, Monday to Friday, in each person's zone."`
}

// Person is one member of the team.
type Person struct {
	Zone         string `key:"zone" as:"zone" doc:"The person's IANA time zone; left out: the team's first."`
	Phone        string `key:"phone" doc:"Telephone number for pagers that call."`
	WorkingHours Hours  `key:"working_hours" doc:"HH:MM-HH:MM in the person's zone; left out: the team's."`
	Holidays     []Date `key:"holidays" doc:"Days on which the person does not work, YYYY-MM-DD."`
}

// Component is one part of the system.
type Component struct {
	Owners     []string `key:"owners" as:"owner" doc:"Logins, or teams as organisation/team."`
	Repository string   `key:"repository" as:"repository" doc:"Where its code lives: here, or owner/name."`
	Paths      []string `key:"paths" as:"glob" doc:"Its files in that repository, as globs (** crosses folders)."`
	Dashboards []string `key:"dashboards" as:"url" doc:"Links to dashboards."`
	Runbooks   []string `key:"runbooks" as:"url" doc:"Links to runbooks."`
	SLO        SLO      `key:"slo" doc:"Its service level objective."`
}

// SLO is a service level objective. Target 0 means that there is none.
type SLO struct {
	Target float64  `key:"target" min:"0" max:"100" doc:"Per cent of the time, e.g. 99.9."`
	Window Duration `key:"window" doc:"Over how long, e.g. 30d."`
}

// Incidents says where incidents live and what they need.
type Incidents struct {
	Repository        string   `key:"repository" as:"repository" doc:"Where incidents live: here, or owner/name."`
	PrivateRepository string   `key:"private_repository" as:"full_repository" doc:"owner/name for incidents that must not be seen."`
	Declare           string   `key:"declare" enum:"anyone,triage" doc:"Who declares an incident by filling in the form: anyone, or those with triage access and more; for the others it is a suspicion until one of them agrees."`
	CloseRequires     []string `key:"close_requires" enum:"severity,lead,components,impact,started,identified,fixed,triaged,postmortem,actions" doc:"What must be known before an incident is closed."`
	OnMissing         string   `key:"on_missing" enum:"remind,reopen" doc:"What happens if it is closed all the same."`
}

// Commands says how commands are written.
type Commands struct {
	Prefix string   `key:"prefix" enum:"optional,required" doc:"Whether commands must be written as /inc verb."`
	Ignore []string `key:"ignore" as:"word" doc:"Other command bots here, whose verbs are never guessed at."`
}

// Labels are the names of the labels that the app sets.
type Labels struct {
	Incident string `key:"incident" as:"label" doc:"Makes an issue an incident."`
	Phase    string `key:"phase" as:"label_prefix" doc:"Prefix of the phase labels."`
	Severity string `key:"severity" as:"label_prefix" doc:"Prefix of the severity labels."`
	Drill    string `key:"drill" as:"label" doc:"Marks a training incident."`
}

// Announce says where incidents are announced.
type Announce struct {
	Slack      Slack     `key:"slack" doc:"Slack."`
	Webhooks   []Webhook `key:"webhooks" doc:"Addresses that get JSON."`
	MeetingURL string    `key:"meeting_url" as:"url" doc:"Where people meet; linked on the card."`
}

// Slack is where in Slack.
type Slack struct {
	Channel string `key:"channel" as:"word" doc:"The channel, e.g. #incidents."`
}

// Webhook is an address that gets JSON; the address itself is a secret.
type Webhook struct {
	URLEnv string `key:"url_env" as:"env" required:"true" doc:"Environment variable that holds the address."`
}
