package hubtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Key is the private key of the tests' Apps, made once for each run of a test binary.
var Key = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // no randomness: nothing can be tested
	}
	return key
})

// KeyPEM is Key as GitHub hands it out: PKCS#1 in PEM.
func KeyPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(Key())})
}

// WithKey puts Key where the seed says $KEY: a YAML block of its own, indented as deep as the seed's apps are.
func WithKey(seedText string) string {
	block := "|\n        " + strings.ReplaceAll(strings.TrimSpace(string(KeyPEM())), "\n", "\n        ")
	return strings.ReplaceAll(seedText, "$KEY", block)
}

// JWT is an App's token, made issued from now and ending expires from now.
func JWT(t testing.TB, app int64, issued, expires time.Duration) string {
	t.Helper()
	claims := jwt.MapClaims{"iss": strconv.FormatInt(app, 10), "iat": time.Now().Add(issued).Unix(), "exp": time.Now().Add(expires).Unix()}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(Key())
	if err != nil {
		t.Fatal(err)
	}
	return text
}
