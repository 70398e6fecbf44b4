package seed

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// App is a GitHub App. Its key (PEM, private or public) stands in a file, or in PrivateKey.
type App struct {
	ID             int64             `yaml:"id"`
	Slug           string            `yaml:"slug"`
	Name           string            `yaml:"name"`
	Owner          string            `yaml:"owner"`
	PrivateKeyFile string            `yaml:"private_key_file"`
	PrivateKey     string            `yaml:"private_key"`
	WebhookURL     string            `yaml:"webhook_url"`
	WebhookSecret  string            `yaml:"webhook_secret"`
	Permissions    map[string]string `yaml:"permissions"`
	Events         []string          `yaml:"events"`
}

// Installation is an App on an account.
type Installation struct {
	ID           int64             `yaml:"id"`
	App          int64             `yaml:"app"`
	Account      string            `yaml:"account"`
	Repositories Selection         `yaml:"repositories"`
	Permissions  map[string]string `yaml:"permissions"` // the App's where absent
	Suspended    bool              `yaml:"suspended"`
}

// Selection is "all" (nil), or a list of names.
type Selection []string

// UnmarshalYAML reads the word all, or a list.
func (s *Selection) UnmarshalYAML(raw []byte) error {
	var word string
	if err := yaml.Unmarshal(raw, &word); err == nil {
		if word != "all" {
			return fmt.Errorf("repositories is %q; use all, or a list of names", word)
		}
		*s = nil
		return nil
	}
	list := []string{}
	if err := yaml.Unmarshal(raw, &list); err != nil {
		return errors.New("repositories is neither all nor a list of names")
	}
	*s = list
	return nil
}

func (w *writer) apps() error {
	for n, in := range w.seed.Apps {
		at := fmt.Sprintf("$.apps[%d]", n)
		if in.Slug == "" {
			return w.seed.mistake(at, "the app has no slug")
		}
		if err := w.levels(at+".permissions", in.Permissions); err != nil {
			return err
		}
		key, err := w.key(at, in)
		if err != nil {
			return err
		}
		var owner *store.User
		if in.Owner != "" {
			owner = w.person(in.Owner)
		}
		_, err = w.store.AddApp(store.AppInput{ID: in.ID, Slug: in.Slug, Name: in.Name, Owner: owner, PublicKey: key, WebhookURL: in.WebhookURL,
			WebhookSecret: in.WebhookSecret, Permissions: in.Permissions, Events: in.Events})
		if err != nil {
			return w.refused(at, err)
		}
	}
	return nil
}

func (w *writer) levels(at string, permissions map[string]string) error {
	for name, level := range permissions {
		if level != "read" && level != "write" && level != "admin" {
			return w.seed.mistake(at+"."+name, "the permission %s is %q; use read, write or admin", name, level)
		}
	}
	return nil
}

// key is the App's public key; nil where no key is given, and then no JWT is accepted.
func (w *writer) key(at string, in App) (*rsa.PublicKey, error) {
	text := []byte(in.PrivateKey)
	at += ".private_key"
	if in.PrivateKeyFile != "" {
		at += "_file"
		path := in.PrivateKeyFile
		if !filepath.IsAbs(path) {
			path = filepath.Join(w.seed.dir, path)
		}
		var err error
		if text, err = os.ReadFile(path); err != nil {
			return nil, w.seed.mistake(at, "the key of the app %s cannot be read: %v", in.Slug, err)
		}
	}
	if len(text) == 0 {
		return nil, nil
	}
	key, err := publicKey(text)
	if err != nil {
		return nil, w.seed.mistake(at, "the key of the app %s is of no use: %v", in.Slug, err)
	}
	return key, nil
}

// publicKey reads an RSA key in PEM: PKCS#1 or PKCS#8, private or public.
func publicKey(text []byte) (*rsa.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("it is not PEM")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return &key.PublicKey, nil
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if private, ok := key.(*rsa.PrivateKey); ok {
			return &private.PublicKey, nil
		}
	}
	if key, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		if public, ok := key.(*rsa.PublicKey); ok {
			return public, nil
		}
	}
	return nil, errors.New("it is no RSA key")
}

func (w *writer) installations() error {
	for n, in := range w.seed.Installations {
		at := fmt.Sprintf("$.installations[%d]", n)
		app, account := w.store.App(in.App), w.store.User(in.Account)
		switch {
		case app == nil:
			return w.seed.mistake(at+".app", "there is no app with the id %d", in.App)
		case account == nil:
			return w.seed.mistake(at+".account", "there is no account %q", in.Account)
		}
		var repos []*store.Repository
		for k, name := range in.Repositories {
			r := w.find(name, in.Account)
			if r == nil {
				return w.seed.mistake(fmt.Sprintf("%s.repositories[%d]", at, k), "there is no repository %q", name)
			}
			repos = append(repos, r)
		}
		if in.Repositories != nil && repos == nil {
			repos = []*store.Repository{}
		}
		if err := w.levels(at+".permissions", in.Permissions); err != nil {
			return err
		}
		made := w.store.Install(app, account, repos, in.ID)
		if in.Permissions != nil {
			made.Permissions = in.Permissions
		}
		if in.Suspended {
			w.store.Suspend(made, account, true)
		}
	}
	return nil
}
