// Package control is the hub's own remote control under /_hub/: faults, clock, counts. No GitHub route begins so, as
// no login may begin with an underscore. It holds no state and asks for no credentials: the hub listens on loopback.
package control

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// Prefix is where the control lives; everything below it is answered here, nothing of it by GitHub's routes.
const Prefix = "/_hub/"

// maxBody bounds a request.
const maxBody = 1 << 20

// Clock is the hub's clock as far as it can be controlled.
type Clock interface {
	Now() time.Time
	Advance(d time.Duration)
}

// Handler answers the control requests. All fields are required, except Drain.
type Handler struct {
	Faults *faults.Set
	Clock  Clock
	Log    *requestlog.Log
	// Drain waits until no webhook is on its way; nil: POST /_hub/drain is not there.
	Drain func(context.Context) error
}

// routes are the table of what can be controlled.
var routes = map[string]func(*Handler, *http.Request) (any, error){
	"GET /_hub/faults":    func(h *Handler, _ *http.Request) (any, error) { return h.active(), nil },
	"POST /_hub/faults":   (*Handler).addFaults,
	"DELETE /_hub/faults": func(h *Handler, _ *http.Request) (any, error) { h.Faults.Clear(); return h.active(), nil },
	"GET /_hub/clock":     func(h *Handler, _ *http.Request) (any, error) { return h.now(), nil },
	"POST /_hub/clock":    (*Handler).advance,
	"GET /_hub/summary":   func(h *Handler, _ *http.Request) (any, error) { return h.Log.Summary(), nil },
	"POST /_hub/drain":    (*Handler).drain,
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, known := routes[r.Method+" "+strings.TrimSuffix(r.URL.Path, "/")]
	if !known {
		answer(w, http.StatusNotFound, map[string]string{"error": "the hub has no control " + r.Method + " " + r.URL.Path})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	body, err := route(h, r)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}
	answer(w, http.StatusOK, body)
}

// addFaults switches faults on beside those that are on; an empty list switches all off.
func (h *Handler) addFaults(r *http.Request) (any, error) {
	var in struct {
		Faults *[]string `json:"faults"`
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if in.Faults == nil {
		return nil, fmt.Errorf(`send {"faults": ["status=502,count=3"]}; an empty list switches all faults off`)
	}
	if len(*in.Faults) == 0 {
		h.Faults.Clear()
	}
	if err := h.Faults.Add(*in.Faults...); err != nil {
		return nil, err
	}
	return h.active(), nil
}

func (h *Handler) active() any { return map[string][]string{"faults": h.Faults.List()} }

func (h *Handler) advance(r *http.Request) (any, error) {
	var in struct {
		Advance string `json:"advance"`
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	by, err := time.ParseDuration(in.Advance)
	if err != nil || by < 0 {
		return nil, fmt.Errorf(`advance: %q is not a length of time such as 30m or 2h; time does not go back`, in.Advance)
	}
	h.Clock.Advance(by)
	return h.now(), nil
}

func (h *Handler) now() any {
	return map[string]string{"now": h.Clock.Now().UTC().Format(time.RFC3339)}
}

func (h *Handler) drain(r *http.Request) (any, error) {
	if h.Drain == nil {
		return nil, fmt.Errorf("this hub sends no webhooks")
	}
	if err := h.Drain(r.Context()); err != nil {
		return nil, fmt.Errorf("wait for the webhooks: %w", err)
	}
	return map[string]bool{"drained": true}, nil
}

// read takes exactly one JSON object without unknown fields.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("the body is not the JSON object that %s takes: %w", r.URL.Path, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("the body goes on after its JSON object")
	}
	return nil
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may have left
}
