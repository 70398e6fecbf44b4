package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// checked is what `serve --check` says of settings.
func checked(t *testing.T, s settings) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := &cobra.Command{}
	cmd.SetOut(&out)
	cmd.SetContext(t.Context())
	err := checkSettings(cmd, s, slog.New(slog.DiscardHandler))
	return out.String(), err
}

func TestTheCheckTriesEverySettingAndSaysHowToMendIt(t *testing.T) {
	h, good := openHub(t, func() http.Handler { return http.NotFoundHandler() })
	good.Database = "sqlite:" + filepath.Join(t.TempDir(), "sensible.db")
	out, err := checked(t, good)
	if err != nil || !strings.Contains(out, "ok: acting as sensible[bot]") || !strings.Contains(out, "ok: the database") {
		t.Fatalf("%v %s", err, out)
	}
	for name, c := range map[string]struct {
		change func(*settings)
		want   string
	}{
		"another App":            {func(s *settings) { s.AppID = 2 }, "wrong: the credentials: GitHub knows no such App"},
		"a key that is none":     {func(s *settings) { s.PrivateKey = []byte("hush-hush-key") }, "wrong: the App's key"},
		"a folder for database":  {func(s *settings) { s.Database = "sqlite:" + t.TempDir() + "/none/sensible.db" }, "wrong: the database"},
		"a database nowhere":     {func(s *settings) { s.Database = "postgres://u:hush-hush@127.0.0.1:1/x" }, "wrong: the database"},
		"a GitHub nowhere":       {func(s *settings) { s.GitHubURL = "http://127.0.0.1:1" }, "check --github-url"},
		"a secret to be guessed": {func(s *settings) { s.Secret = []byte("abc") }, "note: the webhook's secret"},
	} {
		s := good
		c.change(&s)
		out, err := checked(t, s)
		if !strings.Contains(out, c.want) || (err == nil) != strings.HasPrefix(c.want, "note") || strings.Contains(out, "hush-hush") {
			t.Errorf("%s: %v %s", name, err, out)
		}
	}
	h.Store().Update(func() { delete(h.Store().Installation(10).Permissions, "issues") })
	if out, err := checked(t, good); err == nil || !strings.Contains(out, "wrong: the installation on acme: it does not grant issues: write") {
		t.Errorf("a permission that is lacking: %v %s", err, out)
	}
	h.Store().Update(func() { h.Store().Suspend(h.Store().Installation(10), h.Store().User("aiko"), true) })
	if out, err := checked(t, good); err == nil || !strings.Contains(out, "it is suspended: resume it") {
		t.Errorf("a suspended installation: %v %s", err, out)
	}
	h.Store().Update(func() { h.Store().Uninstall(h.Store().Installation(10), h.Store().User("aiko")) })
	if out, err := checked(t, good); err == nil || !strings.Contains(out, "installed nowhere") {
		t.Errorf("no installation: %v %s", err, out)
	}
}

func TestTheCheckLeavesARunningServerAlone(t *testing.T) {
	_, s := openHub(t, func() http.Handler { return http.NotFoundHandler() })
	s.Database = "sqlite:" + filepath.Join(t.TempDir(), "sensible.db")
	deps := appDeps{Log: slog.New(slog.DiscardHandler)}
	running, err := openStore(t.Context(), s, deps)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = running.Close() }()
	if out, err := checked(t, s); err != nil || !strings.Contains(out, "ok: the database, which a server uses at present") {
		t.Errorf("%v %s", err, out)
	}
}
