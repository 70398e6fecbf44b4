package replay_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var app = incident.Person{ID: 99, Login: "sensible"}

// key derives a key from a fixed seed.
func key(t testing.TB, seed byte) ledger.Key {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	k, err := ledger.NewKey(der)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// told is an incident of which n notes were told, and its ledger.
func told(n int) (snapshot.World, ledger.Ledger) {
	w := base()
	w.Viewer = app
	for i := range n {
		w.Comments = append(w.Comments, snapshot.Comment{
			ID: int64(1000 + i), Author: ben, CreatedAt: opened.Add(time.Duration(i) * time.Minute), Body: fmt.Sprintf("/note replica %d lags %d", i*37, i*i),
		})
	}
	return w, replay.Judge(w, ledger.Ledger{}, withoutConfig(), now)
}

func binding(w snapshot.World) ledger.Binding {
	return ledger.Binding{RepositoryID: w.Repository.ID, IssueNodeID: w.Issue.NodeID}
}

// card puts a ledger into the world as the program does.
func card(t testing.TB, w snapshot.World, l ledger.Ledger, k ledger.Key, limit int) snapshot.World {
	t.Helper()
	head, rest, err := ledger.Split(l, binding(w), k, limit)
	if err != nil {
		t.Fatal(err)
	}
	w.Card = &snapshot.Comment{ID: 1, Author: app, Bot: true, Mine: true, Body: "## Checkout 502\n\n" + head, CreatedAt: opened}
	w.Overflow = nil
	for n, body := range rest {
		w.Overflow = append(w.Overflow, snapshot.Comment{ID: int64(2 + n), Author: app, Bot: true, Mine: true, Body: body})
	}
	return w
}

func TestOpenBelievesOnlyWhatIsProven(t *testing.T) {
	const whole = 1 << 20
	now, before, stranger := key(t, 'a'), key(t, 'b'), key(t, 'c')
	ring := ledger.Keyring{Current: now, Previous: before}
	w, l := told(3)
	_, older := told(2)
	edit := func(w snapshot.World, by incident.Person, change func(string) string) snapshot.World {
		c := *w.Card
		c.Body, c.EditedAt, c.Editor = change(c.Body), opened.Add(time.Hour), by
		w.Card = &c
		return w
	}
	same := func(s string) string { return s }
	moved := w
	moved.Issue.NodeID = "I_43"
	notOurs := card(t, w, l, ledger.Key{}, whole)
	notOurs.Card.Mine = false
	rebuilt := ledger.Ledger{Rebuilt: true}
	tests := []struct {
		name  string
		world snapshot.World
		ring  ledger.Keyring
		local *ledger.Ledger
		want  ledger.Ledger
	}{
		{"signed with our key", card(t, w, l, now, whole), ring, nil, l},
		{"signed with the key before", card(t, w, l, before, whole), ring, nil, l},
		{"signed, whoever edited the words around it", edit(card(t, w, l, now, whole), ben, func(s string) string { return "hi\n" + s }), ring, nil, l},
		{"signed with a stranger's key", card(t, w, l, stranger, whole), ring, nil, rebuilt},
		{"signed, and no key here to verify it", card(t, w, l, now, whole), ledger.Keyring{}, nil, rebuilt},
		{"without a key, written by us and never edited", card(t, w, l, ledger.Key{}, whole), ledger.Keyring{}, nil, l},
		{"without a key, last edited by us", edit(card(t, w, l, ledger.Key{}, whole), app, same), ledger.Keyring{}, nil, l},
		{"without a key, last edited by somebody else", edit(card(t, w, l, ledger.Key{}, whole), ben, same), ledger.Keyring{}, nil, rebuilt},
		{"without a key, in a comment that is not ours", notOurs, ledger.Keyring{}, nil, rebuilt},
		{"tampered with", edit(card(t, w, l, now, whole), ben, func(s string) string { return strings.Replace(s, " n=3 ", " n=2 ", 1) }), ring, nil, rebuilt},
		{"tampered with, but remembered", edit(card(t, w, l, now, whole), ben, func(string) string { return "gone" }), ring, &l, l},
		{"of another issue", snapshotWithCard(w, card(t, moved, l, now, whole)), ring, nil, rebuilt},
		{"an older card put back", card(t, w, older, now, whole), ring, &l, l},
		{"an older memory gives way to the card", card(t, w, l, now, whole), ring, &older, l},
		{"card deleted, but remembered", w, ring, &l, l},
		{"card deleted and nothing remembered", w, ring, nil, ledger.Ledger{}},
		{"moved on into continuations", card(t, w, l, now, 300), ring, nil, l},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := replay.Open(tt.world, tt.ring, tt.local); !ledger.Equal(got, tt.want) || got.Rebuilt != tt.want.Rebuilt {
				t.Error(cmp.Diff(tt.want, got))
			}
		})
	}
}

func snapshotWithCard(w, from snapshot.World) snapshot.World {
	w.Card = from.Card
	return w
}

func TestAContinuedLedgerIsWholeOrNothing(t *testing.T) {
	ring := ledger.Keyring{Current: key(t, 'a')}
	w, l := told(200)
	w = card(t, w, l, ring.Current, 1500)
	if len(w.Overflow) < 2 {
		t.Fatalf("%d continuations: the test needs more", len(w.Overflow))
	}
	if got := replay.Open(w, ring, nil); !ledger.Equal(got, l) {
		t.Error(cmp.Diff(l, got))
	}
	lost := w
	lost.Overflow = lost.Overflow[1:]
	if got := replay.Open(lost, ring, nil); !got.Rebuilt || got.Version != 0 {
		t.Errorf("with a continuation missing it opened as %d facts", len(got.Facts))
	}
	if got := replay.Open(lost, ring, &l); !ledger.Equal(got, l) {
		t.Error("with a continuation missing it should come from the local copy")
	}
}

// TestALostLedgerIsJudgedAgain rebuilds from comments nobody edited, and says so.
func TestALostLedgerIsJudgedAgain(t *testing.T) {
	ring := ledger.Keyring{Current: key(t, 'a')}
	w, l := told(4)
	w = card(t, w, l, key(t, 'z'), 1<<20)
	w.Comments[1].EditedAt, w.Comments[1].Editor = now, ben
	again := replay.Judge(w, replay.Open(w, ring, nil), withoutConfig(), now)
	if !again.Rebuilt || again.Version == 0 || len(again.Facts) != 3 {
		t.Errorf("rebuilt %v, %d facts, want 3", again.Rebuilt, len(again.Facts))
	}
}

// TestRestartingBetweenAnyTwoThingsChangesNothing writes the ledger into the card and reads it back after each of them.
func TestRestartingBetweenAnyTwoThingsChangesNothing(t *testing.T) {
	ring, cfg := ledger.Keyring{Current: key(t, 'a')}, withoutConfig()
	w := base()
	for n, body := range said {
		w.Comments = append(w.Comments, snapshot.Comment{
			ID: int64(1000 + n), Author: []incident.Person{ben, cho, eve}[n%3], Body: body + strings.Repeat(" long", n*7), CreatedAt: opened.Add(time.Duration(n) * time.Minute),
		})
	}
	want := replay.Judge(w, ledger.Ledger{}, cfg, now)
	var got ledger.Ledger
	for _, at := range moments(w) {
		past := upTo(w, at)
		if got.Version != 0 {
			past = card(t, past, got, ring.Current, 4000)
			got = replay.Open(past, ring, nil)
		}
		got = replay.Judge(past, got, cfg, now)
	}
	if !ledger.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
	if a, b := replay.Fold(want, w, cfg), replay.Fold(got, w, cfg); !reflect.DeepEqual(a, b) {
		t.Error(cmp.Diff(a, b))
	}
}

func TestAFactOfANewerVersionIsCarriedAlong(t *testing.T) {
	ring, cfg := ledger.Keyring{Current: key(t, 'a')}, withoutConfig()
	w, l := told(2)
	want := replay.Fold(l, w, cfg)
	l.Facts = append(l.Facts, ledger.Fact{
		Seq: 3, At: opened, Posted: opened, Comment: 1000, Line: 9, Actor: ben, Verb: "teleport", Args: "home",
		Extra: map[string]json.RawMessage{"destination": json.RawMessage(`{"x":1}`)},
	})
	w = card(t, w, l, ring.Current, 1<<20)
	w.Comments = append(w.Comments, snapshot.Comment{ID: 5000, Author: ben, CreatedAt: opened.Add(time.Hour), Body: "/note after"})
	got := replay.Judge(w, replay.Open(w, ring, nil), cfg, now)
	if len(got.Facts) != 4 || got.Facts[2].Verb != "teleport" || string(got.Facts[2].Extra["destination"]) != `{"x":1}` {
		t.Errorf("facts: %+v", got.Facts)
	}
	if i := replay.Fold(got, w, cfg); !reflect.DeepEqual(i.Milestones, want.Milestones) || i.Phase != want.Phase {
		t.Error("a verb that is not known here changed the incident")
	}
}

func TestACardOfANewerVersionIsKnownAsSuch(t *testing.T) {
	card := snapshot.Comment{Mine: true, Body: "card\n\n<!-- sensible:ledger v2 whatever a later version writes -->"}
	if !replay.Newer(snapshot.World{Card: &card}, ledger.Keyring{}) {
		t.Error("a block of version 2 is newer")
	}
	card.Body = "card without a block"
	if replay.Newer(snapshot.World{Card: &card}, ledger.Keyring{}) || replay.Newer(snapshot.World{}, ledger.Keyring{}) {
		t.Error("nothing newer is there")
	}
}
