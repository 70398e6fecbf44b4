// Package alertkey makes and checks the keys in the addresses of alerts, POST /alerts/{source}/{key}: a key names a
// repository and carries an HMAC, so that nobody can make one who does not hold the App's private key (or, without one, the
// webhook's secret). `doctor` shows it, the server checks it.
//
// It does not read alerts (package alert does) and keeps nothing: the same secret gives the same keys.
package alertkey

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strconv"
	"strings"
)

// Secret is what keys are made from. The zero Secret makes and checks none.
type Secret struct{ key []byte }

// info separates this use of a secret from all others.
const info = "sensible alerts v1"

// NewSecret derives the secret from the App's private key (PEM), or where that is empty from the webhook's secret. It is the
// zero Secret where both are empty. The error names no part of either.
func NewSecret(privateKey, webhookSecret []byte) (Secret, error) {
	from := webhookSecret
	if len(privateKey) > 0 {
		der, err := pkcs8(privateKey)
		if err != nil {
			return Secret{}, err
		}
		from = der
	}
	if len(from) == 0 {
		return Secret{}, nil
	}
	key, err := hkdf.Key(sha256.New, from, nil, info, sha256.Size)
	return Secret{key}, err
}

// pkcs8 makes the same key the same bytes, whichever way it was stored.
func pkcs8(text []byte) ([]byte, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("the private key is no PEM file")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, errors.New("the private key is neither PKCS#8 nor PKCS#1")
		}
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// IsZero says whether there is no secret.
func (s Secret) IsZero() bool { return len(s.key) == 0 }

// String never shows it.
func (s Secret) String() string { return "***" }

// Key is the key of a repository, by its id; empty without a secret. It is safe in a path.
func (s Secret) Key(repository int64) string {
	if s.IsZero() || repository <= 0 {
		return ""
	}
	return strconv.FormatInt(repository, 10) + "-" + hex.EncodeToString(s.mac(repository))
}

// Repository is the repository that a key names; ok is false for a key that was not made with this secret. It takes the same
// time whatever is wrong.
func (s Secret) Repository(key string) (repository int64, ok bool) {
	name, tag, _ := strings.Cut(key, "-")
	id, err := strconv.ParseInt(name, 10, 64)
	got, wrong := hex.DecodeString(tag)
	if s.IsZero() || err != nil || wrong != nil || id <= 0 || name != strconv.FormatInt(id, 10) || tag != strings.ToLower(tag) {
		return 0, false
	}
	return id, hmac.Equal(got, s.mac(id))
}

// tagBytes is how much of the HMAC a key carries: 128 bits.
const tagBytes = 16

func (s Secret) mac(repository int64) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(strconv.FormatInt(repository, 10)))
	return h.Sum(nil)[:tagBytes]
}
