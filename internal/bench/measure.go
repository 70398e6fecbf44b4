package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// result is what was measured of one contender.
type result struct {
	name            string
	effect          []time.Duration // webhook to last write, of each command
	answer          []time.Duration // to a webhook
	calls           float64         // of the API, per command
	cpu             time.Duration   // per command
	idle            float64         // part of a core
	memory, stalled float64         // MiB: idle, and with the API standing still
	intake          float64         // deliveries a second, 16 senders
	start           time.Duration
	missing         int // commands without an effect
	own             bool
}

// measure starts a contender on a fresh world and takes its figures, the quiet ones first.
func measure(ctx context.Context, p plan, c contender, dir string) (result, error) {
	r := result{name: c.name, own: c.own}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	place := filepath.Join(dir, "world-"+strings.ToLower(c.name))
	if err := os.MkdirAll(place, 0o700); err != nil {
		return r, err
	}
	w, err := open(ctx, filepath.Join(dir, "sensible"), place, p.latency)
	if err != nil {
		return r, err
	}
	defer w.hub.stop()
	app, err := w.start(ctx, c)
	if err != nil {
		return r, err
	}
	defer app.stop()
	r.start = app.started
	time.Sleep(3 * time.Second) // what it does at the start is over
	before := app.cpu()
	time.Sleep(5 * time.Second)
	r.idle, r.memory = (app.cpu()-before).Seconds()/5, app.memory()
	if err := w.commands(ctx, p, app, &r); err != nil {
		return r, err
	}
	r.intake, err = w.burst(ctx, p.bursts, 16)
	r.stalled = app.memory()
	return r, err
}

// start runs the contender with its settings.
func (w *world) start(ctx context.Context, c contender) (*process, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	w.target = address
	_, port, _ := strings.Cut(address, ":")
	url := "http://" + w.hub.address
	env := []string{
		"SENSIBLE_LISTEN=" + address, "GITHUB_API_URL=" + url + "/api/v3", "GITHUB_GRAPHQL_URL=" + url + "/api/graphql", "GITHUB_SERVER_URL=" + url,
		"SENSIBLE_APP_ID=1", "SENSIBLE_PRIVATE_KEY_FILE=" + w.key, "SENSIBLE_WEBHOOK_SECRET=" + secret,
		"SENSIBLE_DATABASE=sqlite:" + filepath.Join(w.dir, "sensible.db"), "SENSIBLE_LOG_LEVEL=error",
		"PORT=" + port, "BENCH_URL=" + url, "BENCH_KEY_FILE=" + w.key, "BENCH_SECRET=" + secret,
	}
	path := "/"
	if c.own {
		path = "/readyz"
	}
	return launch(ctx, c.argv, env, address, path)
}

// commands posts commands at a steady pace and reads the hub's log for what became of each.
func (w *world) commands(ctx context.Context, p plan, app *process, r *result) error {
	for n := range issues { // each incident is known before it is measured
		if _, err := w.say(ctx, n+1, "/ack"); err != nil {
			return err
		}
	}
	time.Sleep(10 * time.Second)
	w.mu.Lock()
	w.answers = nil
	w.mu.Unlock()
	var ids []int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	begin, cpu := time.Now(), app.cpu()
	tick := time.NewTicker(p.apart)
	defer tick.Stop()
	for n := range p.commands {
		wg.Go(func() {
			id, err := w.say(ctx, n%issues+1, fmt.Sprintf("/severity %d", n/issues%4+1))
			if err == nil {
				mu.Lock()
				ids = append(ids, id)
				mu.Unlock()
			}
		})
		<-tick.C
	}
	wg.Wait()
	time.Sleep(5 * time.Second)
	r.cpu = (app.cpu() - cpu) / time.Duration(p.commands)
	w.mu.Lock()
	r.answer = slices.Clone(w.answers)
	w.mu.Unlock()
	last, calls, err := w.writes(ctx, begin)
	if err != nil {
		return err
	}
	r.calls = float64(calls) / float64(p.commands)
	for _, id := range ids {
		w.mu.Lock()
		from := w.arrived[id]
		w.mu.Unlock()
		if end, ok := last[id]; ok {
			r.effect = append(r.effect, end.Sub(from))
		} else {
			r.missing++
		}
	}
	return nil
}

// writes reads from the hub's log when the last write that names a comment ended, and how many calls an App made.
func (w *world) writes(ctx context.Context, since time.Time) (last map[int64]time.Time, calls int, err error) {
	file, err := os.Open(w.log)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = file.Close() }()
	last = map[int64]time.Time{}
	nodes, err := w.nodes(ctx)
	if err != nil {
		return nil, 0, err
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var l struct {
			At      time.Time
			Ms      float64
			Method  string
			Path    string
			Token   string
			Request struct{ Body json.RawMessage }
		}
		if json.Unmarshal(lines.Bytes(), &l) != nil || l.Token != "installation" && l.Token != "app" || l.At.Before(since) {
			continue
		}
		calls++
		end := l.At.Add(time.Duration(l.Ms * float64(time.Millisecond)))
		for _, id := range named(l.Path, l.Request.Body, nodes) {
			if end.After(last[id]) {
				last[id] = end
			}
		}
	}
	return last, calls, lines.Err()
}

// named are the comments that a write is about: by number in its path, by node id in its body.
func named(path string, body []byte, nodes map[string]int64) (out []int64) {
	if _, rest, ok := strings.Cut(path, "/issues/comments/"); ok {
		number, _, _ := strings.Cut(rest, "/")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			out = append(out, id)
		}
	}
	if !strings.Contains(string(body), "mutation") {
		return out
	}
	for rest := string(body); ; {
		n := strings.Index(rest, `"IC_`)
		if n < 0 {
			return out
		}
		rest = rest[n+1:]
		node, _, _ := strings.Cut(rest, `"`)
		if id, ok := nodes[node]; ok {
			out = append(out, id)
		}
	}
}

// nodes are the comments' ids by node id.
func (w *world) nodes(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for issue := 1; issue <= issues; issue++ {
		for page := 1; ; page++ {
			var list []struct {
				ID     int64
				NodeID string `json:"node_id"`
			}
			if err := w.get(ctx, fmt.Sprintf("/repos/acme/shop/issues/%d/comments?per_page=100&page=%d", issue, page), &list); err != nil {
				return nil, err
			}
			for _, c := range list {
				out[c.NodeID] = c.ID
			}
			if len(list) < 100 {
				break
			}
		}
	}
	return out, nil
}

// burstFor bounds a burst: a contender that is slow is not asked for more than it can do in this time.
const burstFor = 15 * time.Second

// burst hands deliveries over as fast as they are answered: one on a known incident, each time with an id of its own.
func (w *world) burst(ctx context.Context, total, senders int) (float64, error) {
	w.mu.Lock()
	body := w.sample
	w.mu.Unlock()
	var next, failed, taken atomic.Int64
	var wg sync.WaitGroup
	begin := time.Now()
	for range senders {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(total) && time.Since(begin) < burstFor; n = next.Add(1) {
				status, err := w.deliver(ctx, body, w.signed(body, fmt.Sprintf("burst-%d", n)))
				if err != nil || status >= 300 {
					failed.Add(1)
				}
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	took := time.Since(begin).Seconds()
	if failed.Load() > 0 {
		return 0, fmt.Errorf("%d of %d deliveries were not taken", failed.Load(), total)
	}
	return float64(taken.Load()) / took, nil
}
