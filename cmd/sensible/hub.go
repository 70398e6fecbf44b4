package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

const (
	// hubGrace is how long requests in flight may take once the hub was told to stop.
	hubGrace = 5 * time.Second
	// hubHeaderTimeout is how long a client may take to say what it wants.
	hubHeaderTimeout = 10 * time.Second
)

// hubFlags are the flags of the hub command.
type hubFlags struct {
	listen, seed, log, webhookLog string
	latency                       time.Duration
	faults                        []string
	validate                      bool
}

// newHubCommand runs the in-memory GitHub alone, until it is interrupted.
func newHubCommand() *cobra.Command {
	var flags hubFlags
	cmd := &cobra.Command{
		Use:   "hub",
		Short: "Run the in-memory GitHub alone",
		Long: "Run an in-memory GitHub: REST at / and /api/v3/, GraphQL at /graphql, git at\n" +
			"/<owner>/<repo>.git, signed webhooks to the Apps of the seed. Nothing is kept when it ends.\n\n" +
			"It prints the address where it listens, and stops at the first interrupt. Its remote\n" +
			"control is at /_hub/: faults, clock, summary, drain.\n\n" +
			"A fault is key=value pairs with commas: status, drop or delay, with when=before|after,\n" +
			"match (method and path, or a GraphQL operation), count, every, retry-after; or stale=K,\n" +
			"limits=github, primary=N, webhooks=drop|double|reorder|late:2h, down=60m.",
		Example: "  sensible hub --listen 127.0.0.1:8081 --seed seed.yml\n" +
			"  sensible hub --seed seed.yml --fault 'status=502,when=after,match=POST /repos/*,count=3'",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runHub(cmd.Context(), cmd.OutOrStdout(), flags) },
	}
	cmd.Flags().StringVar(&flags.listen, "listen", "127.0.0.1:8081", "address to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&flags.seed, "seed", "", "YAML or JSON `FILE` with what GitHub holds at the start")
	cmd.Flags().DurationVar(&flags.latency, "latency", 0, "time slept before each request, such as 80ms")
	cmd.Flags().StringArrayVar(&flags.faults, "fault", nil, "misbehave as `SPEC` says, such as status=502,when=after,count=3 (repeatable)")
	cmd.Flags().BoolVar(&flags.validate, "validate", false, "hold each REST request and answer against GitHub's contract")
	cmd.Flags().StringVar(&flags.log, "log", "", "write a JSON line for each request to `FILE`")
	cmd.Flags().StringVar(&flags.webhookLog, "webhook-log", "", "write a JSON line for each webhook to `FILE`")
	return cmd
}

func runHub(ctx context.Context, stdout io.Writer, flags hubFlags) error {
	options, closeLogs, err := flags.options()
	if err != nil {
		return err
	}
	defer closeLogs()
	h, err := hub.New(options)
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	defer h.Close()
	listener, err := net.Listen("tcp", flags.listen)
	if err != nil {
		return exitError{exitFound, fmt.Sprintf("cannot listen on %s: %v; choose another with --listen", flags.listen, err)}
	}
	url := reachable(listener.Addr())
	h.SetURL(url)
	if _, err := fmt.Fprintln(stdout, url); err != nil {
		_ = listener.Close()
		return exitError{exitFound, "cannot print the address: " + err.Error()}
	}
	return serveHub(ctx, listener, h.Handler())
}

// reachable is the address to give to clients on this machine: one that listens everywhere is reached on loopback.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// options turns flags into the hub's, and says what is wrong with them before anything starts.
func (f hubFlags) options() (o hub.Options, closeLogs func(), err error) {
	o = hub.Options{Latency: f.latency, Faults: f.faults, Validate: f.validate}
	if f.latency < 0 {
		return o, nil, exitError{exitUsage, "--latency is a length of time and cannot be negative"}
	}
	for _, spec := range f.faults {
		if _, err := faults.Parse(spec); err != nil {
			return o, nil, exitError{exitUsage, "--fault: " + err.Error()}
		}
	}
	if f.seed != "" {
		if o.Seed, err = seed.Load(f.seed); err != nil {
			return o, nil, exitError{exitFound, err.Error()}
		}
	}
	var files []*os.File
	closeLogs = func() {
		for _, file := range files {
			_ = file.Close()
		}
	}
	for _, log := range []struct {
		path string
		into *io.Writer
	}{{f.log, &o.Log}, {f.webhookLog, &o.WebhookLog}} {
		if log.path == "" {
			continue
		}
		file, err := os.OpenFile(log.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			closeLogs()
			return o, nil, exitError{exitFound, "cannot write the log: " + err.Error()}
		}
		files, *log.into = append(files, file), file
	}
	return o, closeLogs, nil
}

// serveHub serves until the context ends, then lets requests in flight finish.
func serveHub(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: hubHeaderTimeout}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return exitError{exitFound, "the hub stopped: " + err.Error()}
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), hubGrace)
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		_ = server.Close() // who is still talking has had its time
	}
	return nil
}
