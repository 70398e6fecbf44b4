package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// stocked is the database of a server that runs, with a delivery of each kind.
func stocked(t *testing.T) (database string, q *queue.Queue[reconcile.Key]) {
	t.Helper()
	database = "sqlite:" + filepath.Join(t.TempDir(), "sensible.db")
	s, err := queue.Open(t.Context(), database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	failing := reconcile.Key{RepositoryID: 7, Owner: "acme", Repo: "shop", Number: 2}
	q = queue.New(queue.Settings[reconcile.Key]{Now: time.Now, Store: s, Run: func(_ context.Context, k reconcile.Key, _ []queue.Note) (queue.Outcome[reconcile.Key], error) {
		if k.Number == failing.Number {
			return queue.Outcome[reconcile.Key]{}, errors.New("GitHub answered 502")
		}
		return queue.Outcome[reconcile.Key]{}, nil
	}, Pause: func(int) time.Duration { return time.Hour }})
	now := time.Now().UTC()
	for n, d := range []queue.Delivery{
		{ID: "done-1", Event: "issues", Action: "opened", Installation: 10, ReceivedAt: now.Add(-3 * time.Hour), Payload: []byte(`{"action":"opened"}`)},
		{ID: "failing-2", Event: "issue_comment", Action: "created", ReceivedAt: now.Add(-time.Hour), Payload: []byte(`{"action":"created"}`)},
		{ID: "odd-3", Event: "issues", ReceivedAt: now, Payload: []byte("{\x1b[2J"), Unreadable: "unexpected end of JSON input"},
	} {
		var wishes []queue.Wish[reconcile.Key]
		if d.Unreadable == "" {
			wishes = append(wishes, queue.Wish[reconcile.Key]{Key: reconcile.Key{RepositoryID: 7, Owner: "acme", Repo: "shop", Number: n + 1}})
		}
		if _, err := q.Accept(t.Context(), d, wishes); err != nil {
			t.Fatal(err)
		}
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(q.Stop(t.Context()), s.Close()) })
	for {
		stats, err := s.Stats(t.Context())
		if err != nil || stats.Failing == 1 && stats.Waiting == 1 {
			return database, q
		}
	}
}

func inbox(args ...string) (out string, code int) {
	var stdout, stderr bytes.Buffer
	code = run(append([]string{"inbox"}, args...), &stdout, &stderr)
	return stdout.String() + stderr.String(), code
}

func TestTheInboxIsShownBesideTheServer(t *testing.T) {
	database, _ := stocked(t)
	for name, c := range map[string]struct {
		args []string
		ids  string
	}{
		"all": {nil, "odd-3 failing-2 done-1"}, "failed": {[]string{"--failed"}, "failing-2"}, "unreadable": {[]string{"--unreadable"}, "odd-3"},
		"either": {[]string{"--failed", "--unreadable"}, "odd-3 failing-2"}, "since": {[]string{"--since", "2h"}, "odd-3 failing-2"},
		"event": {[]string{"--event", "issue_comment"}, "failing-2"}, "limited": {[]string{"--limit", "1"}, "odd-3"},
		"of a day long ago": {[]string{"--since", "2020-01-01T00:00Z", "--failed"}, "failing-2"},
	} {
		out, code := inbox(append([]string{"list", "--database", database, "--format", "json"}, c.args...)...)
		var rows []struct {
			ID, State string
			About     []string
			Failure   *string
			Attempts  int
		}
		if err := json.Unmarshal([]byte(out), &rows); code != 0 || err != nil {
			t.Fatalf("%s: %d %s %v", name, code, out, err)
		}
		ids := []string{}
		for _, r := range rows {
			ids = append(ids, r.ID)
			if r.ID == "failing-2" && (r.State != "failing" || fmt.Sprint(r.About) != "[acme/shop#2]" || r.Failure == nil || r.Attempts != 1) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if strings.Join(ids, " ") != c.ids {
			t.Errorf("%s: %v, want %s", name, ids, c.ids)
		}
	}
	out, code := inbox("list", "--database", database)
	for _, want := range []string{"RECEIVED", "issue_comment.created", "acme/shop#2", "attempt 1: GitHub answered 502", "unexpected end of JSON input"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("%d: want %q in %s", code, want, out)
		}
	}
}

func TestOneDeliveryIsShownWithWhatItCarried(t *testing.T) {
	database, _ := stocked(t)
	t.Setenv("SENSIBLE_DATABASE", database)
	out, code := inbox("show", "done-1")
	if code != 0 || !strings.Contains(out, "state     done") || !strings.Contains(out, "\"action\": \"opened\"") {
		t.Errorf("%d %s", code, out)
	}
	out, code = inbox("show", "odd-3")
	if code != 0 || strings.Contains(out, "\x1b") || !strings.Contains(out, "unexpected end") {
		t.Errorf("%d %q", code, out)
	}
	out, code = inbox("show", "odd-3", "--format", "json")
	if code != 0 || !json.Valid([]byte(out)) || !strings.Contains(out, "payload_base64") {
		t.Errorf("%d %s", code, out)
	}
}

func TestADeliveryIsWorkedOnAgainByTheServer(t *testing.T) {
	database, q := stocked(t)
	before, _, err := q.Store().Delivery(t.Context(), "failing-2")
	if err != nil {
		t.Fatal(err)
	}
	if out, code := inbox("retry", "failing-2", "--database", database); code != 0 || !strings.Contains(out, "again") {
		t.Fatalf("%d %s", code, out)
	}
	for {
		now, _, err := q.Store().Delivery(t.Context(), "failing-2")
		if err != nil {
			t.Fatal(err)
		}
		if now.Works[0].Attempt > before.Works[0].Attempt || now.Works[0].RetryAt.After(before.Works[0].RetryAt) {
			return
		}
	}
}

func TestWhatTheInboxCannotDoIsSaidInOneLine(t *testing.T) {
	database, _ := stocked(t)
	for want, args := range map[string][]string{
		"no delivery nowhere": {"show", "nowhere", "--database", database}, "there is no delivery": {"retry", "nowhere", "--database", database},
		"cannot be read": {"retry", "odd-3", "--database", database}, "name one delivery": {"show"}, "--format": {"list", "--format", "xml"},
		"--since": {"list", "--since", "soon", "--database", database}, "there is no database": {"list", "--database", "sqlite:" + t.TempDir() + "/none.db"},
		"--database": {"list", "--database", "oracle:x"}, "--limit": {"list", "--limit", "0", "--database", database},
	} {
		out, code := inbox(args...)
		if code == 0 || !strings.Contains(out, want) || strings.Count(strings.TrimSpace(out), "\n") > 0 {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
}
