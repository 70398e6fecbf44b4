package queue

import (
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// twin does the same to a database and to the model, by a clock of its own.
type twin struct {
	stores [2]*Store
	lease  time.Duration
	now    time.Time
	held   [2][]claim
}

// both runs one step on each and compares what they say.
func (w *twin) both(t *rapid.T, name string, step func(x txn, n int) (string, error)) {
	var said [2]string
	for n, s := range w.stores {
		err := s.backend.update(t.Context(), func(x txn) (err error) {
			said[n], err = step(x, n)
			return err
		})
		if err != nil {
			t.Fatalf("%s on store %d: %v", name, n, err)
		}
	}
	if said[0] != said[1] {
		t.Fatalf("%s:\nmodel    %s\ndatabase %s", name, said[0], said[1])
	}
}

func (w *twin) tick(t *rapid.T) {
	w.now = w.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "seconds")) * time.Second)
}

var modelKeys = []string{"a/1", "a/2", "b", "c"}

func drawWant(t *rapid.T) want {
	id := rapid.SampledFrom(modelKeys).Draw(t, "key")
	w := want{id: id, group: key(id).Group(), body: []byte(`"` + id + `"`), urgency: Urgency(rapid.IntRange(0, 1).Draw(t, "urgency"))}
	if rapid.Bool().Draw(t, "note") {
		w.note = []byte("note")
	}
	return w
}

// steps are what can happen, in any order.
func (w *twin) steps() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"accept": func(t *rapid.T) {
			w.tick(t)
			d := Delivery{ID: fmt.Sprint("d", rapid.IntRange(0, 5).Draw(t, "delivery")), Event: "issues", ReceivedAt: w.now}
			wants := []want{drawWant(t), drawWant(t)}
			if wants[0].id == wants[1].id {
				wants = wants[:1]
			}
			w.both(t, "accept", func(x txn, _ int) (string, error) {
				fresh, err := x.accept(d, nil, wants)
				return fmt.Sprint(fresh), err
			})
		},
		"raise": func(t *rapid.T) {
			w.tick(t)
			wants := []want{drawWant(t)}
			if rapid.Bool().Draw(t, "idle") {
				wants[0].notSince = w.now.Add(-time.Minute)
			}
			w.both(t, "raise", func(x txn, _ int) (string, error) { return "", x.raise(w.now, wants) })
		},
		"claim": func(t *rapid.T) {
			w.tick(t)
			a := ask{now: w.now, until: w.now.Add(w.lease), owner: rapid.SampledFrom([]string{"one", "two"}).Draw(t, "owner"),
				most: rapid.IntRange(1, 3).Draw(t, "most"), quiet: rapid.IntRange(0, 2).Draw(t, "quiet")}
			w.both(t, "claim", func(x txn, n int) (string, error) {
				got, err := x.claim(a)
				w.held[n] = append(w.held[n], got...)
				return fmt.Sprintf("%+v", got), err
			})
		},
		"settle": w.settle,
		"again": func(t *rapid.T) {
			w.tick(t)
			id, attempt := rapid.SampledFrom(modelKeys).Draw(t, "key"), rapid.IntRange(0, 2).Draw(t, "attempt")
			w.both(t, "again", func(x txn, _ int) (string, error) { return "", x.again(id, attempt, w.now) })
		},
		"wake": func(t *rapid.T) {
			w.tick(t)
			w.both(t, "wake", func(x txn, _ int) (string, error) {
				left, err := x.wake(w.now, modelKeys)
				return fmt.Sprint(left), err
			})
		},
		"retry": func(t *rapid.T) {
			id := fmt.Sprint("d", rapid.IntRange(0, 7).Draw(t, "delivery"))
			w.both(t, "retry", func(x txn, _ int) (string, error) {
				ok, err := x.retry(w.now, id)
				return fmt.Sprint(ok), err
			})
		},
		"drop": func(t *rapid.T) {
			w.both(t, "drop", func(x txn, _ int) (string, error) {
				return "", x.drop(w.now, func(body []byte) bool { return strings.HasPrefix(string(body), `"a`) })
			})
		},
		"prune": func(t *rapid.T) {
			w.both(t, "prune", func(x txn, _ int) (string, error) {
				n, err := x.prune(w.now.Add(-10 * time.Minute))
				return fmt.Sprint(n), err
			})
		},
		"": func(t *rapid.T) { w.both(t, "look", w.look) },
	}
}

// settle ends a run in one of the ways that a run can end; perhaps a second time, perhaps after its lease is over.
func (w *twin) settle(t *rapid.T) {
	w.tick(t)
	if len(w.held[0]) == 0 {
		return
	}
	n := rapid.IntRange(0, len(w.held[0])-1).Draw(t, "run")
	c := w.held[0][n]
	s := settlement{held: c.held, goal: c.goal, now: w.now}
	switch rapid.IntRange(0, 3).Draw(t, "end") {
	case 0:
		s.released = true
	case 1:
		s.failure, s.attempt, s.retryAt = "down", c.attempt+1, w.now.Add(time.Minute)
	case 2:
		s.wakeAt = w.now.Add(2 * time.Minute)
		s.also = []want{drawWant(t)}
	default:
		later := drawWant(t)
		later.at = w.now.Add(3 * time.Minute)
		s.later = []want{later}
	}
	w.both(t, "settle", func(x txn, _ int) (string, error) {
		ok, err := x.settle(s)
		return fmt.Sprint(ok), err
	})
}

func (w *twin) look(x txn, _ int) (string, error) {
	stats, err := x.stats()
	if err != nil {
		return "", err
	}
	list, err := x.deliveries(Filter{Limit: 100})
	if err != nil {
		return "", err
	}
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%+v", s))
	}
	sort.Strings(out)
	return fmt.Sprintf("%+v\n%s", stats, strings.Join(out, "\n")), nil
}

// empty forgets everything, so that one database serves all sequences.
func empty(t *rapid.T, s *Store) {
	err := s.backend.update(t.Context(), func(x txn) error {
		for _, table := range []string{"inbox", "keys", "leases", "works"} {
			if _, err := x.(*sqlTxn).exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseDoesWhatTheModelDoes(t *testing.T) {
	for name, address := range map[string]string{
		"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "sensible.db"), "postgres": server(t).Database(t),
	} {
		t.Run(name, func(t *testing.T) {
			s := at(address, false).open(t)
			if e, ok := s.backend.(*database).engine.(*sqlite); ok {
				if _, err := e.write.Exec("PRAGMA synchronous = OFF"); err != nil { // the order of things is tested here, not the disk
					t.Fatal(err)
				}
			}
			rapid.Check(t, func(t *rapid.T) {
				empty(t, s)
				// Leases on Postgres go by its own clock: here none ends by itself.
				w := &twin{stores: [2]*Store{Memory(), s}, lease: map[bool]time.Duration{false: 5 * time.Minute, true: 1000 * time.Hour}[s.shared()], now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
				t.Repeat(w.steps())
			})
		})
	}
}
