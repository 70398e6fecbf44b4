// Package webhook receives GitHub's deliveries: it verifies the signature over the raw bytes before anything is decoded, reads
// which issues a delivery is about, has what matters kept, and only then answers. A delivery is a doorbell: its names of issues
// count, its content may save a request, and nothing rests on it.
//
// It does not judge (package replay), keeps nothing itself and runs nothing (package queue); what concerns no incident and holds
// no command is answered and dropped, and nothing of it is stored.
package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Handler answers POST /webhook. Secret, Accept and Log are needed.
type Handler struct {
	Secret []byte
	// Accept keeps a delivery, so that it survives the end of the process, and has its issues looked at. The answer is 202
	// only after it returned nil; an error is answered with 503. The same ID twice is one delivery.
	Accept func(context.Context, Delivery) error
	Self   func() int64 // the account id whose own writes come back as deliveries; 0 = not known yet
	// IncidentLabel is the label of a repository's policy; ok is false where that is not known, and then no labelled issue
	// is dropped.
	IncidentLabel func(repository int64) (label string, ok bool)
	// Incidents are the known incidents of a repository: a push that changes the policy concerns them all.
	Incidents func(repository int64) []Issue
	// Away are the known incidents with that number whose postmortem is in this repository, and not beside them; nil = none.
	Away func(repository int64, number int) []Issue
	// Item are the known incidents that the issue with this node id is an action item of: what was moved on a Projects board;
	// nil = none.
	Item func(node string) []Issue
	// Numbered is the same by the issue's repository, owner/name, and number: what a pull request mentions; nil = none.
	Numbered func(repository string, number int) []Issue
	// Installation is told of what befell an installation: created, deleted, suspend, unsuspend, new_permissions_accepted,
	// or added and removed, which are repositories; nil = nobody cares.
	Installation func(action string, id int64)
	// Answered is told which delivery was answered well, and how long that took from its first byte; nil = nobody cares.
	Answered func(id string, after time.Duration)
	Log      *slog.Logger

	Counts Counts

	once  sync.Once
	large chan struct{} // who holds it reads a large body; made on first use
}

// Delivery is one that must not be lost.
type Delivery struct {
	ID           string // X-GitHub-Delivery; the same for a redelivery
	Event        string // issues, issue_comment, …; as the header has it
	Action       string // opened, created, …; empty where the event has none
	Installation int64  // of the App; 0 = the delivery named none
	// Issues are what it is about: one without a number stands for the whole installation; none where it is unreadable.
	Issues     []Issue
	Press      *Press // a button that somebody pressed: GitHub keeps no trace of it that could be looked up; nil = none
	Urgent     bool   // somebody waits for an answer: it holds what may be a command, or a button
	Unreadable string // why the payload cannot be read; empty = it can
	Payload    []byte // as it came
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
	Button string // as the check named it
	ID     int64  // of the account
	Login  string
}

// String is what a person calls it: owner/repo#number.
func (i Issue) String() string { return fmt.Sprintf("%s/%s#%d", i.Owner, i.Repo, i.Number) }

// Counts are how many deliveries came to which end: of those without a good signature not one is decoded.
type Counts struct {
	Raised, Ignored, Malformed, Refused, TooLarge, Slow, Failed, Decoded atomic.Int64
}

// ServeHTTP implements http.Handler: 401 without a good signature, 413 over the limit, 408 for a body that does not come, 503
// where nothing can be kept at present, else 202, whatever the payload.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := time.Now()
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "deliveries are sent by POST", http.StatusMethodNotAllowed)
		return
	}
	body, refusal := h.body(w, r)
	if refusal != nil {
		refusal.answer(w)
		return
	}
	if !Signed(h.Secret, r.Header.Values("X-Hub-Signature-256"), body) {
		h.Counts.Refused.Add(1)
		http.Error(w, "the signature does not match", http.StatusUnauthorized)
		return
	}
	event, id := r.Header.Get("X-GitHub-Event"), r.Header.Get("X-GitHub-Delivery")
	if err := h.Take(r.Context(), event, id, content(r, body)); err != nil {
		h.Log.Error("a delivery could not be kept; GitHub is told so, and it is asked for again later", "event", event, "delivery", id, "error", err.Error())
		w.Header().Set("Retry-After", "60")
		http.Error(w, "nothing can be kept at present; deliver it again", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	if h.Answered != nil {
		h.Answered(id, time.Since(begun))
	}
}

// Take is for a genuine delivery, however it came here: it is read, and kept unless it concerns nothing. An error says that it
// could not be kept. An id that GitHub would not give is replaced by one that is made of the body.
func (h *Handler) Take(ctx context.Context, event, id string, body []byte) error {
	d, keep := h.read(event, identity(id, body), body)
	if !keep {
		h.Counts.Ignored.Add(1)
		return nil
	}
	if strings.HasPrefix(event, installationEvent) && d.Installation > 0 && h.Installation != nil {
		h.Installation(d.Action, d.Installation)
	}
	if err := h.Accept(ctx, d); err != nil {
		h.Counts.Failed.Add(1)
		return err
	}
	if d.Unreadable != "" {
		h.Counts.Malformed.Add(1)
		h.Log.Warn("a signed delivery cannot be read; it is kept", "event", event, "delivery", d.ID, "error", d.Unreadable)
		return nil
	}
	h.Counts.Raised.Add(1)
	h.Log.Debug("delivery", "event", event, "action", d.Action, "delivery", d.ID, "issues", len(d.Issues))
	return nil
}
