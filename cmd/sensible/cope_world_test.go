package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/sandbox"
)

// oddities are how the GitHub of one test differs from the demo's.
type oddities struct {
	seed     func(*seed.Seed)
	settings func(*settings)
	through  func(http.RoundTripper, *skipClock) http.RoundTripper // between the app and GitHub
}

// coping is the app on an odd GitHub: it waits for nothing on the wall's clock, and what it logs is kept.
type coping struct {
	*live
	skip *skipClock
	log  *record
}

// skipClock passes whenever somebody wants to wait.
type skipClock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
	tries int
	long  func() // called when an hour or so passes; nil = nobody cares
}

func (c *skipClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *skipClock) Sleep(ctx context.Context, d time.Duration) error {
	c.skip(d)
	return ctx.Err()
}

func (c *skipClock) skip(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.slept, c.tries = c.at.Add(d), append(c.slept, d), c.tries+1
}

// mostTries bounds how often a test's app may try again: one that never comes to rest fails the test.
const mostTries = 40

// after lets the time until a retry pass at once.
func (c *skipClock) after(d time.Duration, f func()) func() {
	c.skip(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	if long := c.long; long != nil && d > 50*time.Minute {
		long()
	}
	if c.tries < mostTries {
		go f()
	}
	return func() {}
}

// workday is a morning on which everybody who writes here works, so that what waits for working hours comes at once.
var workday = time.Date(2022, 9, 7, 16, 15, 0, 0, time.UTC)

// cope opens the app on an odd GitHub, with nothing in it yet.
func cope(t *testing.T, o oddities) *coping {
	t.Helper()
	story, err := sandbox.LoadStory("nuget-9218")
	if err != nil {
		t.Fatal(err)
	}
	w := &demoWorld{story: story, tokens: map[string]string{}}
	t.Cleanup(w.close)
	c := &coping{live: &live{demoWorld: w, t: t, repo: story.Repo, bot: "sensible[bot]"}, skip: &skipClock{at: time.Now()}, log: &record{}}
	if w.secrets, err = newDemoSecrets(); err != nil {
		t.Fatal(err)
	}
	for login := range story.People {
		w.tokens[login] = randomHex("ghp_demo")
	}
	w.tokens["robot"] = "ghs_robot" // where the seed knows it
	appListener, hubListener := listen(t), listen(t)
	w.api, w.events = reachable(hubListener.Addr()), reachable(appListener.Addr())+"/webhook"
	c.startHub(o, hubListener)
	set := settings{
		GitHubURL: w.api, GraphQLURL: w.api + "/graphql", GitURL: w.api,
		AppID: demoAppID, PrivateKey: w.secrets.pem, Secret: []byte(w.secrets.webhook),
	}
	if o.settings != nil {
		o.settings(&set)
	}
	c.startApp(o, set)
	w.serve(appListener, &w.front)
	w.closers = append(w.closers, func() { c.endApp() })
	c.wait(2 * time.Minute)
	return c
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (c *coping) startHub(o oddities, listener net.Listener) {
	c.t.Helper()
	s := demoSeed(c.story, c.tokens, c.events, c.secrets)
	s.Clock.Start = workday
	if o.seed != nil {
		o.seed(s)
	}
	var err error
	c.hub, err = hub.New(hub.Options{
		Seed: s, URL: c.api, Validate: true, Log: &c.requests, WebhookLog: &c.webhooks, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	hubtest.Held(c.t, c.hub)
	c.closers = append(c.closers, c.hub.Close)
	c.serve(listener, c.hub.Handler())
}

func (c *coping) startApp(o oddities, set settings) {
	c.t.Helper()
	deps := appDeps{Now: c.hub.Clock().Now, Log: slog.New(slog.NewJSONHandler(c.log, nil)), Clock: c.skip, After: c.skip.after}
	if o.through != nil {
		deps.Transport = o.through(http.DefaultTransport, c.skip)
	}
	app, err := newApp(set, deps)
	if err != nil {
		c.t.Fatal(err)
	}
	c.app = app
	c.front.set(app.Handler())
	if err := app.Start(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *coping) endApp() {
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = c.app.Stop(stop)
}

// declare opens an incident and lets the app answer.
func (c *coping) declare() *coping {
	c.t.Helper()
	c.file()
	c.rest()
	return c
}

// file opens the issue of an incident and does not wait.
func (c *coping) file() {
	c.t.Helper()
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	c.call("aiko", "POST", "/repos/"+c.repo+"/issues", map[string]any{"title": "Checkout 502", "body": body, "labels": []string{"incident"}}, &made)
	c.issue = made.Number
}

// through plays an incident to its recovery, with one action item.
func (c *coping) recover() {
	c.t.Helper()
	c.say("ben", "/ack")
	c.say("ben", "/action Alert on 502s @cho I:high S:s U:high C:high K:detect")
	c.say("ben", "/fixed\n/recovered")
}

// comment writes without waiting for the answer.
func (c *coping) comment(as, text string) int64 {
	c.t.Helper()
	var made liveComment
	c.call(as, "POST", c.path("issues/%d/comments", c.issue), map[string]string{"body": text}, &made)
	return made.ID
}

func (c *coping) path(format string, args ...any) string {
	return "/repos/" + c.repo + "/" + fmt.Sprintf(format, args...)
}

// all are the issue's comments.
func (c *coping) all() []liveComment {
	c.t.Helper()
	var out []liveComment
	c.call("aiko", "GET", c.path("issues/%d/comments?per_page=100", c.issue), nil, &out)
	return out
}

// change does something to the hub's state that no API call of a person does here.
func (c *coping) change(do func(*store.Store)) {
	c.t.Helper()
	s := c.hub.Store()
	s.Update(func() { do(s) })
	c.rest()
}

func (c *coping) fault(specs ...string) {
	c.t.Helper()
	if err := c.hub.Faults().Add(specs...); err != nil {
		c.t.Fatal(err)
	}
}

// sweep has the app look for what no webhook told.
func (c *coping) sweep() {
	c.t.Helper()
	c.app.sweep(c.t.Context())
	c.rest()
}

// key is the incident's.
func (c *coping) key() reconcile.Key {
	owner, name, _ := strings.Cut(c.repo, "/")
	k := reconcile.Key{Owner: owner, Repo: name, Number: c.issue, Installation: demoInstallation}
	c.hub.Store().View(func() { k.RepositoryID = c.hub.Store().Repository(c.repo).ID })
	return k
}

// raise has the app look at the incident.
func (c *coping) raise() {
	c.t.Helper()
	c.app.raise(c.key())
	c.rest()
}
