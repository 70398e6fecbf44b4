package snapshot

// Elsewhere is what came of the policy's wish to have the postmortem in another repository.
type Elsewhere struct {
	Name       string // owner/name, as the policy writes it
	Why        ElsewhereState
	Repository Repository // where the postmortem is; zero where Why says that it is beside the incident
}

// ElsewhereState says why the postmortem is beside the incident all the same.
type ElsewhereState string

// The reasons.
const (
	ElsewhereThere   ElsewhereState = ""        // it is where the policy wants it
	ElsewhereOwner   ElsewhereState = "owner"   // the repository is another owner's
	ElsewhereMissing ElsewhereState = "missing" // no such repository for us, or nothing can be written there
	ElsewherePublic  ElsewhereState = "public"  // what happened in a private repository is not told in a public one
	ElsewhereBegun   ElsewhereState = "begun"   // it was begun beside the incident, and stays
	ElsewhereTaken   ElsewhereState = "taken"   // the branch there is another incident's
)

// DocumentRepository is where the postmortem's branch, file and pull request are: the incident's own repository unless it
// is elsewhere.
func (w World) DocumentRepository() Repository {
	if e := w.Elsewhere; e != nil && e.Why == ElsewhereThere {
		return e.Repository
	}
	return w.Repository
}

// Away says whether the postmortem is in another repository than the incident.
func (w World) Away() bool { return w.Elsewhere != nil && w.Elsewhere.Why == ElsewhereThere }
