package secret

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// The samples are put together here, so that no scanner takes this file for a leak.
var samples = map[string]string{
	"github-pat":       "ghp_" + "A1b2C3d4E5f6G7h8I9j0" + "K1l2M3n4O5p6Q7r8",
	"aws-access-token": "AKIA" + "Z3MQ7R5TW2XNV4HD",
	"slack-bot-token":  "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx",
	"private-key":      "-----BEGIN RSA " + "PRIVATE KEY-----\n" + strings.Repeat("MIIEpAIBAAKCAQEAx5f7Qw2+", 8) + "\n-----END RSA " + "PRIVATE KEY-----",
	"generic-api-key":  "api_key = \"" + "q8Zt2Lx9Vb4Nw7Rk1Yp6Hs3Jd5Fg0Mc\"",
}

func TestSecretsOfEveryShapeAreFoundWhereTheyAre(t *testing.T) {
	for id, sample := range samples {
		text := "é 決済\r\nthe log said " + sample + "\nand more"
		found := Find(text)
		if len(found) != 1 || found[0].Rule != id {
			t.Errorf("%s: found %+v", id, found)
			continue
		}
		if part := text[found[0].Start:found[0].End]; !strings.Contains(sample, strings.TrimSpace(part)) || len(part) < 10 {
			t.Errorf("%s: at %q", id, part)
		}
	}
}

func TestOrdinaryProseHoldsNoSecret(t *testing.T) {
	for _, text := range []string{
		"", "The API key was rotated at 10:05 and the token expired.", "password: changeme", "token = ${GITHUB_TOKEN}",
		"commit 5c46ea9d0b1f2e3a4c5d6e7f8091a2b3c4d5e6f7 was rolled back", "AKIAIOSFODNN7EXAMPLE", "https://github.com/acme/shop/issues/42#issuecomment-1001",
		"the secret manager at 10:05 UTC", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	} {
		if found := Find(text); len(found) > 0 {
			t.Errorf("%q holds %+v", text, found)
		}
	}
}

func TestEveryRuleOfTheFileIsReadAndCompiles(t *testing.T) {
	rules := read(source)
	if len(rules) != strings.Count(source, "[[rules]]") || len(rules) < 200 {
		t.Fatalf("%d rules", len(rules))
	}
	for _, r := range rules {
		if r.id == "" || r.description == "" || r.pattern() == nil {
			t.Errorf("rule %q is not whole", r.id)
		}
		if r.pattern() == never() && r.id != "pkcs12-file" {
			t.Errorf("rule %s has no pattern", r.id)
		}
		for _, k := range r.keywords {
			if k != strings.ToLower(k) {
				t.Errorf("rule %s: keyword %q is not in small letters", r.id, k)
			}
		}
	}
	var patterns int
	for _, m := range regexp.MustCompile(`(?m)^regex = '''(.*)'''$`).FindAllStringSubmatch(source, -1) {
		if _, err := regexp.Compile(m[1]); err != nil {
			t.Error(err)
		}
		patterns++
	}
	if patterns < 200 {
		t.Errorf("%d patterns", patterns)
	}
}

func TestALongDocumentIsQuick(t *testing.T) {
	text := strings.Repeat("The token of the key service and the secret of api clients at facebook and aws expired. ", 65536/88)
	start := time.Now()
	Find(text)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%d bytes took %v", len(text), took)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("token = \"abc\"")
	f.Add("İ ghp_ K")
	f.Fuzz(func(t *testing.T, s string) {
		for _, x := range Find(s) {
			if x.Start < 0 || x.End > len(s) || x.Start > x.End {
				t.Errorf("%+v of %d bytes", x, len(s))
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("[[rules]]\nid = \"a\"\nregex = '''b'''\nkeywords = [\n\"b\",\n]\n[[rules.allowlists]]\nregexes = ['''x''', \"y\\n\"]")
	f.Add("[allowlist]\nregexes = [")
	f.Fuzz(func(_ *testing.T, s string) { read(s) })
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The token of the key service expired at 10:05, and the deploy was rolled back. ", 800)
	for b.Loop() {
		Find(text)
	}
}
