package github_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (w *world) observe(k reconcile.Key, want reconcile.Want) snapshot.World {
	w.Helper()
	got, err := w.client.Observe(w.Context(), k, want)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

func (w *world) apply(k reconcile.Key, before snapshot.World, actions ...plan.Action) reconcile.Applied {
	w.Helper()
	got, err := w.client.Apply(w.Context(), k, before, plan.Plan{Actions: actions})
	if err != nil {
		w.Fatal(err)
	}
	return got
}

const card = "the card\n\n<!-- sensible:ledger v1 -->"

func TestTheAppKnowsItselfByItsBotsNumber(t *testing.T) {
	w := newWorld(t, nil)
	me, err := w.client.Who(t.Context())
	if err != nil || me.Login != "sensible[bot]" || me.ID == 0 {
		t.Fatalf("%+v, %v", me, err)
	}
	before := w.calls("GET app")
	if _, err := w.client.Who(t.Context()); err != nil || w.calls("GET app") != before {
		t.Errorf("asked twice: %v", err)
	}
}

func TestAWrongKeyIsSaidInOneLineThatTellsWhatToDo(t *testing.T) {
	w := newWorld(t, nil)
	_, err := w.newClient(github.Settings{AppID: 2, PrivateKey: appKey()}).Who(t.Context())
	if err == nil || github.Unavailable(err) || !strings.Contains(err.Error(), "--app-id") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}

func TestOneRequestShowsAnIncidentThatWasSeenBefore(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	first := w.observe(k, reconcile.Want{})
	w.apply(k, first, plan.Action{Kind: plan.CardCreate, Body: card})
	for i := range 30 {
		w.comment("ben", k, fmt.Sprintf("talk %d", i))
	}
	w.observe(k, reconcile.Want{})
	w.comment("ben", k, "one more")
	before := w.sent.total()
	got := w.observe(k, reconcile.Want{})
	if n := w.sent.total() - before; n != 1 {
		t.Errorf("%d requests", n)
	}
	if len(got.Comments) != 31 || got.Card == nil || got.Card.Body != card || !got.Card.Mine {
		t.Errorf("%d comments, card %+v", len(got.Comments), got.Card)
	}
	if got.Config.Text != "stage: 2\n" || got.Repository.FullName() != "acme/shop" || !got.Repository.OwnerIsOrg || got.Repository.DefaultBranch != "main" {
		t.Errorf("config %+v, repository %+v", got.Config, got.Repository)
	}
}

func TestANewProcessFindsTheCardBehindAHundredComments(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	w.comment("ben", k, "before")
	w.apply(k, w.observe(k, reconcile.Want{}), plan.Action{Kind: plan.CardCreate, Body: card})
	for i := range 130 {
		w.comment("ben", k, fmt.Sprintf("talk %d", i))
	}
	w.client = w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	got := w.observe(k, reconcile.Want{})
	if got.Card == nil || len(got.Comments) != 131 {
		t.Fatalf("card %v, %d comments", got.Card, len(got.Comments))
	}
	for i := 1; i < len(got.Comments); i++ {
		if got.Comments[i-1].ID >= got.Comments[i].ID {
			t.Fatal("comments are not in ascending order")
		}
	}
}

func TestADeletedCommentDisappearsWhereverItStood(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	old := w.comment("ben", k, "long ago")
	w.apply(k, w.observe(k, reconcile.Want{}), plan.Action{Kind: plan.CardCreate, Body: card})
	for range 30 {
		w.comment("ben", k, "talk")
	}
	w.observe(k, reconcile.Want{})
	w.as("aiko", "DELETE", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", old), nil)
	if got := w.observe(k, reconcile.Want{}); len(got.Comments) != 30 || got.Comments[0].ID == old {
		t.Errorf("%d comments, the first is %d", len(got.Comments), got.Comments[0].ID)
	}
}

func TestAnIssueThatDoesNotExistIsGone(t *testing.T) {
	w := newWorld(t, nil)
	k := w.key
	k.Number = 99
	if _, err := w.client.Observe(t.Context(), k, reconcile.Want{}); !errors.Is(err, reconcile.ErrGone) {
		t.Errorf("missing issue: %v", err)
	}
	other := w.issue("x")
	other.RepositoryID++
	if _, err := w.client.Observe(t.Context(), other, reconcile.Want{}); !errors.Is(err, reconcile.ErrGone) {
		t.Errorf("another repository under the old name: %v", err)
	}
	there := w.issue("y")
	w.fault("status=502,when=before,count=1")
	if _, err := w.client.Observe(t.Context(), there, reconcile.Want{}); err == nil || errors.Is(err, reconcile.ErrGone) {
		t.Errorf("an outage of GitHub counts as gone: %v", err)
	}
}

func TestPermissionIsByNumberAndFailsClosed(t *testing.T) {
	w := newWorld(t, nil)
	id := map[string]int64{}
	for _, login := range []string{"aiko", "ben", "eve"} {
		id[login] = int64(w.as(login, "GET", "/user", nil)["id"].(float64))
	}
	for login, want := range map[string]incident.Permission{"aiko": incident.Admin, "ben": incident.TriageAccess, "eve": incident.Read, "nobody-here": incident.NoAccess} {
		who, may, err := w.client.Permission(t.Context(), w.key, incident.Person{ID: id[login], Login: login})
		if err != nil || may != want || who.ID != id[login] {
			t.Errorf("%s: %v %v %v", login, who, may, err)
		}
	}
	if _, may, err := w.client.Permission(t.Context(), w.key, incident.Person{ID: id["eve"], Login: "aiko"}); err != nil || may != incident.NoAccess {
		t.Errorf("a login that belongs to somebody else by now: %v %v", may, err)
	}
	before := w.calls("GET permission")
	if _, _, err := w.client.Permission(t.Context(), w.key, incident.Person{Login: "BEN"}); err != nil || w.calls("GET permission") != before {
		t.Errorf("asked again within a minute: %v", err)
	}
	w.hub.Advance(61 * time.Second)
	w.fault("status=500,when=before,count=1")
	if _, may, err := w.client.Permission(t.Context(), w.key, incident.Person{Login: "aiko"}); err == nil || may != incident.NoAccess {
		t.Errorf("GitHub is down: %v %v", may, err)
	}
	if _, may, err := w.client.Permission(t.Context(), w.key, incident.Person{Login: "aiko"}); err != nil || may != incident.Admin {
		t.Errorf("the failure was remembered: %v %v", may, err)
	}
}

func TestARefusalByARateLimitIsWaitedForAndSentAgain(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	before := w.observe(k, reconcile.Want{})
	front := w.limitOnce("3")
	defer front.Close()
	got := w.apply(k, before, plan.Action{Kind: plan.CommentCreate, Key: "x", Body: "once"})
	if len(got.World.Comments) != 1 || w.clock.slept < 2*time.Second {
		t.Errorf("%d comments after %s", len(got.World.Comments), w.clock.slept)
	}
}

// limitOnce puts a server between the client and the hub that refuses the first request to GraphQL as GitHub does.
func (w *world) limitOnce(after string) *httptest.Server {
	var refused atomic.Bool // requests may come at once
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if r.URL.Path == "/graphql" && !strings.Contains(string(body), "query Defaults(") && refused.CompareAndSwap(false, true) {
			rw.Header().Set("Retry-After", after)
			http.Error(rw, `{"message":"You have exceeded a secondary rate limit"}`, http.StatusForbidden)
			return
		}
		w.hub.Handler().ServeHTTP(rw, r)
	}))
	w.url = front.URL
	w.client = w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	return front
}

func TestALongRateLimitEndsTheRunWithTheTimeToComeBack(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	front := w.limitOnce("900")
	defer front.Close()
	_, err := w.client.Observe(t.Context(), k, reconcile.Want{})
	var limited *github.Limited
	if !errors.As(err, &limited) || limited.RetryAt().Before(time.Now().Add(14*time.Minute)) {
		t.Errorf("error %v", err)
	}
}

func TestNoTokenEverLeavesForAnotherHost(t *testing.T) {
	stolen := ""
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen += r.Header.Get("Authorization") }))
	defer thief.Close()
	github1 := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, thief.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer github1.Close()
	c, err := github.New(github.Settings{APIURL: github1.URL, Token: "ghp_secret"})
	if err != nil {
		t.Fatal(err)
	}
	k := reconcile.Key{RepositoryID: 1, Owner: "acme", Repo: "shop", Number: 1}
	_, whoErr := c.Who(t.Context())
	_, observeErr := c.Observe(t.Context(), k, reconcile.Want{})
	if stolen != "" || whoErr == nil || observeErr == nil {
		t.Errorf("stolen %q; %v; %v", stolen, whoErr, observeErr)
	}
	if strings.Contains(fmt.Sprint(whoErr, observeErr), "ghp_secret") {
		t.Error("the token stands in an error")
	}
}

func TestOpenIncidentsAreFoundByTheLabelOfTheirPolicy(t *testing.T) {
	w := newWorld(t, func(s *seed.Seed) { s.Repositories[0].Files[".github/sensible.yml"] = "labels: {incident: outage}\n" })
	a, b := w.issue("one"), w.issue("two")
	w.as("aiko", "POST", "/repos/acme/shop/issues/"+itoa(b.Number)+"/labels", map[string]any{"labels": []string{"outage"}})
	var got []reconcile.Key
	labels := func(f snapshot.ConfigFile) github.Labels {
		if strings.Contains(f.Text, "outage") {
			return github.Labels{Incident: "outage", PostIncident: "phase/post-incident", Preparation: "phase/preparation"}
		}
		return github.Labels{Incident: "incident", PostIncident: "phase/post-incident", Preparation: "phase/preparation"}
	}
	if err := w.client.OpenIncidents(t.Context(), labels, func(k reconcile.Key) { got = append(got, k) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0] != reconcile.PolicyKey(b) || got[1] != b || got[1] == a {
		t.Errorf("found %v, want the policy that nobody has seen yet, and %v", got, b)
	}
	got = nil
	if err := w.client.OpenIncidents(t.Context(), labels, func(k reconcile.Key) { got = append(got, k) }); err != nil || len(got) != 1 {
		t.Errorf("the second time: found %v, want the incident alone (%v)", got, err)
	}
}
