package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ensureBoard makes the Projects board that was asked for, once the settings that want it are merged: before, nothing happens.
func ensureBoard(ctx context.Context, cmd *cobra.Command, far *connection, done setup.Outcome) error {
	out := cmd.OutOrStdout()
	cfg, problems := policy.Parse(policy.File, []byte(done.Merged))
	if done.Merged == "" || problems.Errors() || cfg.Effective().ActionItems != policy.ActionBoard {
		fmt.Fprintln(out, "the board is made once this is merged: by the first action item, or by running this again")
		return nil
	}
	report, err := far.client.EnsureBoard(ctx, far.access.Repository.Owner, cfg)
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	if report.Why != "" {
		return exitError{exitFound, fmt.Sprintf("the board %q: %s", cfg.Followups.Board, noBoard(report.Why))}
	}
	fmt.Fprintf(out, "the board %q is set up: %s\n", cfg.Followups.Board, report.URL)
	return nil
}

// noBoard says what to do where there is no board to use.
func noBoard(why snapshot.NoBoard) string {
	switch why {
	case snapshot.NoBoardUser:
		return "boards of a person's account cannot be reached by an App or a workflow: action items stay issues with labels; an organisation's board works"
	case snapshot.NoBoardToken:
		return "this token reaches no board: run this with a token that has the scope project, or as the App"
	case snapshot.NoBoardPermission:
		return "these credentials may not write to it: give them organization_projects: write"
	case snapshot.NoBoardClosed:
		return "it is closed: open it again, or name another in followups.board"
	}
	return "this GitHub has no boards that a program can use: action items stay issues with labels"
}
