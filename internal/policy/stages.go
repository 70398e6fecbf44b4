package policy

import (
	"strconv"
	"time"
)

// preset is one column of the table of stages: what a stage switches on by itself.
type preset struct {
	pinCard, centralBoard    bool
	postmortems              []Postmortem // by rank; ranks beyond the last ask for none
	nudges                   []string     // the rules that are on
	pages, announcements     bool         // where configured
	actionItems              string
	nextStep, closingComment bool
	whatChanged, similar     bool
	onMissing                string
	drillInvitation          Duration
}

// presetOf is the table "By stage" of the outer contract.
func presetOf(stage int) preset {
	switch stage {
	case 0:
		return preset{actionItems: ActionIssues, onMissing: Remind}
	case 2:
		return preset{
			pinCard: true, centralBoard: true,
			postmortems: []Postmortem{PostmortemRequired, PostmortemRequired, PostmortemLight},
			nudges:      NudgeRules(),
			pages:       true, announcements: true, actionItems: ActionBoard,
			nextStep: true, closingComment: true, whatChanged: true, similar: true,
			onMissing: Remind, drillInvitation: Duration{Days: 30},
		}
	}
	return preset{
		pinCard:       true,
		postmortems:   []Postmortem{PostmortemLight, PostmortemLight},
		nudges:        []string{NoSeverity, NotAcknowledged, NoUpdate},
		announcements: true, actionItems: ActionIssues,
		nextStep: true, closingComment: true, onMissing: Remind,
	}
}

// postmortem is what the stage asks of a rank (1 the worst).
func (p preset) postmortem(rank int) Postmortem {
	if rank <= len(p.postmortems) {
		return p.postmortems[rank-1]
	}
	return PostmortemNone
}

// defaultSeverities are the four severities of a file that lists none.
func defaultSeverities(stage int) []Severity {
	rows := []Severity{
		{Name: "sev1", Title: "Critical", Meaning: "Nobody can use it", Page: true,
			AckWithin: clock(5), UpdateEvery: clock(30), PostmortemDue: Duration{Days: 5}, ActionsDue: Duration{Days: 15}},
		{Name: "sev2", Title: "Major", Meaning: "Many cannot, or a main function is down", Page: true,
			AckWithin: clock(15), UpdateEvery: clock(60), PostmortemDue: Duration{Days: 5}, ActionsDue: Duration{Days: 30}},
		{Name: "sev3", Title: "Minor", Meaning: "Some are slowed down"},
		{Name: "sev4", Title: "Trivial", Meaning: "Nobody notices"},
	}
	for i := range rows {
		rows[i].Postmortem = presetOf(stage).postmortem(i + 1)
	}
	return rows
}

// severityPrototype is what a listed severity starts from: the default of the same name, else the
// rules (not the words) of the default of the same rank, with the stage's postmortem. Without a name
// of its own it is called sev and its rank.
func severityPrototype(stage, rank int, name string) Severity {
	rows := defaultSeverities(stage)
	own := "sev" + strconv.Itoa(rank)
	if name == "" {
		name = own
	}
	for _, row := range rows {
		if fold(row.Name) == fold(name) {
			return row
		}
	}
	if rank > len(rows) {
		return Severity{Name: own, Postmortem: presetOf(stage).postmortem(rank)}
	}
	row := rows[rank-1]
	row.Name, row.Title, row.Meaning = "", "", ""
	return row
}

func clock(minutes int) Duration { return Duration{Clock: time.Duration(minutes) * time.Minute} }
