package replay_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var (
	everybody = []incident.Person{aiko, ben, cho, eve, mallory, robot}
	now       = opened.Add(24 * time.Hour)
)

func TestTheSameFactsInAnyOrderAreTheSameIncident(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		l := replay.Judge(w, ledger.Ledger{}, cfg, now)
		want := replay.Fold(l, w, cfg)
		l.Facts = rapid.Permutation(l.Facts).Draw(t, "order")
		if got := replay.Fold(l, w, cfg); !reflect.DeepEqual(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

func TestJudgingTwiceIsJudgingOnce(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		once := replay.Judge(w, ledger.Ledger{}, cfg, now)
		if twice := replay.Judge(w, once, cfg, now.Add(time.Hour)); !ledger.Equal(once, twice) {
			t.Fatal(cmp.Diff(once, twice))
		}
	})
}

// TestWhenAThingIsSeenDoesNotMatter lets deliveries be late, doubled or lost: the issue is looked at after some of the things
// that happened, some of them twice, and what comes out is what one look at the end gives.
func TestWhenAThingIsSeenDoesNotMatter(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		want := replay.Judge(w, ledger.Ledger{}, cfg, now)
		var got ledger.Ledger
		for _, at := range append(moments(w), now) {
			for range rapid.IntRange(0, 2).Draw(t, "looks") {
				got = replay.Judge(upTo(w, at), got, cfg, now)
			}
		}
		if got = replay.Judge(w, got, cfg, now); !ledger.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

func TestTheOrderOfObservationDoesNotMatter(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		want := replay.Judge(w, ledger.Ledger{}, cfg, now)
		w.Comments = rapid.Permutation(w.Comments).Draw(t, "comments")
		w.Events = rapid.Permutation(w.Events).Draw(t, "events")
		if got := replay.Judge(w, ledger.Ledger{}, cfg, now); !ledger.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

// TestNobodyWithoutPermissionChangesAnything makes 10,000 attempts, mixed into what the responders do.
func TestNobodyWithoutPermissionChangesAnything(t *testing.T) {
	cfg := withoutConfig()
	attempts := 0
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 250)
		may := w
		may.Comments, may.Events = nil, nil
		for _, c := range w.Comments {
			if w.Permissions[c.Author.ID].Responder() {
				may.Comments = append(may.Comments, c)
			} else {
				attempts++
			}
		}
		for _, e := range w.Events {
			if w.Permissions[e.Actor.ID].Responder() {
				may.Events = append(may.Events, e)
			} else {
				attempts++
			}
		}
		want := replay.Fold(replay.Judge(may, ledger.Ledger{}, cfg, now), may, cfg)
		got := replay.Fold(replay.Judge(w, ledger.Ledger{}, cfg, now), w, cfg)
		if !reflect.DeepEqual(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
	for ; attempts < 10000; attempts++ { // where rapid drew less, one by one
		w := base()
		w.Comments = []snapshot.Comment{{ID: 1, Author: []incident.Person{eve, mallory, robot}[attempts%3], Bot: attempts%3 == 2,
			CreatedAt: opened.Add(time.Minute), Body: said[attempts%len(said)]}}
		want := replay.Fold(replay.Judge(base(), ledger.Ledger{}, cfg, now), base(), cfg)
		if got := replay.Fold(replay.Judge(w, ledger.Ledger{}, cfg, now), w, cfg); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s by %s: %s", w.Comments[0].Body, w.Comments[0].Author.Login, cmp.Diff(want, got))
		}
	}
}

func TestACommentEditedBeforeItWasJudgedAddsNoFact(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		edited := map[int64]bool{}
		for n := range w.Comments {
			if rapid.Bool().Draw(t, "edited") {
				w.Comments[n].EditedAt = w.Comments[n].CreatedAt.Add(time.Minute)
				w.Comments[n].Editor = rapid.SampledFrom([]incident.Person{w.Comments[n].Author, mallory}).Draw(t, "editor")
				edited[w.Comments[n].ID] = true
			}
		}
		l := replay.Judge(w, ledger.Ledger{}, cfg, now)
		for _, f := range replay.Judge(w, l, cfg, now).Facts {
			if edited[f.Comment] {
				t.Fatalf("a fact from an edited comment: %+v", f)
			}
		}
	})
}

// TestAnEditExecutesNothingNewExceptFailedLines edits comments that were judged already.
func TestAnEditExecutesNothingNewExceptFailedLines(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 25)
		l := replay.Judge(w, ledger.Ledger{}, cfg, now)
		failed, editor := map[[2]int64]bool{}, map[int64]incident.Person{}
		for _, f := range l.Facts {
			failed[[2]int64{f.Comment, int64(f.Line)}] = f.Problem != nil
		}
		for n, c := range w.Comments {
			if rapid.Bool().Draw(t, "edited") {
				by := rapid.SampledFrom([]incident.Person{c.Author, c.Author, mallory}).Draw(t, "editor")
				w.Comments[n].Body, w.Comments[n].EditedAt, w.Comments[n].Editor = rapid.SampledFrom(said).Draw(t, "now"), now, by
				editor[c.ID] = by
			}
		}
		after := replay.Judge(w, l, cfg, now.Add(time.Minute))
		for _, f := range after.Facts[len(l.Facts):] {
			if by := editor[f.Comment]; !failed[[2]int64{f.Comment, int64(f.Line)}] || !by.Same(f.Actor) {
				t.Fatalf("an edit by %s ran %+v", by.Login, f)
			}
		}
		if again := replay.Judge(w, after, cfg, now.Add(time.Hour)); !ledger.Equal(after, again) {
			t.Fatal(cmp.Diff(after, again))
		}
	})
}

func TestTheDeclarationOutlivesEditsOfTheIssue(t *testing.T) {
	cfg := withoutConfig()
	w := base()
	w.Issue.Body = "### What do you see?\n\nCheckout answers 502\n\n### Severity\n\nSEV2\n\n### Started at\n\n10:05 UTC\n"
	l := replay.Judge(w, ledger.Ledger{}, cfg, now)
	w.Issue.Body = "### What do you see?\n\nNothing at all\n\n### Severity\n\nSEV4\n"
	after := replay.Judge(w, l, cfg, now)
	if !ledger.Equal(l, after) {
		t.Error(cmp.Diff(l, after))
	}
	if i := replay.Fold(after, w, cfg); i.Severity != "sev2" || i.Symptom != "Checkout answers 502" {
		t.Errorf("%s, %q", i.Severity, i.Symptom)
	}
}

func TestJudgingLeavesItsInputAlone(t *testing.T) {
	cfg := withoutConfig()
	rapid.Check(t, func(t *rapid.T) {
		w := history(t, everybody, 10)
		l := replay.Judge(w, ledger.Ledger{}, cfg, now)
		before := replay.Judge(w, ledger.Ledger{}, cfg, now)
		w.Comments = append(w.Comments, snapshot.Comment{ID: 9000, Author: ben, CreatedAt: now, Body: "/recovered\n/severity 1"})
		replay.Judge(w, l, cfg, now)
		if !ledger.Equal(l, before) {
			t.Fatal(cmp.Diff(before, l))
		}
	})
}
