// Package rest is GitHub's REST API over the in-memory store: routes as a table, permissions, errors, pages and headers
// in GitHub's shapes. It does NOT keep state (store does), render entities (shape does), send webhooks, or misbehave
// (faults wraps it).
package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// maxRequest is the largest request body, bytes.
const maxRequest = 32 << 20

// Options tune the API.
type Options struct {
	// Redeliver hands a delivery out again; nil: redelivery only keeps the request.
	Redeliver func(*store.Delivery)
	// Observe is told who asked and which route answered; nil: nobody is told.
	Observe func(r *http.Request, actor, operation string)
}

// API answers REST requests.
type API struct {
	store  *store.Store
	opt    Options
	routes *table
	limits *limits
}

// New returns the API over st.
func New(st *store.Store, opt Options) *API {
	return &API{store: st, opt: opt, routes: compile(routes()), limits: newLimits()}
}

// ServeHTTP answers at / and at /api/v3/.
func (api *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, prefix := r.URL.EscapedPath(), ""
	if rest, ok := strings.CutPrefix(path, "/api/v3"); ok && (rest == "" || rest[0] == '/') {
		path, prefix = rest, "/api/v3"
	}
	c := &call{api: api, store: api.store, r: r, header: w.Header(), prefix: prefix}
	c.shape = &shape.Shaper{Store: api.store, API: root(r) + prefix, Web: root(r)}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		c.write(w, &store.Error{Status: http.StatusRequestEntityTooLarge, Message: "Request body is too large"}, 0, nil)
		return
	}
	c.body = body
	status, answer, err := api.answer(c, path)
	c.write(w, err, status, answer)
}

// answer finds the route and runs it under the store's lock.
func (api *API) answer(c *call, path string) (status int, answer any, err error) {
	rt, params := api.routes.find(c.r.Method, path)
	if rt == nil {
		rt, params = api.routes.find(c.r.Method, api.named(path))
	}
	run := api.store.View
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		run = api.store.Update
	}
	run(func() {
		if c.actor, err = api.store.Authenticate(c.r.Header.Get("Authorization")); err != nil {
			c.actor = store.Nobody()
			return
		}
		operation := ""
		if rt != nil {
			operation = rt.name()
		}
		if api.opt.Observe != nil {
			api.opt.Observe(c.r, c.actor.String(), operation)
		}
		if rt == nil {
			err = store.NotFound() // also for a method that the path does not know
			return
		}
		c.params, c.route = params, rt
		if err = c.permitted(); err == nil {
			status, answer, err = rt.handle(c)
		}
	})
	return status, answer, err
}

// named is the path by owner and name of one by id, where 301s lead: every route is there too.
func (api *API) named(path string) string {
	rest, _ := strings.CutPrefix(path, "/repositories/")
	number, tail, deeper := strings.Cut(rest, "/")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !deeper {
		return ""
	}
	full := ""
	api.store.View(func() {
		if r := api.store.RepositoryByID(id); r != nil {
			full = "/repos/" + r.FullName() + "/" + tail
		}
	})
	return full
}

// root is the address under which the client reached us.
func root(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// write sends an answer, or an error in GitHub's shape.
func (c *call) write(w http.ResponseWriter, err error, status int, answer any) {
	if err != nil {
		status, answer = c.failure(err)
	}
	c.commonHeaders()
	if raw, ok := answer.(rawBody); ok {
		w.WriteHeader(status)
		_, _ = w.Write(raw)
		return
	}
	if answer == nil {
		w.WriteHeader(status)
		return
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(answer); err != nil {
		slog.Error("the hub cannot encode an answer", "path", c.r.URL.Path, "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if c.unchanged(buf.Bytes(), status) {
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		_, _ = w.Write(buf.Bytes())
	}
}

// rawBody is an answer that is not JSON.
type rawBody []byte

func (c *call) failure(err error) (int, any) {
	var e *store.Error
	if !errors.As(err, &e) {
		slog.Error("the hub failed", "method", c.r.Method, "path", c.r.URL.Path, "error", err)
		e = &store.Error{Status: http.StatusInternalServerError, Message: "Server Error"}
	}
	return e.Status, c.errorBody(e)
}
