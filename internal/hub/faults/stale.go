package faults

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// lag is how stale= treats one request.
type lag struct {
	reads    int
	document requestlog.Document
}

// hidden remembers, for each new thing, how many more reads of lists shall not show it. Only what was created while
// the fault is on is known here; changes of things that exist (a label put on, an edited body) are seen at once.
type hidden struct{ left map[string]int }

// Created tells the set that something new exists, by its node id, so that stale= can keep it out of lists for a
// while. Without a stale fault it does nothing.
func (s *Set) Created(nodeID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fault := range s.active {
		if fault.Stale > 0 && nodeID != "" {
			if s.stale.left == nil {
				s.stale.left = map[string]int{}
			}
			s.stale.left[nodeID] = fault.Stale
		}
	}
}

// lagging serves a request and takes things that are too new out of the lists of its answer. What a creating
// request answers is noted as new, for stores that do not say so themselves.
func (s *Set) lagging(w http.ResponseWriter, r *http.Request, next http.Handler, l lag) {
	if requestlog.IsGit(r.URL.Path) {
		next.ServeHTTP(w, r)
		return
	}
	held := &held{header: w.Header(), status: http.StatusOK}
	next.ServeHTTP(held, r)
	body := held.body.Bytes()
	switch {
	case r.Method == http.MethodPost && held.status == http.StatusCreated:
		s.Created(nodeID(body))
	case r.Method == http.MethodGet && held.status == http.StatusOK, l.document.Kind == "query":
		if kept, changed := s.withoutNew(body); changed {
			body = kept
			w.Header().Del("ETag")
			w.Header().Del("Content-Length")
		}
	}
	w.WriteHeader(held.status)
	_, _ = w.Write(body) // the client may have left
}

// withoutNew removes hidden things from all lists inside a JSON answer; each costs the thing one of its reads.
func (s *Set) withoutNew(body []byte) ([]byte, bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := map[string]bool{}
	value = s.stale.prune(value, seen)
	if len(seen) == 0 {
		return nil, false
	}
	for id := range seen {
		if s.stale.left[id]--; s.stale.left[id] <= 0 {
			delete(s.stale.left, id)
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return nil, false
	}
	return out.Bytes(), true
}

func (h *hidden) prune(value any, seen map[string]bool) any {
	switch value := value.(type) {
	case []any:
		kept := value[:0]
		for _, item := range value {
			if id := h.tooNew(item); id != "" {
				seen[id] = true
				continue
			}
			kept = append(kept, h.prune(item, seen))
		}
		return kept
	case map[string]any:
		for key, inner := range value {
			value[key] = h.prune(inner, seen)
		}
	}
	return value
}

// tooNew gives the id under which an element of a list is hidden: REST says node_id, GraphQL id.
func (h *hidden) tooNew(item any) string {
	object, ok := item.(map[string]any)
	if !ok {
		return ""
	}
	for _, key := range []string{"node_id", "id"} {
		if id, ok := object[key].(string); ok && h.left[id] > 0 {
			return id
		}
	}
	return ""
}

func nodeID(body []byte) string {
	var created struct {
		NodeID string `json:"node_id"`
	}
	if json.Unmarshal(body, &created) != nil {
		return ""
	}
	return created.NodeID
}

// held keeps a whole answer back.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }
