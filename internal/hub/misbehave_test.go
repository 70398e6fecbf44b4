package hub_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

// doors are the three ways in for a fault; each gives a hub on which specs are on.
var doors = map[string]func(t *testing.T, text string, specs []string) *hubtest.World{
	"flag": func(t *testing.T, text string, specs []string) *hubtest.World {
		return hubtest.Start(t, text, func(o *hub.Options) { o.Faults = specs })
	},
	"seed": func(t *testing.T, text string, specs []string) *hubtest.World {
		return hubtest.Start(t, text+fmt.Sprintf("faults: [%q]\n", strings.Join(specs, `", "`)))
	},
	"control": func(t *testing.T, text string, specs []string) *hubtest.World {
		w := hubtest.Start(t, text)
		w.Ask("", "POST", "/_hub/faults", fmt.Sprintf(`{"faults":[%q]}`, strings.Join(specs, `","`))).Want(200)
		return w
	},
}

const (
	issuesPath = "/repos/acme/shop/issues"
	newIssue   = `{"title":"x"}`
)

func TestEveryFaultStrikesThroughEveryDoor(t *testing.T) {
	open := func(w *hubtest.World, status int) hubtest.Answer {
		return w.Ask("t-ben", "POST", issuesPath, newIssue).Want(status)
	}
	listed := func(w *hubtest.World) int {
		list, _ := w.Ask("t-ben", "GET", issuesPath+"?state=all", "").Want(200).Body.([]any)
		return len(list)
	}
	for _, c := range []struct {
		name, spec string
		check      func(*testing.T, *hubtest.World)
	}{
		{"an error before the effect", "status=502,when=before,match=POST /repos/*,count=1", func(t *testing.T, w *hubtest.World) {
			open(w, 502)
			if n := listed(w); n != 2 {
				t.Errorf("%d issues are there, want 2", n)
			}
			open(w, 201)
		}},
		{"an error after the effect", "status=503,when=after,match=POST /repos/*,count=1", func(t *testing.T, w *hubtest.World) {
			open(w, 503)
			if n := listed(w); n != 3 {
				t.Errorf("%d issues are there, want 3", n)
			}
		}},
		{"every second request", "status=500,every=2,match=GET /repos/*", func(t *testing.T, w *hubtest.World) {
			first, second := w.Ask("t-ben", "GET", issuesPath, ""), w.Ask("t-ben", "GET", issuesPath, "")
			if first.Status+second.Status != 700 {
				t.Errorf("answered %d and %d, want 200 and 500", first.Status, second.Status)
			}
		}},
		{"a GraphQL operation by name", "status=502,match=Who,count=1", func(_ *testing.T, w *hubtest.World) {
			w.GraphQL("t-ben", "query Other { viewer { login } }", nil).Want(200)
			w.GraphQL("t-ben", "query Who { viewer { login } }", nil).Want(502)
		}},
		{"a connection that is cut", "drop,match=POST /repos/*,count=1", func(t *testing.T, w *hubtest.World) {
			if a := w.Ask("t-ben", "POST", issuesPath, newIssue); a.Status != 0 {
				t.Errorf("answered %d, want nothing", a.Status)
			}
		}},
		{"a delay", "delay=30ms,match=GET /repos/*", func(t *testing.T, w *hubtest.World) {
			begin := time.Now()
			if listed(w); time.Since(begin) < 30*time.Millisecond {
				t.Errorf("answered after %v", time.Since(begin))
			}
		}},
		{"lists that lag", "stale=2", func(t *testing.T, w *hubtest.World) {
			open(w, 201)
			if a, b, c := listed(w), listed(w), listed(w); a != 2 || b != 2 || c != 3 {
				t.Errorf("the lists have %d, %d and %d issues", a, b, c)
			}
		}},
		{"content at most 80 times a minute", "limits=github", func(t *testing.T, w *hubtest.World) {
			for range 80 {
				w.Ask("t-ben", "POST", issuesPath+"/1/comments", `{"body":"x"}`).Want(201)
			}
			if a := w.Ask("t-ben", "POST", issuesPath+"/1/comments", `{"body":"x"}`).Want(403); !strings.Contains(a.Text, "secondary rate limit") || a.Header.Get("Retry-After") == "" {
				t.Errorf("the refusal is %s %v", a.Text, a.Header)
			}
			w.Ask("t-ben", "POST", issuesPath+"/1/reactions", `{"content":"eyes"}`).Want(201)
		}},
		{"a primary limit", "primary=3", func(_ *testing.T, w *hubtest.World) {
			for range 3 {
				w.Ask("t-ben", "GET", issuesPath, "").Want(200)
			}
			w.Ask("t-ben", "GET", issuesPath, "").Want(403)
			w.Ask("t-aiko", "GET", issuesPath, "").Want(200)
		}},
		{"an hour that is dead", "down=60m", func(_ *testing.T, w *hubtest.World) {
			w.Ask("t-ben", "GET", issuesPath, "").Want(503)
			w.Ask("", "POST", "/_hub/clock", `{"advance":"61m"}`).Want(200)
			w.Ask("t-ben", "GET", issuesPath, "").Want(200)
		}},
	} {
		for door, enter := range doors {
			t.Run(c.name+", by "+door, func(t *testing.T) { c.check(t, enter(t, hubtest.WithKey(behaveSeed), []string{c.spec})) })
		}
	}
}

func TestWebhooksAreLostDoubledAndLateThroughEveryDoor(t *testing.T) {
	for _, c := range []struct {
		name, spec  string
		soon, later int32 // how many arrive at once, and once the hub's clock went on by three hours
	}{
		{"lost", "webhooks=drop", 0, 0},
		{"doubled", "webhooks=double", 2, 2},
		{"late", "webhooks=late:2h", 0, 1},
	} {
		for door, enter := range doors {
			t.Run(c.name+", by "+door, func(t *testing.T) {
				var heard atomic.Int32
				app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
				defer app.Close()
				text := strings.Replace(hubtest.WithKey(behaveSeed), "    slug: sensible\n", "    slug: sensible\n    events: [issues]\n    webhook_url: "+app.URL+"\n", 1)
				w := enter(t, text, []string{c.spec})
				w.Ask("t-ben", "POST", issuesPath, newIssue).Want(201)
				if c.spec != "webhooks=late:2h" {
					w.Settle()
				}
				if got := heard.Load(); got != c.soon {
					t.Errorf("%d deliveries came, want %d", got, c.soon)
				}
				w.Ask("", "POST", "/_hub/clock", `{"advance":"3h"}`).Want(200)
				w.Settle()
				if got := heard.Load(); got != c.later {
					t.Errorf("%d deliveries came in the end, want %d", got, c.later)
				}
			})
		}
	}
}

func TestTheClockIsRealScaledOrStandsStill(t *testing.T) {
	for _, c := range []struct {
		name, clock string
		moves       func(before, after time.Time) bool
	}{
		{"it stands still", "{start: 2026-11-22T01:00:00Z, scale: 0}", func(a, b time.Time) bool { return a.Equal(b) && a.Year() == 2026 }},
		{"it runs a hundred thousand times as fast", "{start: 2026-11-22T01:00:00Z, scale: 100000}", func(a, b time.Time) bool { return b.Sub(a) > time.Second }},
		{"it is real where nothing is said", "{}", func(a, b time.Time) bool { return time.Since(a) < time.Minute && !b.Before(a) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, _, _ := strings.Cut(hubtest.WithKey(behaveSeed), "clock:")
			w := hubtest.Start(t, text+"clock: "+c.clock+"\n")
			stamp := func() time.Time {
				at, err := time.Parse(time.RFC3339, w.Ask("t-ben", "POST", issuesPath, newIssue).Want(201).String("created_at"))
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			first := stamp()
			for range 20 {
				w.Ask("t-ben", "GET", issuesPath, "").Want(200)
			}
			if second := stamp(); !c.moves(first, second) {
				t.Errorf("the clock showed %v, then %v", first, second)
			}
		})
	}
}
