// Package hooks sends the in-memory GitHub's webhooks: it turns the store's events into payloads in GitHub's shape,
// signs them, and delivers them to the Apps that subscribed, in order for each App, faults included. It does not
// decide what happened (the store does), does not repeat a failed delivery by itself (GitHub does not either), and
// sends nothing for reactions, for which GitHub has no webhook.
package hooks

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// Timeout is how long GitHub waits for a receiver's answer.
const Timeout = 10 * time.Second

// maxPayload is the size over which GitHub sends nothing.
const maxPayload = 25 << 20

// Options is what a Sender works with.
type Options struct {
	Store *store.Store
	// Shape renders entities with the hub's addresses.
	Shape *shape.Shaper
	// Faults decides what becomes of a delivery; nil: all arrive.
	Faults *faults.Set
	// Log receives one JSON line per attempt; nil: none.
	Log io.Writer
	// Check is shown each delivery before it is sent; nil: nobody looks.
	Check func(event, action string, header http.Header, payload []byte)
	// Wall is the real time, for the log and the durations; nil means time.Now.
	Wall func() time.Time
}

// Sender builds and delivers webhooks. Create it with New, hand Receive to the store, Close it at the end.
type Sender struct {
	Options
	client *http.Client

	mu     sync.Mutex
	closed bool
	stop   chan struct{}
	work   sync.WaitGroup
	queues map[int64]*queue
	parked []parked
	busy   int           // queued and in flight, the parked ones left out
	idle   chan struct{} // closed while busy is 0
	logs   sync.Mutex
}

// parked is a delivery that a fault holds back until the hub's clock shows due.
type parked struct {
	due time.Time
	job job
}

// New gives a Sender that has sent nothing.
func New(o Options) *Sender {
	if o.Wall == nil {
		o.Wall = time.Now
	}
	idle := make(chan struct{})
	close(idle)
	transport := &http.Transport{DialContext: (&net.Dialer{Timeout: Timeout}).DialContext, MaxIdleConnsPerHost: 2}
	return &Sender{Options: o, stop: make(chan struct{}), queues: map[int64]*queue{}, idle: idle,
		client: &http.Client{Timeout: Timeout, Transport: transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Receive takes one event from the store, inside the Update that caused it: everything is rendered before it returns,
// so that a payload shows the state at its time; sending happens later.
func (s *Sender) Receive(e store.Event) {
	build, known := builders[e.Name]
	if !known {
		return
	}
	var body shape.J
	for _, to := range s.recipients(e) {
		if body == nil {
			body = s.common(e)
			build(s, e, body)
		}
		s.address(body, e, to.installation)
		payload, err := json.Marshal(body)
		if err != nil || len(payload) > maxPayload {
			continue // maps of strings, numbers and lists do not fail
		}
		s.enqueue(job{app: to.app, url: to.app.WebhookURL, secret: to.app.WebhookSecret, hook: to.app.HookID, guid: uuid.NewString(),
			event: e.Name, action: actionOf(e), installation: to.installation.ID, repository: repositoryID(e), payload: payload})
	}
}

// recipient is an App that shall hear of an event, and the installation because of which.
type recipient struct {
	app          *store.App
	installation *store.Installation
}

// recipients are the Apps with an address whose installation covers what the event is about and subscribes to it.
// Events about an installation itself go to its App, asked for or not.
func (s *Sender) recipients(e store.Event) []recipient {
	var out []recipient
	for _, app := range s.Store.Apps() {
		if app.WebhookURL == "" {
			continue
		}
		if e.Installation != nil {
			if e.Installation.App == app {
				out = append(out, recipient{app, e.Installation})
			}
			continue
		}
		in := s.installationFor(app, e)
		if in != nil && in.SuspendedAt.IsZero() && slices.Contains(in.Events, e.Name) {
			out = append(out, recipient{app, in})
		}
	}
	return out
}

func (s *Sender) installationFor(app *store.App, e store.Event) *store.Installation {
	switch {
	case e.Project != nil && e.Org != nil:
		return s.Store.InstallationOn(app, e.Org.Account)
	case e.Project != nil:
		return nil // an App does not reach a person's board
	case e.Repo != nil:
		return s.Store.InstallationFor(app, e.Repo)
	case e.Org != nil:
		return s.Store.InstallationOn(app, e.Org.Account)
	}
	return nil
}

func repositoryID(e store.Event) int64 {
	if e.Repo == nil || e.Project != nil {
		return 0
	}
	return e.Repo.ID
}

// Ping sends the greeting that GitHub sends when a hook is set up. Call it inside the store's View or Update.
func (s *Sender) Ping(app *store.App) {
	if app.WebhookURL == "" {
		return
	}
	body := shape.J{"zen": "Design for failure.", "hook_id": app.HookID, "hook": shape.J{
		"type": "App", "id": app.HookID, "name": "web", "active": true, "events": append([]string{}, app.Events...), "app_id": app.ID,
		"config":     shape.J{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": app.WebhookURL},
		"created_at": shape.Time(app.CreatedAt), "updated_at": shape.Time(app.CreatedAt),
		"deliveries_url": s.Shape.API + "/app/hook/deliveries"}}
	payload, err := json.Marshal(body)
	if err != nil {
		return
	}
	s.enqueue(job{app: app, url: app.WebhookURL, secret: app.WebhookSecret, hook: app.HookID, guid: uuid.NewString(), event: "ping", payload: payload})
}

// Redeliver sends a recorded delivery again: same GUID, same payload, to where the App listens now. Call it inside the
// store's View or Update. Faults do not apply: somebody asked for it.
func (s *Sender) Redeliver(d *store.Delivery) {
	j := job{app: d.App, url: d.App.WebhookURL, secret: d.App.WebhookSecret, hook: d.App.HookID, guid: d.GUID, event: d.Event,
		action: d.Action, installation: d.InstallationID, repository: d.RepositoryID, payload: d.Payload, again: true}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.push(j)
}
