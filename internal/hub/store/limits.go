package store

// GitHub's limits, in characters or entries.
const (
	maxTitle        = 256
	maxBody         = 65536
	maxLabelName    = 50
	maxLabelText    = 100
	maxIssueLabels  = 100
	maxComments     = 2500 // unless Store.CommentCap says otherwise
	maxAssignees    = 10
	maxSubIssues    = 100
	maxNesting      = 8
	maxPinnedIssues = 3
)
