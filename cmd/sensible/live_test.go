package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/sandbox"
)

// live is the app on a hub with an incident just opened; tests act on it as people do.
type live struct {
	*demoWorld
	t     *testing.T
	repo  string
	bot   string // the app's account
	issue int
}

type liveComment struct {
	ID        int64           `json:"id"`
	Body      string          `json:"body"`
	CreatedAt time.Time       `json:"created_at"`
	Pin       json.RawMessage `json:"pin"`
	User      struct {
		Login string `json:"login"`
	} `json:"user"`
}

func openLive(t *testing.T, faults ...string) *live {
	t.Helper()
	story, err := sandbox.LoadStory("nuget-9218")
	if err != nil {
		t.Fatal(err)
	}
	w, err := openDemo(t.Context(), story, faults...)
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, w.hub)
	t.Cleanup(w.close)
	l := &live{demoWorld: w, t: t, repo: story.Repo, bot: "sensible[bot]"}
	l.wait(time.Date(2022, 9, 7, 16, 17, 0, 0, time.UTC).Sub(w.hub.Clock().Now())) // in the working hours of whoever leads
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	l.call("aiko", "POST", "/repos/"+l.repo+"/issues", map[string]any{"title": "Checkout 502", "body": body, "labels": []string{"incident"}}, &made)
	l.issue = made.Number
	l.rest()
	return l
}

// wait lets the hub's clock run.
func (l *live) wait(d time.Duration) {
	l.t.Helper()
	if err := l.until(l.t.Context(), l.hub.Clock().Now().Add(d)); err != nil {
		l.t.Fatal(err)
	}
}

// rest waits until the app has answered.
func (l *live) rest() {
	l.t.Helper()
	if err := l.settle(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
}

func (l *live) call(as, method, path string, in, out any) {
	l.t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		l.t.Fatal(err)
	}
	body := bytes.NewReader(nil)
	if in != nil {
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(l.t.Context(), method, l.api+path, body)
	if err != nil {
		l.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+l.tokens[as])
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		l.t.Fatalf("%s: %s %s: %s", as, method, path, res.Status)
	}
	if out != nil {
		if err := json.NewDecoder(res.Body).Decode(out); err != nil {
			l.t.Fatal(err)
		}
	}
}

// say comments and waits for the answer.
func (l *live) say(as, text string) int64 {
	l.t.Helper()
	var made liveComment
	l.call(as, "POST", fmt.Sprintf("/repos/%s/issues/%d/comments", l.repo, l.issue), map[string]string{"body": text}, &made)
	l.rest()
	l.wait(time.Minute)
	return made.ID
}

// ours are the app's comments, the card first.
func (l *live) ours() []liveComment {
	l.t.Helper()
	var all, ours []liveComment
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=100", l.repo, l.issue), nil, &all)
	for _, c := range all {
		if c.User.Login != l.bot {
			continue
		}
		if strings.Contains(c.Body, "<!-- sensible:ledger") {
			ours = append([]liveComment{c}, ours...)
		} else {
			ours = append(ours, c)
		}
	}
	return ours
}

func (l *live) card() liveComment {
	l.t.Helper()
	ours := l.ours()
	if len(ours) == 0 {
		l.t.Fatal("there is no card")
	}
	return ours[0]
}

func (l *live) labels() string {
	l.t.Helper()
	var issue struct{ Labels []struct{ Name string } }
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/issues/%d", l.repo, l.issue), nil, &issue)
	var names []string
	for _, n := range issue.Labels {
		names = append(names, n.Name)
	}
	return strings.Join(names, " ")
}

func (l *live) must(text, want string) {
	l.t.Helper()
	if !strings.Contains(text, want) {
		l.t.Errorf("want %q in:\n%s", want, text)
	}
}

// restart ends the app and starts another one with an empty memory, at the same address.
func (l *live) restart() {
	l.t.Helper()
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := l.app.Stop(stop); err != nil {
		l.t.Fatal(err)
	}
	set := l.app.set
	fresh, err := newApp(set, appDeps{Now: l.hub.Clock().Now, Log: l.app.log})
	if err != nil {
		l.t.Fatal(err)
	}
	l.demoWorld.app = fresh
	l.front.set(fresh.Handler())
	if err := fresh.Start(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
	l.rest()
}

func TestACardThatSomebodyEditedIsRestored(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack")
	card := l.card()
	forged := strings.Replace(card.Body, "Lead @ben", "Lead @mallory", 1)
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", card.ID), map[string]string{"body": forged}, nil)
	l.rest()
	l.must(l.card().Body, "Lead @ben")
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", card.ID), map[string]string{"body": "gone"}, nil)
	l.rest()
	l.must(l.card().Body, "Lead @ben")
	if n := len(l.ours()); n != 1 {
		t.Errorf("%d comments by the app, want the card alone", n)
	}
}

func TestACardThatSomebodyDeletedComesBack(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack\n/severity 1 because nobody can pay")
	l.call("aiko", "DELETE", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", l.card().ID), nil, nil)
	l.rest()
	card := l.card()
	l.must(card.Body, "Lead @ben")
	l.must(card.Body, "SEV1")
	if string(card.Pin) == "null" || len(card.Pin) == 0 {
		t.Error("the new card is not pinned")
	}
}

func TestANewProcessGoesOnWhereTheOldOneStopped(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack\n/fxied")
	comments, card := len(l.ours()), l.card().Body
	before := writes(l.demoWorld)
	l.restart()
	if after := writes(l.demoWorld); after != before {
		t.Errorf("starting anew wrote %d times, want never", after-before)
	}
	if l.card().Body != card || len(l.ours()) != comments {
		t.Error("starting anew changed the card or said something")
	}
	l.say("ben", "/fixed")
	l.must(l.labels(), "phase/recovery")
}

func TestALedgerThatIsLostIsJudgedAgainAndTheCardSaysSo(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack")
	l.say("cho", "/severity 1")
	l.say("eve", "/severity 4")
	comments := len(l.ours())
	card := l.card()
	l.webhooksOff(t)
	broken := strings.Replace(card.Body, "mac=", "mac=A", 1)
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", card.ID), map[string]string{"body": broken}, nil)
	l.restart()
	got := l.card().Body
	l.must(got, "rebuilt")
	l.must(got, "Lead @ben")
	l.must(l.labels(), "severity/sev1")
	if n := len(l.ours()); n != comments {
		t.Errorf("%d comments by the app after the ledger was lost, %d before: nothing is said twice", n, comments)
	}
}

func TestABrokenConfigIsOneLineOnTheCardAndStopsNothing(t *testing.T) {
	l := openLive(t)
	l.config("stage: 2\nseverities: [{name: sev1, page: perhaps}]\n")
	l.say("ben", "/ack")
	card := l.card().Body
	l.must(card, ".github/sensible.yml:2")
	l.must(card, "Lead @ben")
	l.config("stage: 2\n")
	l.say("ben", "/severity 1")
	if strings.Contains(l.card().Body, ".github/sensible.yml:2") {
		t.Error("the card still complains about a config that was mended")
	}
}

func TestAnEditRunsTheFailedLineAgainAndNothingElse(t *testing.T) {
	l := openLive(t)
	id := l.say("ben", "/severity 1\n/fxied")
	l.say("cho", "/severity 3")
	l.call("ben", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", id), map[string]string{"body": "/severity 2\n/fixed"}, nil)
	l.rest()
	l.must(l.labels(), "phase/recovery")
	l.must(l.labels(), "severity/sev3")
	other := l.say("ben", "/impcat")
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", other), map[string]string{"body": "/recovered"}, nil)
	l.rest()
	if strings.Contains(l.labels(), "post-incident") {
		t.Error("a command that somebody wrote into another's comment was run")
	}
}

func TestClosingByHandEndsTheIncidentWithoutAnyCommand(t *testing.T) {
	l := openLive(t)
	l.say("ben", "rolled back the deploy")
	l.call("ben", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/%d", l.issue), map[string]string{"state": "closed"}, nil)
	l.rest()
	l.must(l.labels(), "phase/post-incident")
	l.must(l.card().Body, "| recovered |")
	var pulls []struct{ Title string }
	l.call("aiko", "GET", "/repos/acme/gallery/pulls?state=all", nil, &pulls)
	if len(pulls) != 1 {
		t.Errorf("%d pull requests, want the draft postmortem", len(pulls))
	}
}

// config writes a new policy to the default branch.
func (l *live) config(text string) {
	l.t.Helper()
	path := "/repos/acme/gallery/contents/.github/sensible.yml"
	var file struct{ SHA string }
	l.call("aiko", "GET", path, nil, &file)
	l.call("aiko", "PUT", path, map[string]string{
		"message": "policy", "sha": file.SHA, "content": base64.StdEncoding.EncodeToString([]byte(text)),
	}, nil)
	l.rest()
}

// webhooksOff has the hub lose every webhook from now on.
func (l *live) webhooksOff(t *testing.T) {
	t.Helper()
	if err := l.hub.Faults().Add("webhooks=drop"); err != nil {
		t.Fatal(err)
	}
}

func TestAGuessedZoneIsToldOnceAndAKnownOneIsNot(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/started at 09:10")
	if n := len(l.ours()); n != 1 {
		t.Errorf("%d comments by the app: ben's zone is in the config, nothing was guessed", n)
	}
	l.config("team: {zones: [UTC, Asia/Tokyo]}\n")
	l.say("ben", "/detected at 16:11")
	ours := l.ours()
	if len(ours) != 2 {
		t.Fatalf("%d comments by the app, want the card and one answer", len(ours))
	}
	l.must(ours[1].Body, "2022-09-07 16:11 UTC")
	l.must(ours[1].Body, "/detected at 10:05 JST")
}
