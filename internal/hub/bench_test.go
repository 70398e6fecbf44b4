package hub_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// BenchmarkASimpleRead is one issue, read over loopback without validation. The median is to be under 1 ms.
func BenchmarkASimpleRead(b *testing.B) {
	h, err := hub.New(hub.Options{Logger: slog.New(slog.DiscardHandler), Seed: &seed.Seed{
		Users: []seed.User{{Login: "aiko", Token: "t-aiko"}},
		Repositories: []seed.Repository{{FullName: "acme/shop", Private: true, Collaborators: map[string]string{"aiko": "admin"},
			Issues: []seed.Issue{{Title: "One", User: "aiko"}}}},
	}})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(h.Handler())
	defer func() { server.Close(); h.Close() }()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/repos/acme/shop/issues/1", nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer t-aiko")
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		resp, err := http.DefaultClient.Do(req)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp, err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
}

// BenchmarkTenThousandIssues is what 10,000 issues with ten comments each take. It is to be under 500 MB.
func BenchmarkTenThousandIssues(b *testing.B) {
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		h, err := hub.New(hub.Options{Logger: slog.New(slog.DiscardHandler), Seed: &seed.Seed{
			Repositories: []seed.Repository{{FullName: "acme/shop", Collaborators: map[string]string{"aiko": "admin"}}},
		}})
		if err != nil {
			b.Fatal(err)
		}
		fill(b, h.Store(), 10_000, 10)
		runtime.GC()
		runtime.ReadMemStats(&after)
		h.Close()
		runtime.KeepAlive(h)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
}

// fill writes issues with comments and labels in GitHub's usual lengths.
func fill(b *testing.B, st *store.Store, issues, comments int) {
	b.Helper()
	st.Update(func() {
		r := st.Repository("acme/shop")
		aiko := store.OnBehalfOf(st.User("aiko"))
		for n := range issues {
			i, err := st.AddIssue(aiko, r, store.IssueInput{Title: fmt.Sprintf("Outage %d", n), Body: fmt.Sprintf("%d: %0300d", n, n), Labels: []string{"incident", "phase/closed"}})
			if err != nil {
				b.Fatal(err)
			}
			for k := range comments {
				if _, err := st.AddComment(aiko, i, fmt.Sprintf("comment %d: %0200d", k, n)); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
