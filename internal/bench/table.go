package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

func (w *world) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.hub.address+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "token token-aiko")
	resp, err := sender.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return json.NewDecoder(resp.Body).Decode(into)
}

// at is the value below which so many hundredths lie, in milliseconds; nearest rank.
func at(values []time.Duration, percent int) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := (percent*len(sorted) + 99) / 100
	return float64(sorted[max(n, 1)-1].Microseconds()) / 1000
}

// line is one figure: what it is called, its goal, and how it reads.
type line struct {
	name, goal, form string
	of               func(result) float64
}

var lines = []line{
	{"webhook to last write, p50, ms", "≤ 90", "%.0f", func(r result) float64 { return at(r.effect, 50) }},
	{"webhook to last write, p99, ms", "≤ 120", "%.0f", func(r result) float64 { return at(r.effect, 99) }},
	{"answer to a webhook, p50, ms", "≤ 3", "%.1f", func(r result) float64 { return at(r.answer, 50) }},
	{"answer to a webhook, p99, ms", "≤ 25", "%.1f", func(r result) float64 { return at(r.answer, 99) }},
	{"API calls per command", "1", "%.2f", func(r result) float64 { return r.calls }},
	{"intake, 16 senders, deliveries/s", "≥ 1,000", "%.0f", func(r result) float64 { return r.intake }},
	{"CPU per command, ms", "≤ 0.6 × go-githubapp", "%.1f", func(r result) float64 { return float64(r.cpu.Microseconds()) / 1000 }},
	{"idle, part of a core, %", "≤ 1", "%.1f", func(r result) float64 { return r.idle * 100 }},
	{"memory, idle, MiB", "≤ 48", "%.0f", func(r result) float64 { return r.memory }},
	{"memory after the intake, MiB", "≤ 80", "%.0f", func(r result) float64 { return r.stalled }},
	{"start until it answers, ms", "≤ 100", "%.0f", func(r result) float64 { return float64(r.start.Microseconds()) / 1000 }},
	{"commands without an effect", "0", "%.0f", func(r result) float64 { return float64(r.missing) }},
}

// table writes the figures with the ratio of ours to each peer's.
func table(results []result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Figures of the server\n\nMeasured on %s, %s, by `go run ./internal/bench`; commit %s. The machine is shared: compare the ratios.\n\n", time.Now().UTC().Format("2006-01-02"), machine(), commit())
	b.WriteString("| | goal |")
	for n, r := range results {
		fmt.Fprintf(&b, " %s |", r.name)
		if n > 0 {
			b.WriteString(" ratio |")
		}
	}
	b.WriteString("\n|---|---|" + strings.Repeat("--:|", 2*len(results)-1) + "\n")
	for _, l := range lines {
		fmt.Fprintf(&b, "| %s | %s |", l.name, l.goal)
		for n, r := range results {
			fmt.Fprintf(&b, " "+l.form+" |", l.of(r))
			if n > 0 {
				fmt.Fprintf(&b, " %s |", ratio(l.of(results[0]), l.of(r)))
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\nThe peers do for a command: look up the permission, set the label, react. Ours also writes the ledger and the card.\n")
	return b.String()
}

func ratio(ours, theirs float64) string {
	if theirs == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", ours/theirs)
}

func machine() string {
	return fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}

func commit() string {
	out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
