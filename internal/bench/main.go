// Command bench measures the server against its goals and against two peers, all in one run on one machine: go-githubapp
// (Go) and Probot (Node), each doing for a command what a plain bot does: look up the permission, set a label, react. It
// prints a table with ratios and writes it to RESULTS.md.
//
//	go run ./internal/bench [-short] [-out internal/bench/RESULTS.md]
//
// It is not a test and fails nothing: figures of a shared machine are noisy, so compare ratios. It measures no correctness
// (the kill tests of cmd/sensible do), and never touches the live GitHub.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// plan is how long and how much is measured.
type plan struct {
	commands int           // posted one after the other
	apart    time.Duration // between two of them
	bursts   int           // deliveries for the intake
	stalled  [2]int        // deliveries and commands while the API stands still
	latency  time.Duration // of the API
}

func main() {
	short := flag.Bool("short", false, "a tenth of the work, to see that it runs")
	out := flag.String("out", "internal/bench/RESULTS.md", "`FILE` for the table; empty = only print it")
	node := flag.String("node-modules", ".cache/strangers/node_modules", "`FOLDER` with Probot; where it is missing, Probot is left out and the table says so")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := plan{commands: 300, apart: 200 * time.Millisecond, bursts: 20_000, stalled: [2]int{5000, 3000}, latency: 80 * time.Millisecond}
	if *short {
		p = plan{commands: 30, apart: 200 * time.Millisecond, bursts: 2000, stalled: [2]int{500, 300}, latency: 80 * time.Millisecond}
	}
	if err := run(ctx, p, *node, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures each contender in turn and prints what came of it.
func run(ctx context.Context, p plan, node, out string) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	all, err := contenders(ctx, dir, node)
	if err != nil {
		return err
	}
	var results []result
	for _, c := range all {
		fmt.Fprintf(os.Stderr, "measuring %s\n", c.name)
		r, err := measure(ctx, p, c, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		results = append(results, r)
	}
	text := table(results)
	fmt.Print(text)
	if out == "" {
		return nil
	}
	return os.WriteFile(out, []byte(text), 0o600)
}
