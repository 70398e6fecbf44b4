package control

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/requestlog"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func TestTheControlAnswersOverHTTP(t *testing.T) {
	start := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	log := &requestlog.Log{}
	handler := &Handler{Faults: faults.New(faults.Options{}), Clock: store.NewClock(start, 0), Log: log}
	mux := http.NewServeMux()
	mux.Handle(Prefix, handler)
	mux.Handle("/", log.Middleware(http.NotFoundHandler()))
	server := httptest.NewServer(mux)
	defer server.Close()
	steps := []struct {
		request, body string
		status        int
		want          string
	}{
		{"GET /graphql", "", 404, ""},
		{"GET /_hub/summary", "", 200, `{"total":1,"operations":{"unknown":1}}`},
		{"POST /_hub/clock", `{"advance":"30m"}`, 200, `{"now":"2026-11-22T03:30:00Z"}`},
		{"GET /_hub/clock", "", 200, `{"now":"2026-11-22T03:30:00Z"}`},
		{"POST /_hub/clock", `{"advance":"-30m"}`, 400, "time does not go back"},
		{"POST /_hub/clock", `{"advanse":"30m"}`, 400, "advanse"},
		{"POST /_hub/faults", `{"faults":["status=502,count=3","drop"]}`, 200, `{"faults":["status=502,count=3","drop"]}`},
		{"POST /_hub/faults", `{"faults":["status=5"]}`, 400, `\"5\" is not a whole number`},
		{"POST /_hub/faults", `{}`, 400, "send"},
		{"POST /_hub/faults", `{"faults":[]} x`, 400, "goes on"},
		{"GET /_hub/faults", "", 200, `{"faults":["status=502,count=3","drop"]}`},
		{"POST /_hub/faults", `{"faults":[]}`, 200, `{"faults":[]}`},
		{"DELETE /_hub/faults", "", 200, `{"faults":[]}`},
		{"POST /_hub/drain", "", 400, "no webhooks"},
		{"GET /_hub/repos/acme", "", 404, "no control"},
	}
	for _, step := range steps {
		method, path, _ := strings.Cut(step.request, " ")
		request, err := http.NewRequest(method, server.URL+path, bytes.NewBufferString(step.body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != step.status || !strings.Contains(string(body), step.want) {
			t.Errorf("%s %s: got %d %s, want %d %s", step.request, step.body, response.StatusCode, body, step.status, step.want)
		}
	}
}
