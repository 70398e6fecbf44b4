package command

// Table lists every command. A new one is a file of its own and a line here.
func Table() []Spec {
	return []Spec{
		ack, severity, note, update, fixed, recovered, action, // the seven
		identified, fixing, mitigated, triaged, learned,
		started, detected,
		lead, operations, communications, unassign,
		impact, components, link,
		incidentCommand, cancel, duplicate, closeCommand, reopen,
		postmortem, timeline, help,
	}
}

// Find returns the command of a verb or alias, in the exact ASCII spelling that Scan returns.
func Find(verb string) (Spec, bool) {
	for _, s := range Table() {
		if s.Verb == verb {
			return s, true
		}
		for _, a := range s.Aliases {
			if a == verb {
				return s, true
			}
		}
	}
	return Spec{}, false
}
