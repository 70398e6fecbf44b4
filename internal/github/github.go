// Package github is the only one that knows GitHub's API: it authenticates, observes an issue, says what somebody may do,
// carries out a plan, and pushes files with git. Every write is looked at when it comes back; nothing is retried blindly.
//
// It does not decide anything: what the comments mean is package replay's, what GitHub should show is package plan's, and
// when to run again is package queue's.
package github
