package snapshot

// ContinuationMark begins the operation key of the issue on which the talk of a full incident goes on; the incident's number
// follows. It counts only in what our own account wrote.
const ContinuationMark = "continues "
