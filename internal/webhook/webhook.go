// Package webhook receives GitHub's deliveries: it verifies the signature over the raw bytes, reads from the payload which
// issues it is about, and answers. A delivery is a doorbell: nothing of it is used but the names of issues.
//
// It does not judge (package replay) and runs nothing (package queue); what concerns no incident is answered and dropped.
package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
)

// MaxBody is the largest delivery that GitHub sends, in bytes.
const MaxBody = 25 << 20

// Handler answers POST /webhook. Secret and Raise are needed.
type Handler struct {
	Secret []byte
	Raise  func(i Issue, delivery string)
	// Press is told of a button that somebody pressed, before the issue is raised: GitHub keeps no trace of it that could be
	// looked up later. nil: buttons do nothing.
	Press func(Press)
	Self  func() int64 // the account id whose own writes come back as deliveries; 0 = not known yet
	// IncidentLabel is the label of a repository's policy; ok is false where that is not known, and then no labelled issue
	// is dropped.
	IncidentLabel func(repository int64) (label string, ok bool)
	// Incidents are the known incidents of a repository: a push that changes the policy concerns them all.
	Incidents func(repository int64) []Issue
	// Away are the known incidents with that number whose postmortem is in this repository, and not beside them; nil = none.
	Away func(repository int64, number int) []Issue
	// Installation is told of what befell an installation: created, deleted, suspend, unsuspend, new_permissions_accepted,
	// or added and removed, which are repositories; nil = nobody cares.
	Installation func(action string, id int64)
	Log          *slog.Logger

	Counts Counts
}

// Issue is an issue that a delivery is about, by the names and numbers of the payload.
type Issue struct {
	RepositoryID int64
	Owner, Repo  string
	Number       int
	Installation int64 // of the App; 0 = the delivery named none
}

// Press is a button of a check that somebody pressed. Nobody has looked yet whether they may.
type Press struct {
	Issue    Issue
	Button   string // as the check named it
	Delivery string
	ID       int64 // of the account
	Login    string
}

// String is what a person calls it: owner/repo#number.
func (i Issue) String() string { return fmt.Sprintf("%s/%s#%d", i.Owner, i.Repo, i.Number) }

// Counts are how many deliveries came to which end.
type Counts struct{ Raised, Ignored, Malformed, Refused, TooLarge atomic.Int64 }

// ServeHTTP implements http.Handler: 401 without a good signature, 413 over the limit, else 202, whatever the payload.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "deliveries are sent by POST", http.StatusMethodNotAllowed)
		return
	}
	if r.ContentLength > MaxBody {
		h.tooLarge(w)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		h.tooLarge(w)
		return
	case err != nil:
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	if !Signed(h.Secret, r.Header.Values("X-Hub-Signature-256"), body) {
		h.Counts.Refused.Add(1)
		http.Error(w, "the signature does not match", http.StatusUnauthorized)
		return
	}
	h.accept(r.Header.Get("X-GitHub-Event"), r.Header.Get("X-GitHub-Delivery"), body)
	w.WriteHeader(http.StatusAccepted)
}

func (h *Handler) tooLarge(w http.ResponseWriter) {
	h.Counts.TooLarge.Add(1)
	http.Error(w, "GitHub sends nothing over 25 MB", http.StatusRequestEntityTooLarge)
}

// accept raises what a genuine delivery is about.
func (h *Handler) accept(event, delivery string, body []byte) {
	var p payload
	if err := json.Unmarshal(body, &p); err != nil {
		h.Counts.Malformed.Add(1)
		h.Log.Warn("a signed delivery cannot be read", "event", event, "delivery", delivery, "error", err.Error())
		return
	}
	if strings.HasPrefix(event, "installation") && p.Installation != nil && h.Installation != nil {
		h.Counts.Raised.Add(1)
		h.Installation(p.Action, int64(p.Installation.ID))
		return
	}
	keys := h.keys(event, p)
	if len(keys) == 0 {
		h.Counts.Ignored.Add(1)
		return
	}
	h.Counts.Raised.Add(1)
	for _, k := range keys {
		h.Log.Debug("delivery", "event", event, "action", p.Action, "delivery", delivery, "issue", k.String())
		if p.Requested != nil && p.Sender != nil && p.Action == "requested_action" && h.Press != nil {
			h.Press(Press{Issue: k, Button: string(p.Requested.Identifier), Delivery: delivery, ID: int64(p.Sender.ID), Login: string(p.Sender.Login)})
		}
		h.Raise(k, delivery)
	}
}
