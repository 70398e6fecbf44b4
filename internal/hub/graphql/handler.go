// Package graphql answers GitHub's GraphQL API out of the store of the in-memory GitHub:
// documents are validated against GitHub's public schema, run by the resolvers listed in
// table.go, and answered in GitHub's shapes, errors included. A field that is legal but
// not served answers an error, never a silent null. It keeps no state of its own, sends
// no webhooks (the store's events do) and plays no faults.
package graphql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
)

// Handler serves POST /graphql. Make one with New; it is safe for concurrent use.
type Handler struct {
	store  *store.Store
	schema *ast.Schema
	types  map[string]Fields
	log    *slog.Logger
	check  bool
	broken func(error, bool)
}

// Option changes a Handler.
type Option func(*Handler)

// Validate has every answer held against the schema before it is sent; an answer that
// breaks it becomes a 500 that says where.
func Validate(on bool) Option { return func(h *Handler) { h.check = on } }

// Violations has f told of every break of the schema: by us, an answer that Validate refuses; by the client (theirs is
// true), a document that the schema refuses.
func Violations(f func(err error, theirs bool)) Option { return func(h *Handler) { h.broken = f } }

// Log names where fields that are not served are reported; silent without.
func Log(l *slog.Logger) Option { return func(h *Handler) { h.log = l } }

// New serves s. The error is a damaged build (the embedded schema does not load).
func New(s *store.Store, options ...Option) (*Handler, error) {
	schema, err := contract.Schema()
	if err != nil {
		return nil, err
	}
	h := &Handler{store: s, schema: schema, types: types(), log: slog.New(slog.DiscardHandler), broken: func(error, bool) {}}
	for _, o := range options {
		o(h)
	}
	return h, nil
}

// maxRequest bounds a request's body in bytes.
const maxRequest = 10 << 20

// ServeHTTP answers one document. GraphQL errors come with 200, as GitHub's do.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		refuse(w, http.StatusBadRequest, "Problems reading the body")
		return
	}
	var actor *store.Actor
	h.store.View(func() { actor, err = h.store.Authenticate(r.Header.Get("Authorization")) })
	if err != nil {
		status := http.StatusUnauthorized
		if refusal := (*store.Error)(nil); errors.As(err, &refusal) {
			status = refusal.Status // a suspended installation is a 403
		}
		refuse(w, status, err.Error())
		return
	}
	if actor.Kind == store.Anonymous || actor.Kind == store.ByApp {
		refuse(w, http.StatusUnauthorized, "This endpoint requires you to be authenticated.")
		return
	}
	var call Request
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&call); err != nil {
		refuse(w, http.StatusBadRequest, "Problems parsing JSON")
		return
	}
	h.respond(w, call, h.Run(actor, baseURL(r), call))
}

func (h *Handler) respond(w http.ResponseWriter, call Request, answer Answer) {
	text, err := json.Marshal(answer)
	if err == nil && h.check {
		err = Check(h.schema, call, text)
	}
	if err != nil {
		h.log.Error("the GraphQL answer breaks the schema", "error", err)
		h.broken(fmt.Errorf("the answer to the GraphQL document %s breaks GitHub's schema: %w", Operation(call), err), false)
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-GitHub-Media-Type", "github.v4; format=json")
	_, _ = w.Write(text) // the client has gone: nobody is left to tell
}

// refuse answers an error of HTTP, in the shape that REST and GraphQL share.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	text, _ := json.Marshal(map[string]string{
		"message": message, "documentation_url": "https://docs.github.com/graphql",
	}) // two strings always encode
	_, _ = w.Write(text)
}

// baseURL is the address that web links of answers begin with.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
