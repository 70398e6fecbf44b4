package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/history"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// archive is what is known of a repository's incidents: what was kept from the last time, and what changed since.
type archive struct {
	client *github.Client
	ring   ledger.Keyring
	path   string // of the file that it is kept in; empty = it is not
	now    time.Time

	name string // owner/name, as GitHub writes it
	cfg  policy.Config
	kept history.Kept
}

// read asks for what changed since the last time: one request where that is little. Where settings changed meanwhile, or an
// incident has gone for good, all is read anew.
func (a *archive) read(ctx context.Context, name string) error {
	text, err := os.ReadFile(a.path)
	if err != nil {
		text = nil // there is none, or it cannot be read: GitHub has it all
	}
	a.kept = history.Decode(text)
	k := reconcile.Key{Installation: a.kept.Installation}
	if k.Owner, k.Repo, _ = strings.Cut(name, "/"); k.Installation == 0 || a.readAll(ctx, k) != nil { // it may have been installed anew
		if k, err = a.client.Reach(ctx, name); err != nil {
			return err
		}
		if err := a.readAll(ctx, k); err != nil {
			return err
		}
	}
	a.kept.Installation = k.Installation
	if text, err := a.kept.Encode(); err == nil && a.path != "" {
		keep(a.path, text)
	}
	return nil
}

// readAll reads until what is kept fits.
func (a *archive) readAll(ctx context.Context, k reconcile.Key) (err error) {
	label := a.kept.Label
	if label == "" {
		label = policy.Default(1).Labels.Incident
	}
	for again := true; again; label = a.cfg.Labels.Incident {
		if again, err = a.readSince(ctx, k, label); err != nil {
			return err
		}
	}
	return nil
}

// readSince reads the changes. again says that what was kept does not fit: it is thrown away, to be read with the settings
// that hold now.
func (a *archive) readSince(ctx context.Context, k reconcile.Key, label string) (again bool, err error) {
	fresh, total := len(a.kept.Entries) == 0, 0
	err = a.client.History(ctx, k, label, a.kept.Until, func(p github.HistoryPage) error {
		a.name, total = p.Repository, p.Total
		a.cfg, _, _ = reconcile.ReadPolicy(p.Config)
		if version := policyVersion(a.cfg); a.kept.Policy != version || label != a.cfg.Labels.Incident {
			again = a.cfg.Labels.Incident != label || !fresh
			a.kept = history.New(version, a.cfg.Labels.Incident)
			if again {
				return github.ErrEnough
			}
		}
		for n, w := range p.Incidents {
			a.kept.Add(history.Read(w, a.ring, a.cfg, a.now), p.Changed[n])
		}
		return nil
	})
	if err == nil && !again && !fresh && total != len(a.kept.Entries) {
		a.kept, again = history.New(a.kept.Policy, a.kept.Label), true
	}
	return again, err
}

// keptAt is the file in the user's cache; empty where there is no such place: then nothing is kept.
func keptAt(folder, api, repo string) string {
	if folder == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		folder = filepath.Join(base, "sensible")
	}
	host := "github"
	if u, err := url.Parse(api); err == nil {
		host = u.Host
	}
	return filepath.Join(folder, "history-"+strings.NewReplacer("/", "-", ":", "-").Replace(host+"-"+strings.ToLower(repo))+".json")
}

// keep writes a file for its owner only: titles of private incidents are in it. Where it cannot be written the next report
// is slower, no more.
func keep(path string, text []byte) {
	if os.MkdirAll(filepath.Dir(path), 0o700) == nil {
		_ = os.WriteFile(path, text, 0o600)
	}
}

// policyVersion tells settings apart: with others, entries may read otherwise.
func policyVersion(cfg policy.Config) string {
	text, err := json.Marshal(cfg)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
