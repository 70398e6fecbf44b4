package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/queue"
)

// limitsMemo keeps GitHub's limits in the queue's store, so that a new process, or another replica, does not ask too early.
// What it cannot keep is forgotten: that costs a refused request.
type limitsMemo struct {
	store *queue.Store
	log   *slog.Logger

	mu sync.Mutex
}

// memoOf is the memo in an app's store; nil where it keeps nothing.
func memoOf(d appDeps) github.Memo {
	if d.Store == nil {
		return nil
	}
	return &limitsMemo{store: d.Store, log: d.Log}
}

func limitsName(installation int64) string { return fmt.Sprintf("limits of %d", installation) }

// Remember implements github.Memo.
func (m *limitsMemo) Remember(installation int64, resource string, until time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.Recall(installation)
	if known == nil {
		known = map[string]time.Time{}
	}
	known[resource] = until.UTC()
	text, err := json.Marshal(known)
	if err == nil {
		err = m.store.Keep(context.Background(), limitsName(installation), text)
	}
	if err != nil {
		m.log.Warn("a limit of GitHub's is not kept for the next start", "error", err.Error())
	}
}

// Recall implements github.Memo.
func (m *limitsMemo) Recall(installation int64) map[string]time.Time {
	text, err := m.store.Kept(context.Background(), limitsName(installation))
	var known map[string]time.Time
	if err != nil || len(text) == 0 || json.Unmarshal(text, &known) != nil {
		return nil
	}
	return known
}
