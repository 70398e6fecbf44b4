package faults

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// docs of the two kinds of limit; clients tell a secondary limit by the end of the address.
const (
	primaryDocs   = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
	secondaryDocs = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"
	secondaryText = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)

// messages are GitHub's words for its own failures.
var messages = map[int]string{
	http.StatusInternalServerError: "Server Error",
	http.StatusBadGateway:          "Server Error",
	http.StatusServiceUnavailable:  "No server is currently available to service your request. Sorry about that. Please try refreshing and contact us if the problem persists.",
	http.StatusGatewayTimeout:      "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request and contact us if the problem persists.",
	http.StatusUnauthorized:        "Bad credentials",
	http.StatusTooManyRequests:     secondaryText,
}

// answer gives the client the fault instead of the handler's words.
func (f *Fault) answer(w http.ResponseWriter) {
	if f.Drop {
		panic(http.ErrAbortHandler) // net/http's way to cut a connection without an answer
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	message, docs := messages[f.Status], "https://docs.github.com/rest"
	if f.Status == http.StatusTooManyRequests || (f.Status == http.StatusForbidden && f.RetryAfter > 0) {
		message, docs = secondaryText, secondaryDocs
	}
	if message == "" {
		message = http.StatusText(f.Status)
	}
	refuse(w, f.Status, message, docs)
}

func unavailable(w http.ResponseWriter) {
	refuse(w, http.StatusServiceUnavailable, messages[http.StatusServiceUnavailable], "https://docs.github.com/rest")
}

// refuse writes an error in the shape of GitHub's REST API, which the GraphQL endpoint uses too outside of 200.
func refuse(w http.ResponseWriter, status int, message, docs string) {
	writeJSON(w, status, map[string]string{
		"message": message, "documentation_url": docs, "status": strconv.Itoa(status),
	})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may have left
}

// seconds rounds up: never tell a client to come back too early.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
