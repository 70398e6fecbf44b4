package hub

import (
	"fmt"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/requestlog"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// actor is who a request's credentials stand for; nobody where they are bad.
func (h *Hub) actor(r *http.Request) (a *store.Actor) {
	h.store.View(func() {
		var err error
		if a, err = h.store.Authenticate(r.Header.Get("Authorization")); err != nil {
			a = store.Nobody()
		}
	})
	return a
}

// identify names the token for the log: app, installation, actions:owner/name, user:login or none.
func (h *Hub) identify(r *http.Request) string { return h.actor(r).String() }

// account names whose allowance a request uses: each installation has its own.
func (h *Hub) account(r *http.Request) string {
	a := h.actor(r)
	if a.Installation != nil {
		return fmt.Sprintf("installation:%d", a.Installation.ID)
	}
	return a.String()
}

// route names the route of a request that never reached its handler, because a fault answered.
func route(r *http.Request) string { return contract.Operation(contractual(r)) }

// observe tells the log which route answered.
func observe(r *http.Request, actor, operation string) {
	requestlog.SetToken(r.Context(), actor)
	requestlog.SetOperation(r.Context(), operation)
}
