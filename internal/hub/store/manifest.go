package store

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// AddManifest makes an App with a new key, as the manifest flow does, and returns the code that ConvertManifest takes.
func (s *Store) AddManifest(in AppInput) (code string, err error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", fmt.Errorf("make a key for the app %s: %w", in.Slug, err)
	}
	in.PublicKey = &key.PublicKey
	if in.WebhookSecret == "" {
		in.WebhookSecret = randomHex(20)
	}
	app, err := s.AddApp(in)
	if err != nil {
		return "", err
	}
	app.ClientSecret = randomHex(20)
	app.PrivateKeyPEM = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	code = randomHex(20)
	s.manifests[code] = app
	return code, nil
}

// ConvertManifest is the App of a code, which works once: 404 else.
func (s *Store) ConvertManifest(code string) (*App, error) {
	app := s.manifests[code]
	if app == nil {
		return nil, NotFound()
	}
	delete(s.manifests, code)
	return app, nil
}
