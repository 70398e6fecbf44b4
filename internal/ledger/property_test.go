package ledger

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
)

func drawTime(t *rapid.T, label string) time.Time {
	return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, label), 0).UTC()
}

func drawFact(t *rapid.T) Fact {
	f := Fact{
		Seq: rapid.IntRange(1, 9999).Draw(t, "seq"), At: drawTime(t, "at"), Posted: drawTime(t, "posted"), Accepted: drawTime(t, "accepted"),
		Actor:   incident.Person{ID: rapid.Int64Range(0, 1e9).Draw(t, "id"), Login: rapid.String().Draw(t, "login")},
		Comment: rapid.Int64().Draw(t, "comment"), Line: rapid.IntRange(1, 99).Draw(t, "line"), SHA: rapid.String().Draw(t, "sha"),
		Verb: rapid.String().Draw(t, "verb"), Args: rapid.StringN(0, 700, -1).Draw(t, "args"), Text: rapid.StringN(0, 700, -1).Draw(t, "text"),
		Refused: rapid.Bool().Draw(t, "refused"), Told: rapid.Bool().Draw(t, "told"),
	}
	if rapid.Bool().Draw(t, "has a problem") {
		f.Problem = &Problem{Code: rapid.String().Draw(t, "code"), Paste: rapid.SliceOf(rapid.String()).Draw(t, "paste")}
	}
	return f
}

func drawLedger(t *rapid.T) Ledger {
	l := Ledger{Version: Version, Facts: rapid.SliceOfN(rapid.Custom(drawFact), 0, 40).Draw(t, "facts")}
	l.Declaration.Symptom = rapid.String().Draw(t, "symptom")
	l.Judged = rapid.Int64().Draw(t, "judged")
	return l
}

func TestAnyLedgerComesBack(t *testing.T) {
	key := testKey(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		limit := rapid.IntRange(500, 60000).Draw(t, "limit")
		head, more, err := Split(l, here, key, limit)
		if err != nil {
			t.Fatal(err)
		}
		got, verdict, err := Join("visible\r\n"+head+"\r\n", more, here, Keyring{Previous: key})
		if err != nil || verdict != ValidPreviousKey {
			t.Fatalf("verdict %v, error %v", verdict, err)
		}
		if !Equal(l, got) {
			t.Fatalf("another ledger came back: %+v", got)
		}
	})
}

func TestNoByteCanBeChanged(t *testing.T) {
	key := testKey(t, 0)
	block := mustEncode(t, busyIncident(12), key)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(block)-1).Draw(t, "at")
		changed := []byte(block)
		changed[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if l, verdict, _ := Decode(string(changed), here, Keyring{Current: key}); verdict != Invalid && verdict != Absent || len(l.Facts) > 0 {
			t.Fatalf("byte %d changed: %v", at, verdict)
		}
	})
}

func TestNoPieceCanBeCutOut(t *testing.T) {
	key := testKey(t, 0)
	block := mustEncode(t, busyIncident(12), key)
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, len(block)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(block)).Draw(t, "to")
		if _, verdict, _ := Decode(block[:from]+block[to:], here, Keyring{Current: key}); verdict.Signed() {
			t.Fatalf("without bytes %d to %d: %v", from, to, verdict)
		}
	})
}

func FuzzDecode(f *testing.F) {
	key := testKey(f, 0)
	f.Add(mustEncode(f, busyIncident(3), key))
	f.Add(mustEncode(f, busyIncident(3), Key{}))
	f.Add("<!-- sensible:ledger v1 key=none from=0 n=0 prev= chain= data= mac=none -->")
	f.Fuzz(func(t *testing.T, body string) {
		l, verdict, err := Decode(body, here, Keyring{Current: key})
		if (err != nil) != (verdict == Invalid) {
			t.Errorf("verdict %v with error %v", verdict, err)
		}
		if verdict.Signed() && !strings.Contains(body, key.ID) {
			t.Error("signed without the key's name")
		}
		if verdict != Unsigned {
			return
		}
		if again, err := Encode(l, here, Key{}); err == nil {
			if back, _, err := Decode(again, here, Keyring{}); err != nil || !Equal(l, back) {
				t.Errorf("what was read cannot be written and read again: %v", err)
			}
		}
	})
}

// FuzzFact looks at the JSON itself, which the signature keeps from FuzzDecode.
func FuzzFact(f *testing.F) {
	f.Add(`{"n":1,"v":"ack","why":{"code":"new","x":1},"zz":[1]}`)
	f.Add(`{"v":{},"a":null,"A":1,"at":"never","n":1e99}`)
	f.Fuzz(func(t *testing.T, line string) {
		l, err := document{rest: []byte(`{}`), facts: [][]byte{[]byte(line)}}.ledger()
		if err != nil {
			return
		}
		block, err := Encode(l, here, Key{})
		if err != nil {
			return
		}
		back, _, err := Decode(block, here, Keyring{})
		if err != nil || !Equal(l, back) {
			t.Errorf("%s does not survive: %v", line, err)
		}
	})
}
