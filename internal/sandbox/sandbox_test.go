package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/form"
)

func TestTheFormIsFilledAsGitHubsPageFillsIt(t *testing.T) {
	text := form.Render(form.Template{Components: []string{"cdn", "api"}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" || !strings.HasSuffix(r.URL.Path, "/incident.yml") {
			http.NotFound(w, r)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"content": base64.StdEncoding.EncodeToString([]byte(text))})
	}))
	defer server.Close()
	who := person{base: server.URL, login: "aiko", token: "secret", http: server.Client()}
	title, body, labels, err := who.fillForm(t.Context(), "acme/shop", map[string]string{
		"title": "Checkout 502", "seen": "502 for everybody", "severity": "SEV2", "components": "api", "started": "10:05 JST",
	})
	if err != nil || title != "Checkout 502" || len(labels) != 1 || labels[0] != "incident" {
		t.Fatalf("%q %v %v", title, labels, err)
	}
	report, ok := form.Parse(body, "cdn", "api")
	if !ok || report.Seen != "502 for everybody" || report.Severity != "SEV2" || report.Started != "10:05 JST" || report.Impact != "" || report.Drill {
		t.Errorf("%+v from\n%s", report, body)
	}
}

func TestEveryStoryIsOneThatCanBePlayed(t *testing.T) {
	s, err := LoadStory("nuget-9218")
	if err != nil {
		t.Fatal(err)
	}
	last := s.Start
	for n, b := range s.Beats {
		acts := 0
		for _, set := range []bool{b.Fill != nil, b.Say != "", b.Merge, b.Done != ""} {
			if set {
				acts++
			}
		}
		if acts != 1 || s.People[b.As] == "" || b.At.Before(last) {
			t.Errorf("beat %d: %d acts, by %q at %s after %s", n, acts, b.As, b.At, last)
		}
		last = b.At
	}
	if _, err := LoadStory("no-such-story"); err == nil {
		t.Error("a story that is not there was loaded")
	}
}

func TestTheCostCountsTheAppAndNotThePeople(t *testing.T) {
	log := `{"token":"user:ben","operation":"POST /a"}
{"token":"installation","operation":"Incident"}
{"token":"installation","operation":"Incident"}
{"token":"app","operation":"GET /app"}`
	got := Cost([]byte(log))
	for _, want := range []string{"made 3 calls", "| 2 | Incident |", "| 1 | GET /app |"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in %s", want, got)
		}
	}
	if strings.Contains(got, "POST /a") {
		t.Error("what people asked is not the app's cost")
	}
}
