package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/sandbox"
)

func newDemoCommand() *cobra.Command {
	var script bool
	var out string
	cmd := &cobra.Command{
		Use:   "demo --script",
		Short: "Play a real outage on an in-memory GitHub, with the real app",
		Long: "Starts an in-memory GitHub and the app on loopback ports and plays a real outage in virtual time: people act\n" +
			"through GitHub's API with their own tokens, the app answers to webhooks. Prints who did what and what the app\n" +
			"answered. Exits 1 if a step did not hold. Needs git, no account and no network.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !script {
				return exitError{exitUsage, "demo plays its story with --script; add --out DIR to keep what it makes"}
			}
			return playStory(cmd.Context(), "nuget-9218", out, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&script, "script", false, "play the standard story in virtual time and print it")
	cmd.Flags().StringVar(&out, "out", "", "write story, issue, card, postmortem, board and both logs into `DIR`")
	return cmd
}

// playStory plays one story and writes what it made into dir, where one is given.
func playStory(ctx context.Context, name, dir string, stdout io.Writer) error {
	story, err := sandbox.LoadStory(name)
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return exitError{exitFound, err.Error()}
		}
	}
	world, err := openDemo(ctx, story)
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	defer world.close()
	var told bytes.Buffer
	player := sandbox.NewPlayer(story, world.stage(), io.MultiWriter(stdout, &told))
	playErr := player.Play(ctx)
	if playErr == nil {
		playErr = world.idleWritesNothing(ctx, player)
	}
	_, _ = io.WriteString(io.MultiWriter(stdout, &told), sandbox.Cost(world.requests.bytes()))
	if dir != "" {
		if err := writeDemo(ctx, dir, world, player, told.Bytes()); err != nil && playErr == nil {
			playErr = err
		}
	}
	violations := world.hub.Violations()
	switch {
	case len(violations) > 0:
		return exitError{exitFound, fmt.Sprintf("%d calls broke GitHub's contract, the first: %v", len(violations), violations[0])}
	case playErr != nil:
		return exitError{exitFound, "the story broke off: " + playErr.Error()}
	case player.Failed() > 0:
		return exitError{exitFound, fmt.Sprintf("%d steps did not hold (see DID NOT HOLD above)", player.Failed())}
	}
	_, err = fmt.Fprintf(stdout, "\nEvery step held. A second look at the incident wrote nothing.\n")
	return err
}

// writeDemo writes the files of the outer contract.
func writeDemo(ctx context.Context, dir string, world *demoWorld, p *sandbox.Player, story []byte) error {
	files := map[string]func() ([]byte, error){
		"story.md":       func() ([]byte, error) { return story, nil },
		"requests.jsonl": func() ([]byte, error) { return world.requests.bytes(), nil },
		"webhooks.jsonl": func() ([]byte, error) { return world.webhooks.bytes(), nil },
	}
	if p.Issue() != 0 {
		files["issue.json"] = func() ([]byte, error) { return p.Export(ctx) }
		files["card.md"] = func() ([]byte, error) { return text(p.Card(ctx)) }
		files["postmortem.md"] = func() ([]byte, error) { return text(p.Postmortem(ctx)) }
		files["board.json"] = func() ([]byte, error) {
			board, err := p.Board(ctx)
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			err = printJSON(&b, board)
			return b.Bytes(), err
		}
	}
	for name, content := range files {
		data, err := content()
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func text(s string, err error) ([]byte, error) { return []byte(s), err }
