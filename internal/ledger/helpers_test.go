package ledger

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

var here = Binding{RepositoryID: 4711, IssueNodeID: "I_kwDOABCDEF"}

// testKey derives a key from a fixed seed, so that tests repeat.
func testKey(t testing.TB, seed byte) Key {
	t.Helper()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{'a' + seed}, ed25519.SeedSize))
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(der)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// busyIncident is a ledger as a long incident has it: n facts by three people,
// sentences among them.
func busyIncident(n int) Ledger {
	start := time.Date(2026, 11, 22, 1, 9, 0, 0, time.UTC)
	l := Ledger{Version: Version, Judged: int64(9000000000 + n), Posted: map[string]int64{"recovery": 42}}
	l.Declaration = Declaration{At: start, By: incident.Person{ID: 1, Login: "aiko"}, Responder: true, Severity: "sev2", Symptom: "Checkout answers 502"}
	verbs, logins := []string{"note", "update", "severity", "ack", "note"}, []string{"aiko", "ben", "cho"}
	for i := range n {
		at := start.Add(time.Duration(i*97) * time.Second)
		args := fmt.Sprintf("replica %d of the payment database lags by %d s", i*7%31, i*i%977)
		sum := sha256.Sum256([]byte(args))
		l.Facts = append(l.Facts, Fact{
			Seq: i + 1, At: at, Posted: at, Accepted: at.Add(2 * time.Second), Comment: 2900000000 + int64(i)*1013, Line: 1,
			Actor: incident.Person{ID: int64(i%3 + 1), Login: logins[i%3]}, Verb: verbs[i%len(verbs)], Args: args, SHA: encodeHash(sum[:]),
		})
	}
	return l
}

func mustEncode(t testing.TB, l Ledger, k Key) string {
	t.Helper()
	block, err := Encode(l, here, k)
	if err != nil {
		t.Fatal(err)
	}
	return block
}

// bomb is a small block's data that inflates to that many bytes.
func bomb(t testing.TB, size int) string {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(strings.Repeat("0", size))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}
