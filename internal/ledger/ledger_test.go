package ledger

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestALedgerComesBackAsItWasWritten(t *testing.T) {
	key, old := testKey(t, 0), testKey(t, 1)
	l := busyIncident(20)
	for name, c := range map[string]struct {
		signed Key
		ring   Keyring
		want   Verdict
	}{
		"signed with the current key":                   {key, Keyring{Current: key, Previous: old}, Valid},
		"signed with the previous key":                  {old, Keyring{Current: key, Previous: old}, ValidPreviousKey},
		"unsigned, where there is no key":               {Key{}, Keyring{}, Unsigned},
		"unsigned is said to be so, where there is one": {Key{}, Keyring{Current: key}, Unsigned},
	} {
		t.Run(name, func(t *testing.T) {
			body := "## card\n\n<sub>text</sub>\n" + mustEncode(t, l, c.signed) + "\n"
			got, verdict, err := Decode(body, here, c.ring)
			if err != nil || verdict != c.want {
				t.Fatalf("verdict %v, error %v; want %v", verdict, err, c.want)
			}
			if diff := cmp.Diff(l, got); diff != "" {
				t.Error(diff)
			}
			if !Equal(l, got) {
				t.Error("not Equal to what was written")
			}
		})
	}
}

func TestTheBlockIsOneHTMLCommentOnOneLine(t *testing.T) {
	block := mustEncode(t, busyIncident(30), testKey(t, 0))
	inner, ok := strings.CutPrefix(block, "<!-- sensible:ledger v1 key=")
	inner, closed := strings.CutSuffix(inner, " -->")
	inner, _, _ = strings.Cut(inner, " mac=")
	if !ok || !closed || strings.ContainsAny(inner, "\r\n<>") {
		t.Errorf("not one inert comment: %.120s", block)
	}
	if strings.Contains(strings.TrimSuffix(block, "-->"), "-->") {
		t.Error("the comment ends too early")
	}
}

func TestALedgerIsRefusedWhenItIsNotOurs(t *testing.T) {
	key, stranger := testKey(t, 0), testKey(t, 1)
	block := mustEncode(t, busyIncident(5), key)
	unsigned := mustEncode(t, busyIncident(5), Key{})
	for name, c := range map[string]struct {
		body    string
		binding Binding
		want    Verdict
		reason  string
	}{
		"no ledger":                       {"a card without one", here, Absent, ""},
		"copied to another issue":         {block, Binding{4711, "I_other"}, Invalid, "another issue"},
		"copied to another repository":    {block, Binding{4712, here.IssueNodeID}, Invalid, "another issue"},
		"signed with an unknown key":      {mustEncode(t, busyIncident(5), stranger), here, Invalid, "--previous-key"},
		"cut off in the middle":           {block[:len(block)/2], here, Invalid, "damaged"},
		"key taken off":                   {strings.Replace(block, "key="+key.ID, "key=none", 1), here, Invalid, "no key"},
		"a later form":                    {strings.Replace(block, " v1 ", " v2 ", 1), here, Invalid, "newer form"},
		"unsigned, of another issue":      {unsigned, Binding{1, "I_x"}, Invalid, "another issue"},
		"a forged block before the right": {"<!-- sensible:ledger v1 forged -->\n" + block, here, Valid, ""},
		"a forged one after it":           {block + "\n<!-- sensible:ledger v1 forged -->", here, Invalid, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			l, verdict, err := Decode(c.body, c.binding, Keyring{Current: key})
			if verdict != c.want || (err != nil) != (c.want == Invalid) {
				t.Fatalf("verdict %v, error %v; want %v", verdict, err, c.want)
			}
			if err != nil && (!strings.Contains(err.Error(), c.reason) || len(l.Facts) > 0) {
				t.Errorf("error %q does not say %q, or facts came with it", err, c.reason)
			}
		})
	}
}

func TestTheKeyNeverPrints(t *testing.T) {
	key := testKey(t, 0)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		s := fmt.Sprintf(verb, key) + fmt.Sprintf(verb, Keyring{Current: key}) + fmt.Sprintf(verb, &key)
		for _, secret := range []string{string(key.secret), fmt.Sprint(key.secret), fmt.Sprintf("%x", key.secret), fmt.Sprintf("%#v", key.secret)} {
			if strings.Contains(s, secret[1:len(secret)-1]) {
				t.Errorf("%s prints the secret: %s", verb, s)
			}
		}
	}
}

func TestTheKeyIsDerivedAlwaysTheSame(t *testing.T) {
	if got, want := testKey(t, 0).ID, "f4248b717907115c"; got != want {
		t.Errorf("key id %s, want %s: every ledger written so far would become unreadable", got, want)
	}
	if _, err := NewKey([]byte("no key")); err == nil {
		t.Error("accepted as a private key")
	}
	if _, err := NewKeyPEM([]byte("no PEM")); err == nil {
		t.Error("accepted as PEM")
	}
}

func TestWhatANewerVersionWroteIsCarriedAlong(t *testing.T) {
	const fact = `{"n":1,"at":"2026-11-22T01:09:00Z","p":"2026-11-22T01:09:00Z","acc":"2026-11-22T01:09:02Z","by":{"id":1,"login":"aiko","team":"sre"},"c":7,"l":1,"sha":"x","v":"teleport","no":"maybe","why":{"code":"new","weight":1.50},"A":"capital","zz":{"deep":[1,2,{"é":null}]}}`
	const whole = `{"v":9,"d":{"at":"2026-11-22T01:09:00Z","by":{"login":"aiko"},"mood":"calm"},"f":[` + fact + `],"o":[{"k":"new","at":"2026-11-22T01:10:00Z","by":{"login":"ben"},"proof":[1]}],"future":{"x":1e3}}`
	var l Ledger
	if err := json.Unmarshal([]byte(whole), &l); err != nil {
		t.Fatal(err)
	}
	key := testKey(t, 0)
	got, verdict, err := Decode(mustEncode(t, l, key), here, Keyring{Current: key})
	if err != nil || verdict != Valid {
		t.Fatal(verdict, err)
	}
	if got.Facts[0].Verb != "teleport" || got.Version != 9 {
		t.Errorf("verb %q, version %d", got.Facts[0].Verb, got.Version)
	}
	// A fact and an observation of our own join those from the future.
	got.Facts = append(got.Facts, Fact{Seq: 2, Verb: "ack"})
	got.Seen = append(got.Seen, Observation{Kind: "closed"})
	out, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{
		`"team":"sre"`, `"no":"maybe"`, `"why":{"code":"new","weight":1.50}`, `"A":"capital"`, `"zz":{"deep":[1,2,{"é":null}]}`,
		`"mood":"calm"`, `"proof":[1]`, `"future":{"x":1e3}`, `"v":"teleport"`, `"k":"closed"`,
	} {
		if strings.Count(string(out), kept) != 1 {
			t.Errorf("%s is in it %d times:\n%s", kept, strings.Count(string(out), kept), out)
		}
	}
}

func TestAFieldChangedHereReplacesTheKeptOne(t *testing.T) {
	var f Fact
	if err := json.Unmarshal([]byte(`{"n":1,"v":"ack","why":{"code":"new","weight":1}}`), &f); err != nil {
		t.Fatal(err)
	}
	f.Problem = &Problem{Code: NotPermitted}
	out, err := json.Marshal(f)
	if err != nil || strings.Count(string(out), `"why":`) != 1 || !strings.Contains(string(out), `"why":{"code":"not-permitted"}`) {
		t.Errorf("%s %v", out, err)
	}
}

func TestLongArgumentsAreKeptAsHashAndBeginning(t *testing.T) {
	key := testKey(t, 0)
	long := strings.Repeat("障害", 300)
	l := Ledger{Version: Version, Facts: []Fact{{Seq: 1, Comment: 77, Verb: "note", Args: long}, {Seq: 2, Verb: "note", Args: long[:1500]}}}
	got, _, err := Decode(mustEncode(t, l, key), here, Keyring{Current: key})
	if err != nil {
		t.Fatal(err)
	}
	f := got.Facts[0]
	if f.Args != long[:600] || !f.Shortened() || f.Comment != 77 {
		t.Errorf("kept %d bytes, shortened %v, comment %d", len(f.Args), f.Shortened(), f.Comment)
	}
	if got.Facts[1].Shortened() || got.Facts[1].Args != long[:1500] {
		t.Error("500 characters were shortened")
	}
	if !Equal(got, l) || !Equal(Shorten(got), got) {
		t.Error("shortening is not stable")
	}
}

func TestABombIsNotInflated(t *testing.T) {
	for name, size := range map[string]int{"just too large": maxInflated + 2, "a hundred times": 100 * maxInflated} {
		t.Run(name, func(t *testing.T) {
			b := block{marker: headMarker, prev: startOfChain(here), chain: startOfChain(here), data: bomb(t, size)}
			key := testKey(t, 0)
			if _, verdict, err := Decode(b.sign(here, key), here, Keyring{Current: key}); verdict != Invalid || !strings.Contains(err.Error(), "inflates to more") {
				t.Errorf("verdict %v, error %v", verdict, err)
			}
		})
	}
}

func TestSizesStayAsMeasured(t *testing.T) {
	key := testKey(t, 0)
	for n, limit := range map[int]int{50: 6000, 300: 28000, 1000: 90000} {
		size := len(mustEncode(t, busyIncident(n), key))
		t.Logf("%d facts: %d bytes", n, size)
		if size > limit {
			t.Errorf("%d facts take %d bytes, more than %d", n, size, limit)
		}
	}
}

func BenchmarkEncodeAndDecode300Facts(b *testing.B) {
	key, l := testKey(b, 0), busyIncident(300)
	for b.Loop() {
		if _, _, err := Decode(mustEncode(b, l, key), here, Keyring{Current: key}); err != nil {
			b.Fatal(err)
		}
	}
}
