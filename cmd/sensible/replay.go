package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/timeline"
)

func newReplayCommand() *cobra.Command {
	var format, keyFile string
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Run the pure core on an exported issue: state, timeline, plan",
		Long: "Reads an issue, its comments and events in GitHub's own JSON (as `gh api` prints them) and says what Sensible\n" +
			"makes of it. FILE may be - for standard input. Nothing is sent anywhere.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exitError{exitUsage, "replay takes one file, or - for standard input: sensible replay FILE"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return exitError{exitUsage, fmt.Sprintf("--format %s is neither text nor json", format)}
			}
			text, err := readFile(args[0], cmd.InOrStdin())
			if err != nil {
				return exitError{exitFound, fmt.Sprintf("cannot read %s: %s; name another file (sensible replay FILE), or - for standard input", args[0], plainReason(err))}
			}
			ring, err := keyringFile(keyFile)
			if err != nil {
				return exitError{exitFound, err.Error()}
			}
			file, err := export.Read(args[0], text)
			if err != nil {
				return exitError{exitFound, err.Error()}
			}
			result, err := replayFile(file, ring)
			if err != nil {
				return exitError{exitFound, err.Error()}
			}
			if format == "json" {
				return printJSON(cmd.OutOrStdout(), result)
			}
			_, err = io.WriteString(cmd.OutOrStdout(), result.Text())
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().StringVar(&keyFile, "private-key", "", "the App's private key (PEM), to verify a ledger in the file")
	return cmd
}

// replayFile runs open → judge → fold → plan on an export.
func replayFile(file export.File, ring ledger.Keyring) (export.Result, error) {
	w := file.World()
	cfg, problems := policy.Parse(policy.File, []byte(file.Config))
	if problems.Errors() {
		cfg = policy.Default(1)
	}
	var l ledger.Ledger
	if !ring.Current.IsZero() {
		l = replay.Open(w, ring, nil)
	}
	l = replay.Judge(w, l, cfg, file.Now)
	result := export.NewResult(problems)
	if l.Version == 0 {
		return result, nil
	}
	incident := replay.Fold(l, w, cfg)
	if err := result.SetIncident(incident, cfg); err != nil {
		return result, err
	}
	if err := result.SetLedger(l, cfg); err != nil {
		return result, err
	}
	entries, err := timeline.Build(timeline.Input{World: w, Ledger: l, Incident: incident, Config: cfg})
	if err != nil {
		return result, err
	}
	p, err := plan.Make(plan.Input{
		World: w, Ledger: l, Incident: incident, Config: cfg, Broken: problems, Key: ring.Current, Timers: true, Now: file.Now,
	})
	if err != nil {
		return result, err
	}
	result.SetTimeline(entries)
	result.SetPlan(p)
	return result, nil
}

// readFile reads a file, or standard input for "-".
func readFile(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

// keyringFile reads the App's private key; without a file the keyring is empty.
func keyringFile(name string) (ledger.Keyring, error) {
	if name == "" {
		return ledger.Keyring{}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return ledger.Keyring{}, err
	}
	return ledgerKeys(settings{PrivateKey: text})
}

func printJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
