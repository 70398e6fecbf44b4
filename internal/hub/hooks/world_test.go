package hooks

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/git"
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

const secret = "It's a Secret to Everybody"

// received is one delivery as an App got it.
type received struct {
	event, action, guid string
	header              http.Header
	body                []byte
	payload             map[string]any
}

// world is a store with an organisation, a repository and an App that listens.
type world struct {
	t      *testing.T
	store  *store.Store
	clock  *store.ScaledClock
	sender *Sender
	faults *faults.Set
	app    *store.App
	aiko   *store.Actor
	bot    *store.Actor
	shop   *store.Repository
	status int
	mu     sync.Mutex
	got    []received
}

var allEvents = []string{"issues", "issue_comment", "label", "milestone", "sub_issues", "pull_request", "pull_request_review", "repository_dispatch", "push",
	"create", "delete", "check_run", "deployment", "deployment_status", "release", "repository", "projects_v2", "projects_v2_item",
	"projects_v2_status_update"}

func newWorld(t *testing.T, events []string) *world {
	t.Helper()
	w := &world{t: t, clock: store.NewClock(noon, 0), status: http.StatusAccepted}
	w.store = store.New(w.clock)
	objects, err := git.New(t.TempDir(), w.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	w.store.SetGit(objects)
	receiver := httptest.NewServer(http.HandlerFunc(w.receive))
	t.Cleanup(receiver.Close)
	w.faults = faults.New(faults.Options{Now: w.clock.Now})
	w.sender = New(Options{Store: w.store, Faults: w.faults, Shape: &shape.Shaper{Store: w.store, API: "http://hub.test", Web: "http://hub.test"}})
	t.Cleanup(w.sender.Close)
	w.store.Update(func() { w.seed(receiver.URL+"/webhook", events) })
	w.store.Subscribe(w.sender.Receive)
	return w
}

func (w *world) seed(url string, events []string) {
	org, err := w.store.AddOrganization("acme", "Acme")
	w.must(err)
	aiko, err := w.store.AddUser("aiko", "Aiko", 0)
	w.must(err)
	w.store.AddMember(org, aiko, "admin", true)
	w.aiko = store.As(aiko)
	w.shop, err = w.store.AddRepository(store.RepositoryInput{FullName: "acme/shop", Private: true, Files: map[string]string{"README.md": "# shop\n"}})
	w.must(err)
	w.app, err = w.store.AddApp(store.AppInput{Slug: "sensible", WebhookURL: url, WebhookSecret: secret, Events: events,
		Permissions: map[string]string{"issues": "write", "checks": "write", "contents": "write"}})
	w.must(err)
	in := w.store.Install(w.app, org.Account, nil, 0)
	w.bot = &store.Actor{Kind: store.ByInstallation, User: w.app.Bot, App: w.app, Installation: in, Permissions: in.Permissions}
}

func (w *world) receive(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	got := received{event: r.Header.Get("X-GitHub-Event"), guid: r.Header.Get("X-GitHub-Delivery"), header: r.Header, body: body}
	_ = json.Unmarshal(body, &got.payload)
	got.action, _ = got.payload["action"].(string)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.got = append(w.got, got)
	rw.WriteHeader(w.status)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// do changes the store and waits for the deliveries.
func (w *world) do(change func()) []received {
	w.t.Helper()
	w.mu.Lock()
	w.got = nil
	w.mu.Unlock()
	w.store.Update(change)
	w.drain()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.got
}

func (w *world) drain() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	w.must(w.sender.Drain(ctx))
}

// valid holds every delivery against GitHub's contract and gives their names.
func (w *world) valid(got []received) string {
	w.t.Helper()
	var names []string
	for _, r := range got {
		names = append(names, strings.TrimSuffix(r.event+"."+r.action, "."))
		err := contract.ValidateWebhook(r.event, r.action, r.header, r.body)
		var unknown *contract.UnknownWebhookError
		if err != nil && !(errors.As(err, &unknown) && (r.event == "create" || r.event == "delete")) {
			w.t.Errorf("%s.%s: %v", r.event, r.action, err)
		}
	}
	return strings.Join(names, " ")
}
