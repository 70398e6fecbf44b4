package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

const (
	stopWithin  = 8 * time.Second // of the ten that are promised: what is cut short then ends, too
	checkWithin = 30 * time.Second
	traceWithin = time.Second     // how long the last traces may take
	idleWithin  = 2 * time.Minute // how long a connection may say nothing
)

// newServeCommand is the App: webhook server, workers, timers.
func newServeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the App: receive webhooks, keep incidents up to date",
		Long: "Receive GitHub's webhooks at /webhook and keep every incident of the App's installations up to date.\n" +
			"Each flag can be an environment variable instead (in brackets).",
		Example: "  sensible serve --app-id 1234 --private-key app.pem --webhook-secret secret.txt\n" +
			"  sensible serve --check",
		Args: cobra.NoArgs,
	}
	flags := newSettingsFlags(cmd.Flags())
	check := cmd.Flags().Bool("check", false, "test the settings against GitHub and exit")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := flags.resolve()
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		log, err := newLogger(cmd.ErrOrStderr(), s)
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		if *check {
			return checkSettings(cmd, s, log)
		}
		return serve(cmd.Context(), s, appDeps{Log: log})
	}
	return cmd
}

// serve runs an app on its database until ctx ends.
func serve(ctx context.Context, s settings, d appDeps) (err error) {
	if d.Store, err = openStore(ctx, s, d); err != nil {
		return exitError{exitFound, err.Error()}
	}
	a, err := newApp(s, d)
	if err != nil {
		_ = d.Store.Close()
		return exitError{exitUsage, err.Error()}
	}
	stop, err := startTracing(ctx)
	if err != nil {
		_ = d.Store.Close()
		return exitError{exitUsage, err.Error()}
	}
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), traceWithin)
		defer cancel()
		_ = stop(last) // a collector that is away has missed more than that
	}()
	return a.serve(ctx)
}

// serve runs until ctx ends, then stops within ten seconds.
func (a *app) serve(ctx context.Context) error {
	listener, err := net.Listen("tcp", a.set.Listen)
	if err != nil {
		_ = a.queue.Store().Close()
		return exitError{exitFound, fmt.Sprintf("cannot listen: %v; choose another address with --listen", err)}
	}
	server := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: idleWithin, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn)}
	failed, started := make(chan error, 1), make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	// The workers outlive ctx, so that what runs can finish; Stop ends them. What is delivered is kept while the start goes on.
	running, halt := context.WithCancel(context.WithoutCancel(ctx))
	defer halt()
	go func() { started <- a.Start(running) }()
	a.log.Info("listening", "address", listener.Addr().String(), "github", a.set.GitHubURL)
	starting, err := a.attend(ctx, started, failed)
	if starting {
		halt()                                     // what a start looks for is found by the next one
		if broken := <-started; ctx.Err() == nil { // else it was told to stop
			err = errors.Join(err, broken)
		}
	}
	if err != nil {
		_ = errors.Join(server.Close(), a.queue.Store().Close())
		return exitError{exitFound, err.Error()}
	}
	a.log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := errors.Join(server.Shutdown(grace), a.Stop(grace)); err != nil {
		a.log.Warn("some work was cut short; it is done after the next start", "error", err.Error())
	}
	return nil
}

// attend waits for the start, and then for the end that ctx is; an error is an end that nobody asked for.
func (a *app) attend(ctx context.Context, started, failed <-chan error) (starting bool, err error) {
	for starting = true; ; {
		select {
		case err := <-started:
			if err != nil {
				return false, err
			}
			starting, started = false, nil
			go a.heartbeat(ctx)
		case err := <-failed:
			return starting, fmt.Errorf("the server stopped: %w", err)
		case <-ctx.Done():
			return starting, nil
		}
	}
}
