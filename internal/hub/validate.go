package hub

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/contract"
)

// validated holds REST traffic against GitHub's OpenAPI. A request that breaks it is answered 422 before it has any
// effect, an answer that breaks it becomes a 500; both say why, and Violations has them. Malformed JSON and unknown
// routes go through: GitHub has answers for those. Where tolerant, every request goes through, and answers are held.
func (h *Hub) validated(next http.Handler, tolerant bool) (http.Handler, error) {
	v, err := contract.REST()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			refuse(w, http.StatusBadRequest, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		held := contractual(r)
		sent := body
		if string(bytes.TrimSpace(sent)) == "null" { // what ghinstallation sends where it has nothing to say
			sent = nil
		}
		err = v.ValidateRequest(held, sent)
		var unknown *contract.UnknownRouteError
		switch {
		case errors.As(err, &unknown), len(body) > 0 && !json.Valid(body):
			next.ServeHTTP(w, r)
			return
		case err != nil && !tolerant:
			h.violated(err)
			refuse(w, http.StatusUnprocessableEntity, err)
			return
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		if err := v.ValidateResponse(held, rec.Code, rec.Header(), rec.Body.Bytes()); err != nil {
			h.violated(err)
			refuse(w, http.StatusInternalServerError, err)
			return
		}
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	}), nil
}

// checkWebhook holds a delivery against its event's schema.
func (h *Hub) checkWebhook(event, action string, header http.Header, payload []byte) {
	canonical := http.Header{} // ours are written as GitHub writes them; Get wants Go's spelling
	for name, values := range header {
		canonical[http.CanonicalHeaderKey(name)] = values
	}
	if err := contract.ValidateWebhook(event, action, canonical, payload); err != nil {
		h.violated(err)
	}
}

// graphViolated keeps breaks of the schema: ours always, a client's document unless we are tolerant. Without Validate
// a refused document is only that client's affair.
func (h *Hub) graphViolated(opt Options) func(error, bool) {
	return func(err error, theirs bool) {
		if !theirs || opt.Validate && !opt.Tolerant {
			h.violated(err)
		}
	}
}

// contractual is the request as the contract knows it, without an enterprise server's prefix.
func contractual(r *http.Request) *http.Request {
	c := r.Clone(r.Context())
	c.URL.Path = strings.TrimPrefix(c.URL.Path, "/api/v3")
	c.URL.RawPath = strings.TrimPrefix(c.URL.RawPath, "/api/v3")
	return c
}

func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": err.Error(), "documentation_url": "https://docs.github.com/rest",
		"status": fmt.Sprint(status)})
}

func (h *Hub) violated(err error) {
	h.logger.Error("GitHub's contract is broken", "reason", err)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.violations = append(h.violations, err)
}

// Violations are the breaks of the contract so far; always none without Options.Validate.
func (h *Hub) Violations() []error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]error(nil), h.violations...)
}
