//go:build !race

package policy

// raceFactor is how much slower the race detector makes things.
const raceFactor = 1
