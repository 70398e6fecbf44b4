package graphql

import "testing"

// BenchmarkIncident runs the one-call query of an incident, without the checker.
func BenchmarkIncident(b *testing.B) {
	w := newWorld(b)
	w.furnish()
	w.handler.check = false
	query, _ := incidentDocuments(b)
	for b.Loop() {
		w.good(query, map[string]any{"owner": "acme", "repo": "shop", "n": 1})
	}
}
