package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/policy"
)

// newConfigCommand is about the policy of a repository.
func newConfigCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "config", Short: "Explain the settings of a repository",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exitError{exitUsage, fmt.Sprintf("config has no command %q: sensible config explain KEY", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newExplainCommand())
	return cmd
}

// newExplainCommand says what a key is worth, where that comes from, what it does and what else may be written. It exits 0,
// 1 where the file has errors or cannot be read, 2 for a key that there is not.
func newExplainCommand() *cobra.Command {
	var file string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain KEY",
		Short: "What a setting is worth here, where that comes from, and what it does",
		Long: "Reads " + policy.File + " of this folder (or --file, or with --repo that of a repository and of its organisation)\n" +
			"and explains one key. Entries of lists are named by their name, or by their place: severities.sev1.page, severities[0].page.",
		Example: "  sensible config explain severities.sev1.update_every\n  sensible config explain nudges.rules.no_update.after --repo acme/shop",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exitError{exitUsage, "config explain takes one key: sensible config explain severities.sev1.update_every"}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "file", policy.File, "the `FILE` to read, or - for standard input")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	far := newRemote(cmd)
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return keyCompletions(file, typed), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, problems, err := explainedPolicy(cmd, far, file)
		if err != nil {
			return err
		}
		for _, p := range problems {
			fmt.Fprintln(cmd.ErrOrStderr(), p)
		}
		e, err := policy.Explain(cfg, args[0])
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		if err := printExplanation(cmd.OutOrStdout(), e, asJSON); err != nil {
			return exitError{exitFound, err.Error()}
		}
		if problems.Errors() {
			return exitError{exitFound, "the file has errors, so that none of it is used: the values shown are those without it"}
		}
		return nil
	}
	return cmd
}

// explainedPolicy is the policy that is meant: a repository's, else a file's; without a file the default.
func explainedPolicy(cmd *cobra.Command, far *remote, file string) (policy.Config, policy.Problems, error) {
	chosen := cmd.Flags().Changed("file")
	if *far.repo != "" && chosen {
		return policy.Config{}, nil, exitError{exitUsage, "--file and --repo name two policies: give one of them"}
	}
	if *far.repo != "" {
		con, err := far.open(cmd.Context())
		if err != nil {
			return policy.Config{}, nil, err
		}
		cfg, problems, err := con.policy(cmd.Context())
		if err != nil {
			return cfg, nil, exitError{exitFound, err.Error()}
		}
		return cfg, problems, nil
	}
	text, err := readPolicy(cmd.InOrStdin(), file)
	if err != nil && (chosen || !missing(err)) {
		return policy.Config{}, nil, exitError{exitFound, fmt.Sprintf("cannot read %s: %s; name another file with --file, or a repository with --repo", file, plainReason(err))}
	}
	cfg, problems := policy.Parse(displayName(file), text)
	return cfg, problems, nil
}

// keyCompletions are the keys that begin with what was typed, each with what it does.
func keyCompletions(file, typed string) []string {
	cfg := policy.Default(1)
	if text, err := readPolicy(strings.NewReader(""), file); err == nil && file != "-" {
		cfg, _ = policy.Parse(file, text)
	}
	var out []string
	for _, key := range policy.Keys(cfg) {
		if e, err := policy.Explain(cfg, key); err == nil && strings.HasPrefix(key, typed) {
			out = append(out, key+"\t"+e.Doc)
		}
	}
	return out
}

// explanationJSON is the shape of --json. What is absent is null.
type explanationJSON struct {
	Key     string    `json:"key"`
	Value   *string   `json:"value"` // as it could be written
	Origin  string    `json:"origin"`
	Where   *position `json:"where"`
	Stage   int       `json:"stage"`
	Doc     string    `json:"doc"`
	Legal   string    `json:"legal"`
	Default *string   `json:"default"`
	Note    *string   `json:"note"`
}

type position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func printExplanation(out io.Writer, e policy.Explanation, asJSON bool) error {
	if !asJSON {
		_, err := io.WriteString(out, explanationText(e))
		return err
	}
	j := explanationJSON{Key: e.Key, Origin: string(e.Origin), Stage: e.Stage, Doc: e.Doc, Legal: e.Legal, Value: orNull(e.Value), Default: orNull(e.Default), Note: orNull(e.Note)}
	if e.Default == "" {
		j.Default = j.Value // it is the default's already
		if e.Origin == policy.FromFile {
			j.Default = nil
		}
	}
	if e.Origin == policy.FromFile {
		j.Where = &position{e.At.File, e.At.Line, e.At.Column}
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(j)
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// explanationText is what a person reads: the value first.
func explanationText(e policy.Explanation) string {
	value := e.Value
	if value == "" {
		value = "(not set)"
	}
	lines := []string{e.Key + ": " + value, "  from     " + originWords(e)}
	if e.Default != "" {
		lines = append(lines, "  default  "+e.Default)
	}
	lines = append(lines, "  does     "+e.Doc, "  values   "+e.Legal)
	if e.Note != "" {
		lines = append(lines, "  note     "+e.Note)
	}
	return strings.Join(lines, "\n") + "\n"
}

func originWords(e policy.Explanation) string {
	switch e.Origin {
	case policy.FromFile:
		return fmt.Sprintf("%s:%d:%d", e.At.File, e.At.Line, e.At.Column)
	case policy.FromStage:
		return fmt.Sprintf("the preset of stage %d", e.Stage)
	case policy.FromNowhere:
		return "nowhere: nothing sets it, and it has no default"
	}
	return "the default"
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
