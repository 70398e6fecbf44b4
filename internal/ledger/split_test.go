package ledger

import (
	"slices"
	"strings"
	"testing"
)

func TestALongLedgerIsSplitAndJoined(t *testing.T) {
	key := testKey(t, 0)
	l := busyIncident(2000)
	head, more, err := Split(l, here, key, DefaultLimit)
	if err != nil {
		t.Fatal(err)
	}
	if len(more) < 2 || len(head) > DefaultLimit {
		t.Fatalf("%d continuations, head of %d bytes", len(more), len(head))
	}
	for i, c := range more {
		if len(c) > DefaultLimit*6/10 {
			t.Errorf("continuation %d has %d bytes", i+1, len(c))
		}
	}
	bodies := []string{"a comment of somebody"}
	for _, c := range slices.Backward(more) {
		bodies = append(bodies, "Older facts of this incident.\n\n"+c+"\n")
	}
	got, verdict, err := Join("card\n"+head, bodies, here, Keyring{Current: key})
	if err != nil || verdict != Valid || !Equal(l, got) {
		t.Errorf("verdict %v, error %v, %d facts", verdict, err, len(got.Facts))
	}
}

func TestAShortLedgerIsNotSplit(t *testing.T) {
	head, more, err := Split(busyIncident(50), here, testKey(t, 0), DefaultLimit)
	if err != nil || len(more) != 0 || head != mustEncode(t, busyIncident(50), testKey(t, 0)) {
		t.Errorf("%d continuations, error %v", len(more), err)
	}
}

func TestAContinuationNeverChangesOnceItIsWritten(t *testing.T) {
	key := testKey(t, 0)
	const limit = 4000
	var before []string
	for n := 20; n < 260; n += 3 {
		_, more, err := Split(busyIncident(n), here, key, limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(more) < len(before) || !slices.Equal(more[:len(before)], before) {
			t.Fatalf("with %d facts a continuation was written again", n)
		}
		before = more
	}
	if len(before) < 3 {
		t.Errorf("only %d continuations: the test shows nothing", len(before))
	}
}

func TestAMissingOrForgedContinuationIsNoticed(t *testing.T) {
	key := testKey(t, 0)
	head, more, err := Split(busyIncident(400), here, key, 8000)
	if err != nil || len(more) < 2 {
		t.Fatal(len(more), err)
	}
	forged := strings.Replace(more[0], "from=0", "from=1", 1)
	for name, bodies := range map[string][]string{
		"none":             nil,
		"one missing":      more[1:],
		"one forged":       {forged, more[1]},
		"one damaged":      append([]string{strings.Replace(more[0], "data=", "data=A", 1)}, more[1:]...),
		"one of them cut":  append([]string{more[0][:len(more[0])-20]}, more[1:]...),
		"the same one all": {more[0], more[0], more[0]},
	} {
		t.Run(name, func(t *testing.T) {
			if l, verdict, err := Join(head, bodies, here, Keyring{Current: key}); verdict != Invalid || err == nil || len(l.Facts) > 0 {
				t.Errorf("verdict %v, error %v", verdict, err)
			}
		})
	}
}

func TestManyRepetitiveFactsStillComeBack(t *testing.T) {
	l := Ledger{Version: Version}
	for i := range 4000 {
		l.Facts = append(l.Facts, Fact{Seq: i + 1, Verb: "note", Args: strings.Repeat("a", 400)})
	}
	key := testKey(t, 0)
	head, more, err := Split(l, here, key, DefaultLimit)
	if err != nil {
		t.Fatal(err)
	}
	if got, verdict, err := Join(head, more, here, Keyring{Current: key}); err != nil || verdict != Valid || !Equal(l, got) {
		t.Errorf("verdict %v, error %v", verdict, err)
	}
}
