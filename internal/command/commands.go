package command

// Table lists every command. A new one is a file of its own and a line here.
func Table() []Spec {
	return []Spec{
		ack, severity, note, update, fixed, recovered, action, // the seven
		identified, fixing, mitigated, triaged, learned,
		started, detected,
		lead, operations, communications, unassign, handoff, quiet, undo,
		publish, pageCommand, impact, components, link, isu, verified,
		incidentCommand, cancel, duplicate, closeCommand, reopen,
		postmortem, timeline, why, help,
	}
}

// Find returns the command of a verb or alias, in the exact ASCII spelling that Scan returns.
func Find(verb string) (Spec, bool) { return findIn(Table(), verb) }

func findIn(table []Spec, verb string) (Spec, bool) {
	for _, s := range table {
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

// ItemTable lists what may be said on the issue of an action item.
func ItemTable() []Spec { return []Spec{isu, verified, begun, wontDo} }

// FindItem returns the command of a verb or alias on the issue of an action item.
func FindItem(verb string) (Spec, bool) { return findIn(ItemTable(), verb) }

func find(verb string, item int64) (Spec, bool) {
	if item != 0 {
		return FindItem(verb)
	}
	return Find(verb)
}
