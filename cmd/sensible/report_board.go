package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/boardview"
	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/sandbox"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// withBoard gives the report the flag --board: the matrix of action items instead of the key times.
func withBoard(cmd *cobra.Command, r *remote, f *reportFlags) {
	board := cmd.Flags().Bool("board", false, "the action items by importance and urgency (md, svg or json)")
	times := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !*board {
			return times(cmd, args)
		}
		return boardReport(cmd, r, *f)
	}
}

func boardReport(cmd *cobra.Command, r *remote, f reportFlags) error {
	if !strings.Contains(" md svg json ", " "+f.format+" ") {
		return exitError{exitUsage, fmt.Sprintf("--board: --format %s is none of md, svg, json", f.format)}
	}
	var in boardview.Input
	var err error
	switch {
	case f.input != "" && *r.repo != "":
		return exitError{exitUsage, "--input and --repo are two places: name one"}
	case f.input != "":
		in, err = boardOfFile(f.input, cmd.InOrStdin())
	case r.name() != "":
		in, err = r.boardOf(cmd.Context())
	default:
		return exitError{exitUsage, "name the board: sensible report --board --repo owner/name, or --input board.json"}
	}
	if err != nil {
		return err
	}
	if f.language != "" {
		in.Language = f.language
	}
	return printBoard(cmd.OutOrStdout(), in, f.format)
}

func printBoard(out io.Writer, in boardview.Input, format string) error {
	write := boardview.Markdown
	switch format {
	case "json":
		return printJSON(out, boardview.Arrange(in))
	case "svg":
		write = boardview.SVG
	}
	text, err := write(in)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, strings.TrimRight(text, "\n")+"\n")
	return err
}

// boardOfFile reads a board.json, as `demo --out` writes it, or an exported issue, as `replay` reads it.
func boardOfFile(name string, stdin io.Reader) (boardview.Input, error) {
	in := boardview.Input{Capacity: policy.Default(2).Followups.CapacityDays, Title: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))}
	text, err := readFile(name, stdin)
	if err != nil {
		return in, exitError{exitFound, fmt.Sprintf("cannot read %s: %s", name, plainReason(err))}
	}
	var file struct {
		Items []sandbox.BoardItem `json:"items"`
		Issue json.RawMessage     `json:"issue"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return in, exitError{exitFound, fmt.Sprintf("%s: %v; want a board.json with {\"items\": [{\"title\", \"fields\"}]}, or an exported issue", name, err)}
	}
	if len(file.Issue) > 0 {
		return boardOfExport(name, text, in)
	}
	if file.Items == nil {
		return in, exitError{exitFound, name + ": there are no \"items\" in it, and no \"issue\": want a board.json, or an exported issue"}
	}
	for _, it := range file.Items {
		in.Items = append(in.Items, boardItem(it.Title, "", it.Fields, true))
	}
	return in, nil
}

// boardOfExport takes the action items of one incident.
func boardOfExport(name string, text []byte, in boardview.Input) (boardview.Input, error) {
	file, err := export.Read(name, text)
	if err != nil {
		return in, exitError{exitFound, err.Error()}
	}
	result, err := replayFile(file, ledger.Keyring{})
	if err != nil {
		return in, exitError{exitFound, fmt.Sprintf("%s: %v", name, err)}
	}
	if cfg, problems := policy.Parse(policy.File, []byte(file.Config)); !problems.Errors() {
		in.Capacity, in.Language = cfg.Followups.CapacityDays, cfg.Language
	}
	in.Title = file.Issue.Title
	for _, a := range result.ActionItems {
		in.Items = append(in.Items, boardview.Item{
			Title: a.Title, Importance: a.Importance, Size: a.Size, Urgency: a.Urgency, Confidence: a.Confidence, Stage: a.Stage, Kind: a.Kind, Due: value(a.Due),
		})
	}
	return in, nil
}

// boardOf reads the board that the repository's settings name; where none can be had, the labels that stand in for it.
func (r *remote) boardOf(ctx context.Context) (boardview.Input, error) {
	c, err := r.open(ctx)
	if err != nil {
		return boardview.Input{}, err
	}
	cfg, _, err := c.policy(ctx)
	if err != nil {
		return boardview.Input{}, exitError{exitFound, err.Error()}
	}
	repo := c.access.Repository
	in := boardview.Input{Title: cfg.Followups.Board, Language: cfg.Language, Capacity: cfg.Followups.CapacityDays}
	board, err := c.client.BoardCards(ctx, repo.Owner, cfg.Followups.Board)
	if err != nil {
		return in, exitError{exitFound, err.Error()}
	}
	var cards []snapshot.BoardCard
	if board != nil {
		cards, in.Title = board.Cards, board.Title
	} else {
		in.Title = repo.FullName()
		options := func(field string) []string { return plan.BoardOptions(field, cfg) }
		if cards, err = c.client.LabelledItems(ctx, c.access.Key.Installation, repo.FullName(), plan.ActionLabel, options); err != nil {
			return in, exitError{exitFound, err.Error()}
		}
	}
	for _, card := range cards {
		in.Items = append(in.Items, boardItem(card.Title, card.URL, card.Fields, card.Open))
	}
	return in, nil
}

// value is what an optional text says.
func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// boardItem reads the fields of one item, by our names.
func boardItem(title, url string, fields map[string]string, open bool) boardview.Item {
	return boardview.Item{
		Title: title, URL: url, Incident: fields["Incident"], Importance: fields["Importance"], Size: fields["Size"], Urgency: fields["Urgency"],
		Confidence: fields["Confidence"], Kind: fields["Kind"], Stage: fields["Stage"], Due: fields["Due"], Settled: !open,
	}
}
