package plan

import (
	"testing"

	"pgregory.net/rapid"
)

// BenchmarkMake is an idle look at an incident in the middle of its life: what most runs of a key are.
func BenchmarkMake(b *testing.B) {
	in := begin(rapid.TB(b))
	say(&in, ben, 5, "/ack\n/severity 1\n/impact all shops\n/identified a deploy")
	settle(b, &in)
	for b.Loop() {
		if _, err := Make(in); err != nil {
			b.Fatal(err)
		}
	}
}
