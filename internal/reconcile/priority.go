package reconcile

import "context"

// housekeepingKey is the context's key of what nobody waits for.
type housekeepingKey struct{}

// Housekeeping marks work that nobody waits for: it leaves people's commands a reserve of GitHub's limits.
func Housekeeping(ctx context.Context) context.Context {
	return context.WithValue(ctx, housekeepingKey{}, true)
}

// IsHousekeeping says whether nobody waits for this work.
func IsHousekeeping(ctx context.Context) bool {
	marked, _ := ctx.Value(housekeepingKey{}).(bool)
	return marked
}
