package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/when"
)

const (
	inboxWithin = 15 * time.Second
	inboxMost   = 10000 // rows that a list shows at most
)

// inboxFlags are those of all its subcommands.
type inboxFlags struct {
	database, format string
}

// newInboxCommand looks into the deliveries of a server, which may run meanwhile.
func newInboxCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "inbox",
		Short: "Look into the server's deliveries, and have one worked on again",
		Long: "The server keeps every delivery that concerns an incident for seven days. These commands read its\n" +
			"database, beside the server or without it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	f := &inboxFlags{}
	def := "sqlite:sensible.db"
	for _, s := range settingsTable {
		if s.flag == "database" {
			cmd.PersistentFlags().StringVar(&f.database, s.flag, s.def, s.usage+" ["+s.env+"]")
			def = s.def
		}
	}
	cmd.PersistentFlags().StringVar(&f.format, "format", "text", "text or json")
	cmd.AddCommand(newInboxListCommand(f, def), newInboxShowCommand(f, def), newInboxRetryCommand(f, def))
	return cmd
}

// open opens the database beside the server, with the environment's name of it where the flag is not given.
func (f *inboxFlags) open(cmd *cobra.Command, def string) (context.Context, *queue.Store, func(), error) {
	if f.format != "text" && f.format != "json" {
		return nil, nil, nil, exitError{exitUsage, fmt.Sprintf("--format: %q is neither text nor json", f.format)}
	}
	if f.database == def && !cmd.Flags().Changed("database") {
		if v := environment("SENSIBLE_DATABASE"); v != "" {
			f.database = v
		}
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), inboxWithin)
	store, err := queue.Beside(ctx, f.database)
	if err != nil {
		cancel()
		return nil, nil, nil, exitError{exitFound, err.Error()}
	}
	return ctx, store, func() { _ = store.Close(); cancel() }, nil
}

func newInboxListCommand(f *inboxFlags, def string) *cobra.Command {
	var failed, unreadable, waiting bool
	var since, event string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "List the deliveries, the newest first", Args: cobra.NoArgs,
		Example: "  sensible inbox list --failed\n  sensible inbox list --since 2h --format json",
	}
	flags := cmd.Flags()
	flags.BoolVar(&failed, "failed", false, "only those whose work fails and is tried again")
	flags.BoolVar(&unreadable, "unreadable", false, "only those that are signed and cannot be read")
	flags.BoolVar(&waiting, "waiting", false, "only those whose work has not been done yet")
	flags.StringVar(&since, "since", "", "only those that came after: 2h, 3d, \"10:05 JST\", 2026-11-22T10:05Z")
	flags.StringVar(&event, "event", "", "only those of this event, such as issue_comment")
	flags.IntVar(&limit, "limit", 100, "at most so many")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		after, err := sinceTime(since, time.Now())
		if err != nil || limit < 1 {
			return exitError{exitUsage, strings.TrimSpace(fmt.Sprint(inboxUsage(err, "--limit: give a number over 0")))}
		}
		filters := []queue.Filter{}
		for state, on := range map[queue.State]bool{queue.Failing: failed, queue.Unreadable: unreadable, queue.Waiting: waiting} {
			if on {
				filters = append(filters, queue.Filter{State: state, Event: event, Limit: inboxMost})
			}
		}
		if len(filters) == 0 {
			filters = append(filters, queue.Filter{Event: event, Limit: inboxMost})
		}
		ctx, store, done, err := f.open(cmd, def)
		if err != nil {
			return err
		}
		defer done()
		list, err := inboxListed(ctx, store, filters, after, limit)
		if err != nil {
			return exitError{exitFound, err.Error()}
		}
		return f.printList(cmd.OutOrStdout(), list)
	}
	return cmd
}

func inboxUsage(err error, text string) string {
	if err != nil {
		return err.Error()
	}
	return text
}

// sinceTime reads "2h" and "3d" as so long ago, and anything else as a point in time.
func sinceTime(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if seconds, ok := when.ParseSpan(text); ok {
		return now.Add(-time.Duration(seconds) * time.Second), nil
	}
	got, err := when.Parse(text, when.Context{Now: now, Zones: []*time.Location{time.Local}})
	if err != nil {
		return time.Time{}, fmt.Errorf("--since: %w", err)
	}
	return got.At, nil
}

func newInboxShowCommand(f *inboxFlags, def string) *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "Show one delivery: what became of it, and what it carried", Args: oneDelivery,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, store, done, err := f.open(cmd, def)
			if err != nil {
				return err
			}
			defer done()
			one, found, err := store.Delivery(ctx, args[0])
			switch {
			case err != nil:
				return exitError{exitFound, err.Error()}
			case !found:
				return noDelivery(args[0])
			}
			return f.printOne(cmd.OutOrStdout(), one)
		},
	}
}

func newInboxRetryCommand(f *inboxFlags, def string) *cobra.Command {
	return &cobra.Command{
		Use: "retry ID", Short: "Have the work of a delivery done once more, by the server", Args: oneDelivery,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, store, done, err := f.open(cmd, def)
			if err != nil {
				return err
			}
			defer done()
			one, found, err := store.Delivery(ctx, args[0])
			if err == nil && found && one.Unreadable != "" {
				return exitError{exitFound, fmt.Sprintf("delivery %s cannot be read, so there is nothing to do; look at it with: sensible inbox show %s", args[0], args[0])}
			}
			if err == nil && found {
				found, err = store.Retry(ctx, args[0])
			}
			switch {
			case err != nil:
				return exitError{exitFound, err.Error()}
			case !found:
				return noDelivery(args[0])
			}
			return f.printRetried(cmd.OutOrStdout(), args[0])
		},
	}
}

func oneDelivery(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exitError{exitUsage, "name one delivery by its id; sensible inbox list shows them"}
	}
	return nil
}

func noDelivery(id string) error {
	return exitError{exitFound, fmt.Sprintf("there is no delivery %s: it concerned no incident, never came, or is older than seven days", id)}
}

// inboxListed are the deliveries that a list shows.
func inboxListed(ctx context.Context, store *queue.Store, filters []queue.Filter, after time.Time, limit int) ([]queue.Status, error) {
	var out []queue.Status
	for _, filter := range filters {
		list, err := store.Deliveries(ctx, filter)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return newestFirst(out, after, limit), nil
}

// inboxAbout are the issues that a delivery wants looked at, as people call them.
func inboxAbout(s queue.Status) []string {
	out := []string{}
	for _, w := range s.Works {
		var k reconcile.Key
		if json.Unmarshal(w.Body, &k) == nil {
			out = append(out, k.String())
		}
	}
	return out
}

func (f *inboxFlags) printRetried(out io.Writer, id string) error {
	text := fmt.Sprintf("delivery %s is worked on again by the server\n", id)
	if f.format == "json" {
		text = fmt.Sprintf("{\"id\": %q, \"retried\": true}\n", id)
	}
	_, err := io.WriteString(out, text)
	return err
}
