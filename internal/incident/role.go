package incident

// Role is what somebody does in an incident. Kept small: operations and communications exist only once split off.
type Role string

// The roles.
const (
	Lead           Role = "lead"
	Operations     Role = "operations"
	Communications Role = "communications"
)

// Roles lists all roles in the order in which they are shown.
var Roles = []Role{Lead, Operations, Communications}
