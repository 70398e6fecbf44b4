package github_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// hooked is a world whose App has a webhook that answers with a status.
func hooked(t *testing.T, status int) *world {
	t.Helper()
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(hook.Close)
	return newWorld(t, func(s *seed.Seed) {
		s.Apps[0].WebhookURL, s.Apps[0].WebhookSecret, s.Apps[0].Events = hook.URL, "s3cret", []string{"issues"}
	})
}

func TestDeliveriesAreListedNewestFirstAndPageByPageOnlyAsFarAsTheyAreWanted(t *testing.T) {
	w := hooked(t, http.StatusServiceUnavailable)
	for range 130 {
		w.issue("Checkout 502")
	}
	if err := w.hub.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []github.HookDelivery
	before := w.calls("GET deliveries")
	if err := w.client.HookDeliveries(t.Context(), func(d github.HookDelivery) bool { all = append(all, d); return true }); err != nil {
		t.Fatal(err)
	}
	if len(all) != 130 || all[0].ID <= all[129].ID || all[0].OK || all[0].Event != "issues" || all[0].Action != "opened" || all[0].GUID == "" || all[0].At.IsZero() {
		t.Fatalf("%d deliveries, the first %+v", len(all), all[0])
	}
	if n := w.calls("GET deliveries") - before; n > 2 {
		t.Errorf("%d requests for 130 deliveries", n)
	}
	seen, total := 0, w.sent.total()
	if err := w.client.HookDeliveries(t.Context(), func(github.HookDelivery) bool { seen++; return seen < 5 }); err != nil || seen != 5 || w.sent.total()-total != 1 {
		t.Errorf("%d shown with %d requests, %v", seen, w.sent.total()-total, err)
	}
	payload, err := w.client.HookPayload(t.Context(), all[0].ID)
	if err != nil || !strings.Contains(string(payload), `"opened"`) {
		t.Errorf("%.100s, %v", payload, err)
	}
	if _, err := w.client.HookPayload(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "delivery 1") {
		t.Errorf("a delivery that is not there: %v", err)
	}
}

func TestAnInstallationSaysWhatItGrants(t *testing.T) {
	w := newWorld(t, nil)
	list, err := w.client.Installations(t.Context())
	if err != nil || len(list) != 1 || list[0].ID != 10 || list[0].Account != "acme" || list[0].Suspended || list[0].Permissions["issues"] != "write" || list[0].Permissions["checks"] != "" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestIncidentsThatChangedLastAreFoundWithOneRequest(t *testing.T) {
	w := newWorld(t, nil)
	w.as("aiko", "POST", "/repos/acme/shop/labels", map[string]any{"name": "incident", "color": "ededed"})
	first, second := w.issue("Checkout 502"), w.issue("Search is slow")
	w.issue("A bug")
	for _, k := range []reconcile.Key{first, second} {
		w.as("aiko", "POST", fmt.Sprintf("/repos/acme/shop/issues/%d/labels", k.Number), map[string]any{"labels": []string{"incident"}})
	}
	w.hub.Advance(time.Minute)
	w.comment("ben", first, "/ack")
	var got []reconcile.Key
	before := w.sent.total()
	err := w.client.UpdatedIncidents(t.Context(), github.Installation{ID: 10, Account: "acme"}, []string{"incident", "phase/recovery"}, func(k reconcile.Key, at time.Time) bool {
		got = append(got, k)
		return !at.IsZero()
	})
	if err != nil || len(got) != 2 || got[0] != first || got[1] != second {
		t.Errorf("%v, %v; want %v and %v", got, err, first, second)
	}
	if n := w.sent.total() - before; n != 1 {
		t.Errorf("%d requests", n)
	}
}
