package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

const pemOfTests = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq\nqhsdUqPvXJ8cPdgeFk3\n-----END RSA PRIVATE KEY-----\n"

// planted logs through the redaction and returns what was written.
func planted(t *testing.T, say func(*slog.Logger)) string {
	t.Helper()
	var out bytes.Buffer
	log, err := newLogger(&out, settings{
		Secret: []byte("hush-hush"), Token: "plain-token-1", PrivateKey: []byte(pemOfTests), Database: "postgres://sensible:pg-pass-word@db/x",
		HeartbeatURL: "https://hc.example/ping/beat-id-77", LogLevel: "debug",
	})
	if err != nil {
		t.Fatal(err)
	}
	say(log)
	return out.String()
}

func TestASecretIsNotLoggedWhereverItStands(t *testing.T) {
	secrets := []string{
		"hush-hush", "plain-token-1", "qhsdUqPvXJ8cPdgeFk3", "pg-pass-word", "beat-id-77", "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
		"github_pat_11AAAAAAA0abcdefghijkl", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
	}
	for _, secret := range secrets {
		for name, say := range map[string]func(*slog.Logger){
			"message":       func(l *slog.Logger) { l.Info("x " + secret + " y") },
			"attribute":     func(l *slog.Logger) { l.Info("x", "a", "x "+secret) },
			"error":         func(l *slog.Logger) { l.Error("x", "error", fmt.Errorf("get: %w", errors.New("401 for "+secret))) },
			"group":         func(l *slog.Logger) { l.Info("x", slog.Group("g", slog.Group("h", "a", secret))) },
			"with":          func(l *slog.Logger) { l.With("a", secret).WithGroup("g").Info("x", "b", secret) },
			"headers":       func(l *slog.Logger) { l.Info("x", "headers", http.Header{"Authorization": {"Bearer " + secret}}) },
			"bytes":         func(l *slog.Logger) { l.Info("x", "body", []byte(secret)) },
			"list":          func(l *slog.Logger) { l.Info("x", "list", []string{secret, "b"}) },
			"structure":     func(l *slog.Logger) { l.Info("x", "v", struct{ A map[string]string }{map[string]string{"k": secret}}) },
			"an own value":  func(l *slog.Logger) { l.Info("x", "v", told{Title: secret}) },
			"a json number": func(l *slog.Logger) { l.Info("x", "v", json.RawMessage(`{"a":"`+secret+`"}`)) },
		} {
			if out := planted(t, say); strings.Contains(out, secret) || !strings.Contains(out, "***") {
				t.Errorf("%s in %s: %s", secret, name, out)
			}
		}
	}
}

func TestWhatIsCalledASecretIsNotLoggedWhateverItIs(t *testing.T) {
	for _, name := range []string{"Authorization", "token", "access_token", "webhook_secret", "password", "private_key", "X-Hub-Signature-256", "api_key"} {
		if out := planted(t, func(l *slog.Logger) { l.Info("x", name, "short", slog.Group("in", name, 12345)) }); strings.Contains(out, "short") || strings.Contains(out, "12345") {
			t.Errorf("%s: %s", name, out)
		}
	}
	for _, text := range []string{"Authorization: Basic c2Vuc2libGU6aHVzaA==", "authorization: token abcdefgh12345678", "https://user:hunter22@host/x"} {
		if out := planted(t, func(l *slog.Logger) { l.Info(text) }); !strings.Contains(out, "***") || strings.Contains(out, "hunter22") || strings.Contains(out, "c2Vuc2") || strings.Contains(out, "abcdefgh") {
			t.Errorf("%s: %s", text, out)
		}
	}
}

func TestWhatIsNoSecretStays(t *testing.T) {
	out := planted(t, func(l *slog.Logger) {
		l.Info("a token for the installation", "issue", "acme/shop#42", "error", errors.New("GitHub answered 502"), "n", 7, "issues", []string{"1"})
	})
	for _, want := range []string{"a token for the installation", "acme/shop#42", "GitHub answered 502", `"n":7`} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is gone from %s", want, out)
		}
	}
}
