package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/sandbox"
)

// settleTimeout is how long the app may take to answer one act, wall time.
const settleTimeout = time.Minute

// stage is what the player needs of this world.
func (w *demoWorld) stage() sandbox.Stage {
	return sandbox.Stage{
		API: w.api, Tokens: w.tokens, Bot: "sensible[bot]",
		Until: w.until, Settle: w.settle, KeyTimes: w.keyTimes,
	}
}

// until moves the hub's clock to t and lets the app's timers that are due on the way fire at their own time.
func (w *demoWorld) until(ctx context.Context, t time.Time) error {
	for {
		next := w.app.queue.NextWake()
		if next.IsZero() || next.After(t) {
			break
		}
		if next.After(w.hub.Clock().Now()) {
			w.hub.Clock().Set(next)
		}
		w.app.queue.Tick()
		if err := w.settle(ctx); err != nil {
			return err
		}
	}
	w.hub.Clock().Set(t)
	return nil
}

// settle waits until the hub has delivered every webhook and the app has nothing left to do: what the app does makes
// webhooks too, so both must rest at once.
func (w *demoWorld) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleTimeout)
	defer cancel()
	for {
		before := w.requests.length() + w.webhooks.length()
		if err := w.hub.Drain(ctx); err != nil {
			return fmt.Errorf("webhooks are not answered: %w", err)
		}
		if err := w.app.Idle(ctx); err != nil {
			return fmt.Errorf("the app does not come to rest: %w", err)
		}
		if w.requests.length()+w.webhooks.length() == before {
			return nil
		}
	}
}

// keyTimes computes the key times from an export: the ledger in the card is verified with the App's key.
func (w *demoWorld) keyTimes(_ context.Context, text []byte) (map[string]int64, error) {
	file, err := export.Read("issue.json", text)
	if err != nil {
		return nil, err
	}
	key, err := ledger.NewKeyPEM(w.secrets.pem)
	if err != nil {
		return nil, err
	}
	result, err := replayFile(file, ledger.Keyring{Current: key})
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for name, seconds := range result.Incident.KeyTimes {
		if seconds != nil {
			out[name] = *seconds
		}
	}
	// The time between failures belongs to the incident before: from its end to the start of this one.
	if before := w.story.Before; len(before) > 0 {
		if tbf, ok := incident.TBF(before[len(before)-1].Closed, result.Incident.Milestones[string(incident.Started)].At); ok {
			out["tbf"] = tbf
		}
	}
	return out, nil
}

// idleWritesNothing runs the incident once more: an incident that is as it should be costs reads only.
func (w *demoWorld) idleWritesNothing(ctx context.Context, p *sandbox.Player) error {
	before := w.requests.length()
	id, err := p.RepositoryID(ctx)
	if err != nil {
		return err
	}
	owner, name, _ := strings.Cut(w.story.Repo, "/")
	w.app.raise(reconcile.Key{RepositoryID: id, Owner: owner, Repo: name, Number: p.Issue(), Installation: demoInstallation})
	if err := w.settle(ctx); err != nil {
		return err
	}
	for _, line := range strings.Split(strings.TrimSpace(string(w.requests.bytes()[before:])), "\n") {
		if strings.Contains(line, `"mutation`) || strings.Contains(line, `"method":"POST","path":"/repos`) {
			return fmt.Errorf("a second reconcile wrote something: %.300s", line)
		}
	}
	return nil
}

// length is how much was recorded, bytes.
func (r *record) length() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Len()
}
