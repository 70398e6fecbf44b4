package snapshot

// Template is a team's own template, as it stands on the default branch.
type Template struct {
	Found bool
	Text  string
}

// CheckRun is our check on a commit. Key is what it was made from: the external id that GitHub keeps for us.
type CheckRun struct {
	ID  int64
	OID string // of the commit
	Key string
}
