package timeline

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var sayings = []string{
	"it is back", "+1", "👍 thanks", "Should we roll back?", "I will ask Tokyo", "/note seen\nand more", "/ack", "```\npanic: x\nat y\n```", "![g](https://x.example/g.png)",
	"> quoted\n\nrestarted the workers", "復旧しました", "了解です", "see https://x.example/a?b=c", "- 01:05 UTC deployed\n- 01:10 UTC errors",
}

// much is an incident with that many comments, and events, facts and changes beside them.
func much(comments int) Input {
	in := Input{Config: policy.Default(2), Incident: between(0, comments/2+1)}
	in.World.Repository = snapshot.Repository{Owner: "acme", Name: "shop"}
	in.World.Issue = snapshot.Issue{URL: "https://github.com/acme/shop/issues/42", CreatedAt: zero}
	for n := range comments {
		id := int64(1001 + n)
		body := sayings[n%len(sayings)]
		if n%7 == 0 {
			body += fmt.Sprintf("\n\nWe looked at node %d for a while: the pool is full, and the queue of the workers grows by 40 jobs a minute.", n)
		}
		in.World.Comments = append(in.World.Comments, snapshot.Comment{ID: id, Author: incident.Person{ID: int64(n % 9), Login: fmt.Sprintf("p%d", n%9)}, CreatedAt: at(n), Body: body})
		if n%14 == 6 {
			in.Ledger.Facts = append(in.Ledger.Facts, ledger.Fact{Seq: len(in.Ledger.Facts) + 1, Comment: id, Line: 1, At: at(n), Posted: at(n), Actor: ben, Verb: "ack"})
		}
		if n%5 == 0 {
			in.World.Events = append(in.World.Events, snapshot.Event{ID: fmt.Sprintf("E%d", n), Kind: "Labeled", Actor: ben, At: at(n).Add(time.Hour), Label: "network"})
		}
		if n%50 == 0 {
			in.World.Changes = append(in.World.Changes, snapshot.Change{ID: fmt.Sprintf("D%d", n), At: at(n), Kind: snapshot.Deployment, Ref: "main", Environment: "production"})
		}
	}
	return in
}

func TestTheOrderDoesNotDependOnTheOrderOfGathering(t *testing.T) {
	want, err := Build(much(120))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(want, compare) {
		t.Error("the rows are out of order")
	}
	rapid.Check(t, func(t *rapid.T) {
		in := much(120)
		in.World.Comments = rapid.Permutation(in.World.Comments).Draw(t, "comments")
		in.World.Events = rapid.Permutation(append(in.World.Events, in.World.Events[3])).Draw(t, "events")
		in.World.Changes = rapid.Permutation(append(in.World.Changes, in.World.Changes[1])).Draw(t, "changes")
		in.Ledger.Facts = rapid.Permutation(in.Ledger.Facts).Draw(t, "facts")
		got, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestBuildingTwiceGivesTheSameAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "comments")
		in, same := much(n), much(n)
		first, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second) + cmp.Diff(same.World, in.World) + cmp.Diff(same.Ledger, in.Ledger); diff != "" {
			t.Fatal(diff)
		}
		ids := map[string]bool{}
		for _, e := range first {
			if ids[e.ID] {
				t.Fatalf("two rows are %s", e.ID)
			}
			ids[e.ID] = true
		}
	})
}

func TestIdsAreOrderedAsPeopleCount(t *testing.T) {
	ids := []string{"c1000", "c999-l2", "c999-l12", "c999", "c1000-l1", "declaration", "E9", "E10"}
	slices.SortFunc(ids, natural)
	if got := fmt.Sprint(ids); got != "[E10 E9 c999 c999-l2 c999-l12 c1000 c1000-l1 declaration]" {
		t.Error(got)
	}
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.StringMatching(`(c[0-9]{1,3}(-l[0-9]{1,2}|-w[0-9a-f]{2})?|[Ec][0-9a-z]{0,3})`)
		a, b, c := one.Draw(t, "a"), one.Draw(t, "b"), one.Draw(t, "c")
		if natural(a, b) != -natural(b, a) || (natural(a, b) == 0) != (a == b) {
			t.Fatalf("%s and %s", a, b)
		}
		if natural(a, b) <= 0 && natural(b, c) <= 0 && natural(a, c) > 0 {
			t.Fatalf("%s ≤ %s ≤ %s, but not the first and the last", a, b, c)
		}
	})
}

// The goal is 50 ms for 1,000 comments and 500 ms for 10,000, document included.
func BenchmarkBuildMuch(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := much(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Build(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestItIsLinear compares what ten times as many comments cost, in memory, which does not depend on the machine.
func TestItIsLinear(t *testing.T) {
	cost := func(n int) int64 {
		in := much(n)
		return testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Build(in); err != nil {
					b.Fatal(err)
				}
			}
		}).AllocedBytesPerOp()
	}
	if small, large := cost(300), cost(3000); large > 14*small {
		t.Errorf("300 comments take %d bytes, 3,000 take %d", small, large)
	}
}
