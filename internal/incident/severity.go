package incident

// Severity is the name of a row of the policy: `sev1` (worst) to `sev4` unless the team named its own; or Unknown.
type Severity string

// Unknown is what an incident has until somebody says more; it is a legal answer.
const Unknown Severity = "unknown"
