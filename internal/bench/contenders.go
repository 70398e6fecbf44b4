package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// contender is a program that answers webhooks.
type contender struct {
	name string
	// argv starts it; settings come by environment.
	argv []string
	// own: it is this project's server, of which more is measured.
	own bool
}

// contenders builds the programs. A peer that cannot be had is left out.
func contenders(ctx context.Context, dir, node string) ([]contender, error) {
	sensible := filepath.Join(dir, "sensible")
	if err := build(ctx, ".", sensible, "./cmd/sensible"); err != nil {
		return nil, err
	}
	all := []contender{{name: "sensible", argv: []string{sensible, "serve"}, own: true}}
	peer := filepath.Join(dir, "githubapp")
	if err := build(ctx, "internal/bench/peers/githubapp", peer, "."); err != nil {
		fmt.Fprintln(os.Stderr, "go-githubapp is left out:", err)
	} else {
		all = append(all, contender{name: "go-githubapp", argv: []string{peer}})
	}
	modules, err := filepath.Abs(node)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(modules, "probot")); err != nil {
		fmt.Fprintln(os.Stderr, "Probot is left out:", err)
		return all, nil
	}
	bot, err := os.ReadFile("internal/bench/peers/probot/bot.mjs")
	if err != nil {
		return nil, err
	}
	// A module finds its libraries beside itself, so it is put there.
	path := filepath.Join(filepath.Dir(modules), "bench-bot.mjs")
	if err := os.WriteFile(path, bot, 0o600); err != nil {
		return nil, err
	}
	return append(all, contender{name: "Probot", argv: []string{"node", path}}), nil
}

func build(ctx context.Context, dir, out, what string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, what) // #nosec G204 -- our own paths
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	return cmd.Run()
}
