package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/command"
)

func commandsAnswer(t *testing.T, headers map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/commands", nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	serveCommands(w, r)
	return w
}

func TestThePageOfCommandsShowsTheWholeTableWithoutAnyScript(t *testing.T) {
	for accept, language := range map[string]string{
		"": "en", "en-GB,en;q=0.9,ja;q=0.8": "en", "ja": "ja", "fr,ja;q=0.5,en;q=0.4": "ja", "de": "en", "ja-JP;q=1,en;q=oops": "ja", "ja;q=0": "en",
	} {
		w := commandsAnswer(t, map[string]string{"Accept-Language": accept})
		page := w.Body.String()
		if got := w.Header().Get("Content-Language"); w.Code != http.StatusOK || got != language || !strings.Contains(page, `<html lang="`+language+`">`) {
			t.Errorf("%q: %d in %q", accept, w.Code, got)
		}
		for _, s := range command.Table() {
			if !strings.Contains(page, "<code>/"+s.Verb) {
				t.Errorf("%q: /%s is missing", accept, s.Verb)
			}
		}
		csp := w.Header().Get("Content-Security-Policy")
		if strings.Contains(page, "<script") || strings.Contains(page, " on") && strings.Contains(page, "=\"javascript") || !strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") || strings.Contains(csp, "unsafe") {
			t.Errorf("%q: %s", accept, csp)
		}
	}
	if page := commandsAnswer(t, nil).Body.String(); !strings.Contains(page, "&lt;") && strings.Contains(page, "<text>") {
		t.Error("a usage is not escaped")
	}
}

func TestWhoeverAsksForPlainTextGetsTheTableAsText(t *testing.T) {
	w := commandsAnswer(t, map[string]string{"Accept": "text/plain"})
	if !strings.Contains(w.Body.String(), "/severity ") || strings.Contains(w.Body.String(), "<html") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("%s: %.200s", w.Header().Get("Content-Type"), w.Body)
	}
}
