package operate

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheHeartbeatIsSentWhileAllIsWellAndNotOtherwise(t *testing.T) {
	beats, status := 0, http.StatusOK
	ear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { beats++; w.WriteHeader(status) }))
	defer ear.Close()
	var log bytes.Buffer
	var wrong error
	m := measured(func() (Queue, error) { return Queue{}, nil })
	h := Heartbeat{
		URL: ear.URL + "/ping/s3cret-token", Well: func(context.Context) error { return wrong }, Client: ear.Client(), Metrics: m,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	h.Beat(t.Context())
	wrong = errors.New("the database does not answer")
	h.Beat(t.Context())
	wrong, status = nil, http.StatusInternalServerError
	h.Beat(t.Context())
	ear.Close()
	h.Beat(t.Context())
	h.URL = "http://[::s3cret"
	h.Beat(t.Context())
	if beats != 2 {
		t.Errorf("%d beats, want two: the second is the one that was answered with 500", beats)
	}
	text := shown(t, m)
	for _, line := range []string{`heartbeats_total{result="sent"} 1`, `heartbeats_total{result="withheld"} 1`, `heartbeats_total{result="unheard"} 3`} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is not shown", line)
		}
	}
	if strings.Contains(log.String(), "s3cret") || !strings.Contains(log.String(), "the database does not answer") {
		t.Errorf("the log: %s", log.String())
	}
}

func TestTheHeartbeatComesEveryMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		h := Heartbeat{
			Well:    func(context.Context) error { asked++; return errors.New("not well") },
			Metrics: measured(func() (Queue, error) { return Queue{}, nil }), Log: slog.New(slog.DiscardHandler),
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute+time.Second)
		defer cancel()
		h.Run(ctx)
		if asked != 6 {
			t.Errorf("asked %d times in five minutes", asked)
		}
	})
}
