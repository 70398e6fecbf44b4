package reconcile

import (
	"context"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// remembered is a configuration as last read, and the last one that could be used.
type remembered struct {
	oid    string // of the file and of the organisation's
	read   bool
	sound  bool // good is of a file that could be used, now or once
	good   policy.Config
	broken policy.Problems
}

// config returns the policy in force: the file's, or the last good one with what is wrong with the file now. A process that
// has not seen a good one looks for it among the file's versions.
func (r *Reconciler) config(ctx context.Context, k Key, file snapshot.ConfigFile) (policy.Config, policy.Problems) {
	oid := version(file)
	c := r.memory.config(k)
	if c.read && c.oid == oid && (c.sound || !c.broken.Errors() || r.Policies == nil) {
		return c.good, c.broken
	}
	cfg, problems, broken := ReadPolicy(file)
	switch {
	case !broken:
		c.good, c.sound = cfg, true
	case !c.sound:
		c.good, c.sound = r.lastGood(ctx, k, cfg)
	}
	c.oid, c.read, c.broken = oid, true, problems
	r.memory.keepConfig(k, c)
	return c.good, c.broken
}

// version is what tells two versions of a policy apart.
func version(file snapshot.ConfigFile) string {
	if file.Over != nil {
		return file.OID + " " + file.Over.OID
	}
	return file.OID
}

// lastGood looks for the last version that could be used. Where nobody can tell, what holds without the file holds; ok is
// false where it is worth asking again.
func (r *Reconciler) lastGood(ctx context.Context, k Key, otherwise policy.Config) (cfg policy.Config, ok bool) {
	if r.Policies == nil {
		return otherwise, false
	}
	w, err := r.Policies.Policy(ctx, PolicyKey(k))
	if err != nil {
		r.Log.Warn("the last policy that could be used is not known", "issue", k.String(), "error", err.Error())
		return otherwise, false
	}
	cfg, _ = LastGood(w)
	return cfg, true
}

// withChange has the ledger take note of the newest change of the policy, so that the card can tell of it: once in each
// incident that was going on then, and in the first that began afterwards.
func (r *Reconciler) withChange(k Key, w snapshot.World, l ledger.Ledger) ledger.Ledger {
	c, ok := r.memory.change(k)
	if !ok || l.Version == 0 || c.words == "" || r.Now().Sub(c.at) >= changeTold || !w.Issue.Open {
		return l
	}
	known := slices.ContainsFunc(l.Seen, func(o ledger.Observation) bool { return o.Kind == replay.SeenPolicy && o.Ref == c.ref })
	later := w.Issue.CreatedAt.After(c.at)
	if known || later && c.told {
		return l
	}
	if later {
		r.memory.tellChange(k, c.ref)
	}
	l.Seen = append(slices.Clone(l.Seen), ledger.Observation{Kind: replay.SeenPolicy, At: c.at, Ref: c.ref, Detail: c.words})
	return l
}

func (m *memory) config(k Key) remembered {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.configs[k.RepositoryID]
}

func (m *memory) keepConfig(k Key, c remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.configs == nil {
		m.configs = map[int64]remembered{}
	}
	m.configs[k.RepositoryID] = c
}

func (m *memory) change(k Key) (policyChange, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.changed[k.RepositoryID]
	return c, ok
}

// tellChange remembers that an incident that began after a change has told of it.
func (m *memory) tellChange(k Key, ref string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.changed[k.RepositoryID]; c.ref == ref {
		c.told = true
		m.changed[k.RepositoryID] = c
	}
}

func (m *memory) settled(k Key, state string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.notices == nil {
		m.notices = map[int64]string{}
	}
	m.notices[k.RepositoryID] = state
}

func (m *memory) isSettled(k Key, state string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.notices[k.RepositoryID] == state
}

func recoveredAt(i incident.Incident) time.Time { return i.Milestones[incident.Recovered].At }
