package ledger

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

// Key signs ledgers. The zero Key is "no key": what it encodes is unsigned.
// It prints as its ID, never as the secret.
type Key struct {
	ID     string // 16 hex digits; names the key in the block and says nothing about it
	secret []byte
}

// Keyring holds the keys that a ledger may be signed with. Previous is the key
// before a rotation; either may be the zero Key.
type Keyring struct{ Current, Previous Key }

// NewKey derives the ledger's key from the App's private key in PKCS#8 DER
// (PKCS#1 DER is turned into it), by HKDF-SHA256 (RFC 5869). The error names no
// part of the key.
func NewKey(der []byte) (Key, error) {
	der, err := toPKCS8(der)
	if err != nil {
		return Key{}, err
	}
	secret, err := hkdf.Key(sha256.New, der, nil, "sensible ledger v1: sign", sha256.Size)
	if err != nil {
		return Key{}, fmt.Errorf("ledger key: derive: %w", err)
	}
	id, err := hkdf.Key(sha256.New, der, nil, "sensible ledger v1: key id", 8)
	if err != nil {
		return Key{}, fmt.Errorf("ledger key: derive id: %w", err)
	}
	return Key{ID: hex.EncodeToString(id), secret: secret}, nil
}

// NewKeyPEM is NewKey for the file that GitHub hands out: one PEM block,
// "RSA PRIVATE KEY" (PKCS#1) or "PRIVATE KEY" (PKCS#8).
func NewKeyPEM(text []byte) (Key, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return Key{}, errors.New("ledger key: no PEM block found; give the private key file of the App")
	}
	return NewKey(block.Bytes)
}

// toPKCS8 makes the same key the same bytes, whichever way it was stored.
func toPKCS8(der []byte) ([]byte, error) {
	var key any
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(der); err != nil {
			return nil, errors.New("ledger key: neither PKCS#8 nor PKCS#1; give the private key file of the App")
		}
	}
	out, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, errors.New("ledger key: this kind of private key cannot be used; an App has an RSA key")
	}
	return out, nil
}

// IsZero says whether there is no key.
func (k Key) IsZero() bool { return len(k.secret) == 0 }

// name is what a block says it is signed with.
func (k Key) name() string {
	if k.IsZero() {
		return unsignedName
	}
	return k.ID
}

// String names the key without its secret.
func (k Key) String() string { return "ledger key " + k.name() }

// Format prints the same for every verb, so that no format shows the secret.
func (k Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, k.String()) }

// find returns the key that a block names.
func (r Keyring) find(name string) (Key, Verdict) {
	switch {
	case name == unsignedName:
		return Key{}, Unsigned
	case !r.Current.IsZero() && name == r.Current.ID:
		return r.Current, Valid
	case !r.Previous.IsZero() && name == r.Previous.ID:
		return r.Previous, ValidPreviousKey
	}
	return Key{}, Invalid
}
