// Package hub is an in-memory GitHub: REST, GraphQL, git over HTTP and webhooks over one state, held to GitHub's
// machine-readable contract, with a clock of its own, that misbehaves on command. This package only puts the parts
// together: it holds no rule of GitHub's (store), renders nothing (rest, graphql), and listens on no port (its user
// does). It is for demos, drills, tests and simulation, not for keeping anything.
package hub

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/hub/control"
	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/git"
	"github.com/sensible-im/sensible/internal/hub/graphql"
	"github.com/sensible-im/sensible/internal/hub/hooks"
	"github.com/sensible-im/sensible/internal/hub/requestlog"
	"github.com/sensible-im/sensible/internal/hub/rest"
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// Options say how a hub starts. The zero value is an empty, well-behaved GitHub.
type Options struct {
	// Seed is what it holds; nil: nothing.
	Seed *seed.Seed
	// URL is where it will be reached, for the links in webhooks; SetURL can tell it later.
	URL string
	// GitDir is an empty directory for git's objects; empty: a temporary one, which Close removes.
	GitDir string
	// Latency is slept before each request.
	Latency time.Duration
	// Faults are specs as --fault takes them, beside those of the seed.
	Faults []string
	// Validate holds each REST request and response, each GraphQL answer and each webhook against GitHub's contract.
	Validate bool
	// Tolerant, beside Validate, lets requests that break the contract through to the answer that GitHub has for them; only
	// what the hub itself says is held.
	Tolerant bool
	// Log gets a JSON line per request, WebhookLog one per webhook; nil: none.
	Log, WebhookLog io.Writer
	// Clock dates content; nil: the seed's, or real time.
	Clock *store.ScaledClock
	// Logger hears of fields that GraphQL does not serve, and of violations; nil: slog's default.
	Logger *slog.Logger
}

// Hub is a running GitHub. Make one with New, serve its Handler, Close it.
type Hub struct {
	store   *store.Store
	clock   *store.ScaledClock
	git     *git.Git
	gitTemp string
	shape   *shape.Shaper
	faults  *faults.Set
	sender  *hooks.Sender
	log     *requestlog.Log
	handler http.Handler
	logger  *slog.Logger

	mu         sync.Mutex
	violations []error
}

// New starts a hub. The errors are mistakes in the seed or the faults, and a missing git program.
func New(opt Options) (*Hub, error) {
	if opt.Seed == nil {
		opt.Seed = &seed.Seed{}
	}
	if opt.Clock == nil {
		opt.Clock = store.NewClock(opt.Seed.Clock.Start, opt.Seed.Clock.Speed())
	}
	if opt.Logger == nil {
		opt.Logger = slog.Default()
	}
	h := &Hub{clock: opt.Clock, store: store.New(opt.Clock), logger: opt.Logger}
	h.shape = &shape.Shaper{Store: h.store}
	h.SetURL(either(opt.URL, "http://127.0.0.1"))
	if err := h.start(opt); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

func (h *Hub) start(opt Options) error {
	if err := h.openGit(opt.GitDir); err != nil {
		return err
	}
	if err := opt.Seed.Apply(h.store); err != nil {
		return err
	}
	h.faults = faults.New(faults.Options{Latency: opt.Latency, Now: h.clock.Now, Identify: h.account})
	if err := h.faults.Add(append(append([]string(nil), opt.Seed.Faults...), opt.Faults...)...); err != nil {
		return err
	}
	h.sender = hooks.New(h.sending(opt))
	h.store.Subscribe(func(e store.Event) {
		if id := hooks.Created(e); id != "" {
			h.faults.Created(id)
		}
		h.sender.Receive(e)
	})
	h.log = &requestlog.Log{Writer: opt.Log, Identify: h.identify, Route: route}
	return h.mount(opt)
}

func (h *Hub) sending(opt Options) hooks.Options {
	o := hooks.Options{Store: h.store, Shape: h.shape, Faults: h.faults, Log: opt.WebhookLog}
	if opt.Validate {
		o.Check = h.checkWebhook
	}
	return o
}

func (h *Hub) openGit(dir string) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "sensible-hub-"); err != nil {
			return fmt.Errorf("make a directory for git's objects: %w", err)
		}
		h.gitTemp = dir
	}
	if h.git, err = git.New(dir, h.clock.Now); err != nil {
		return err
	}
	h.store.SetGit(h.git)
	return nil
}

// mount builds the handler: control outside; then log, faults, contract, and GitHub's own addresses.
func (h *Hub) mount(opt Options) error {
	graph, err := graphql.New(h.store, graphql.Validate(opt.Validate), graphql.Log(h.logger), graphql.Violations(h.graphViolated(opt)))
	if err != nil {
		return err
	}
	var api http.Handler = rest.New(h.store, rest.Options{Redeliver: h.sender.Redeliver, Observe: observe})
	if opt.Validate {
		if api, err = h.validated(api, opt.Tolerant); err != nil {
			return err
		}
	}
	objects := &git.Server{Git: h.git, Store: h.store}
	github := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case requestlog.IsGraphQL(r.URL.Path):
			graph.ServeHTTP(w, r)
		case requestlog.IsGit(r.URL.Path):
			objects.ServeHTTP(w, r)
		case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/settings/apps/new"):
			h.registerApp(w, r)
		case isInstall(r.URL.Path):
			h.installApp(w, r)
		default:
			api.ServeHTTP(w, r)
		}
	})
	logged := h.log.Middleware(h.faults.Middleware(github))
	remote := &control.Handler{Faults: h.faults, Clock: h.clock, Log: h.log, Drain: h.Drain}
	h.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, control.Prefix) {
			remote.ServeHTTP(w, r)
			return
		}
		logged.ServeHTTP(w, r)
	})
	return nil
}

// Handler answers at /, /api/v3/, /graphql, /api/graphql, /{owner}/{repo}.git/ and /_hub/.
func (h *Hub) Handler() http.Handler { return h.handler }

// SetURL tells where the hub is reached. Call it before the first request.
func (h *Hub) SetURL(url string) {
	h.shape.API, h.shape.Web = strings.TrimSuffix(url, "/"), strings.TrimSuffix(url, "/")
}

// Store is the state; wrap what is done with it in View or Update.
func (h *Hub) Store() *store.Store { return h.store }

// Clock dates content.
func (h *Hub) Clock() *store.ScaledClock { return h.clock }

// Advance moves the clock forward by d.
func (h *Hub) Advance(d time.Duration) { h.clock.Advance(d) }

// Faults are those that are on.
func (h *Hub) Faults() *faults.Set { return h.faults }

// Summary counts the calls by operation.
func (h *Hub) Summary() requestlog.Summary { return h.log.Summary() }

// Drain waits until every webhook is answered. The error is the context's.
func (h *Hub) Drain(ctx context.Context) error { return h.sender.Drain(ctx) }

// Close stops webhooks and removes temporary files. Close the server first.
func (h *Hub) Close() {
	if h.sender != nil {
		h.sender.Close()
	}
	if h.gitTemp != "" {
		_ = os.RemoveAll(h.gitTemp)
	}
}

func either(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}
