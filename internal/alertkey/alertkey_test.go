package alertkey

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
)

func secretOf(t *testing.T, text string) Secret {
	t.Helper()
	s, err := NewSecret(nil, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAKeyNamesItsRepositoryAndNobodyElseCanMakeOne(t *testing.T) {
	a, b := secretOf(t, "one"), secretOf(t, "two")
	key := a.Key(501)
	if id, ok := a.Repository(key); !ok || id != 501 || key != a.Key(501) || key == a.Key(502) || key == b.Key(501) {
		t.Fatalf("%s: %d %v", key, id, ok)
	}
	tag := strings.TrimPrefix(key, "501-")
	for _, wrong := range []string{"", "501", "501-", "-" + tag, "502-" + tag, "0501-" + tag, "+501-" + tag, "501-" + tag[:30], "501-" + tag + "00", "501-" + strings.ToUpper(tag), " " + key, key + "\n"} {
		if _, ok := a.Repository(wrong); ok && wrong != key {
			t.Errorf("%q is taken", wrong)
		}
	}
	if _, ok := b.Repository(key); ok {
		t.Error("a key of another secret is taken")
	}
	var none Secret
	if _, ok := none.Repository(key); ok || none.Key(501) != "" || a.Key(0) != "" {
		t.Error("without a secret there are no keys")
	}
}

func TestTheSameAppKeyGivesTheSameKeysHoweverItIsStored(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(rsaKey)
	if err != nil {
		t.Fatal(err)
	}
	eight := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	one := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey)})
	a, errA := NewSecret(eight, []byte("ignored"))
	b, errB := NewSecret(one, nil)
	if errA != nil || errB != nil || a.Key(7) != b.Key(7) || a.Key(7) == "" {
		t.Errorf("%v %v", errA, errB)
	}
	if strings.Contains(fmt.Sprintf("%v %s %d", a, a, 1), a.Key(7)) || !strings.Contains(fmt.Sprint(a), "***") {
		t.Error("the secret prints itself")
	}
	if _, err := NewSecret([]byte("not a key"), nil); err == nil {
		t.Error("no PEM is taken")
	}
}

func FuzzRepository(f *testing.F) {
	s, err := NewSecret(nil, []byte("one"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.Key(501))
	f.Add("501-zz")
	f.Fuzz(func(t *testing.T, key string) {
		if id, ok := s.Repository(key); ok && s.Key(id) != key {
			t.Fatalf("%q is taken for %d, whose key is %q", key, id, s.Key(id))
		}
	})
}
