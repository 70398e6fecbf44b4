package timeline

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
)

// circle is who responds to the incident, as the ledger and the issue tell. What people may do is not looked at: it is only
// known while a new comment of theirs is judged, and a timeline must not depend on when it is looked at.
type circle struct {
	ids    map[int64]bool
	logins map[string]bool // where an export has no ids
}

// responders are those who declared it, ran a responder's command, were seen to respond, have a role or are assigned.
func responders(in Input) circle {
	c := circle{map[int64]bool{}, map[string]bool{}}
	if in.Ledger.Declaration.Responder {
		c.add(in.Ledger.Declaration.By)
	}
	for _, o := range in.Ledger.Seen {
		if o.Kind == "engaged" || o.Kind == "helper" {
			c.add(o.Actor)
		}
	}
	allowed := map[string]bool{} // verbs that need a responder
	for _, s := range command.Table() {
		allowed[s.Verb] = s.Who >= incident.TriageAccess
	}
	for _, f := range in.Ledger.Facts {
		if !f.Refused && allowed[f.Verb] {
			c.add(f.Actor)
		}
	}
	for _, p := range in.Incident.Roles {
		c.add(p)
	}
	for _, p := range in.World.Issue.Assignees {
		c.add(p)
	}
	return c
}

func (c circle) add(p incident.Person) {
	if p.ID != 0 {
		c.ids[p.ID] = true
	} else if p.Login != "" {
		c.logins[strings.ToLower(p.Login)] = true
	}
}

func (c circle) has(p incident.Person) bool {
	return c.ids[p.ID] || c.logins[strings.ToLower(p.Login)]
}

// during says whether something was said while the incident went on.
func during(in Input, at time.Time) bool {
	over, ended := in.Incident.Milestones[incident.Recovered]
	return !ended || !at.After(over.At)
}
