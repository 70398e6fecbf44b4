package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/sandbox"
)

// demoWorld is the in-memory GitHub and the app, each on a loopback port of its own, reached over HTTP only.
type demoWorld struct {
	story    sandbox.Story
	faults   []string
	hub      *hub.Hub
	app      *app
	api      string
	tokens   map[string]string
	secrets  demoSecrets
	requests record
	webhooks record
	events   string // where the app takes webhooks
	front    front
	closers  []func()
}

// front is the app's address: whoever is behind it may change, as when a server is started anew.
type front struct{ handler atomic.Pointer[http.Handler] }

func (f *front) set(h http.Handler) { f.handler.Store(&h) }

// ServeHTTP hands the request to the app that runs now.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*f.handler.Load()).ServeHTTP(w, r)
}

// demoSecrets are made anew in each process and end with it.
type demoSecrets struct {
	pem     []byte
	webhook string
}

// record keeps what is logged, for the files of the demo.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write is safe for use by several goroutines.
func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *record) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.buf.Bytes())
}

// openDemo starts both. The app listens first, since the hub's seed names its webhook address.
// Faults are those that the hub begins with.
func openDemo(ctx context.Context, story sandbox.Story, faults ...string) (*demoWorld, error) {
	w := &demoWorld{story: story, faults: faults, tokens: map[string]string{}}
	if err := w.open(ctx); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *demoWorld) open(ctx context.Context) error {
	var err error
	if w.secrets, err = newDemoSecrets(); err != nil {
		return err
	}
	appListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	hubListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.api = reachable(hubListener.Addr())
	for login := range w.story.People {
		w.tokens[login] = randomHex("ghp_demo")
	}
	w.events = reachable(appListener.Addr()) + "/webhook"
	if err := w.startHub(hubListener, w.events); err != nil {
		return err
	}
	return w.startApp(ctx, appListener)
}

func (w *demoWorld) startHub(listener net.Listener, webhookURL string) (err error) {
	w.hub, err = hub.New(hub.Options{
		Seed: demoSeed(w.story, w.tokens, webhookURL, w.secrets), URL: w.api, Validate: true, Faults: w.faults,
		Log: &w.requests, WebhookLog: &w.webhooks, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	w.closers = append(w.closers, w.hub.Close)
	w.serve(listener, w.hub.Handler())
	return nil
}

// startApp starts the app as `serve` does; only its clock is the hub's, so that the story plays in virtual time.
func (w *demoWorld) startApp(ctx context.Context, listener net.Listener) (err error) {
	w.app, err = newApp(settings{
		GitHubURL: w.api, GraphQLURL: w.api + "/graphql", GitURL: w.api,
		AppID: demoAppID, PrivateKey: w.secrets.pem, Secret: []byte(w.secrets.webhook),
	}, appDeps{Now: w.hub.Clock().Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	w.front.set(w.app.Handler())
	w.serve(listener, &w.front)
	if err := w.app.Start(ctx); err != nil {
		return err
	}
	w.closers = append(w.closers, func() {
		stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = w.app.Stop(stop)
	})
	return nil
}

func (w *demoWorld) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: hubHeaderTimeout}
	go func() { _ = server.Serve(listener) }()
	w.closers = append(w.closers, func() { _ = server.Close() })
}

// close ends everything, the last started first.
func (w *demoWorld) close() {
	for i := len(w.closers) - 1; i >= 0; i-- {
		w.closers[i]()
	}
}

// newDemoSecrets are the secrets of this process: making a key takes longer than all the rest of a start.
var newDemoSecrets = sync.OnceValues(makeDemoSecrets)

func makeDemoSecrets() (demoSecrets, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return demoSecrets{}, fmt.Errorf("make a key for the demo's App: %w", err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return demoSecrets{pem: pem.EncodeToMemory(block), webhook: randomHex("")}, nil
}

func randomHex(prefix string) string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return prefix + hex.EncodeToString(b)
}
