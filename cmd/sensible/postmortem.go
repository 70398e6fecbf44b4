package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/postmortem/lint"
	"github.com/sensible-im/sensible/internal/secret"
)

// mostDocumentBytes is where reading a document stops: far above what people write.
const mostDocumentBytes = 4 << 20

func newPostmortemCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "postmortem", Short: "Work on postmortems: lint",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exitError{exitUsage, "postmortem does not know " + args[0] + ": use postmortem lint FILE"}
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			return exitError{exitUsage, "say what to do: sensible postmortem lint FILE"}
		},
	}
	cmd.AddCommand(newPostmortemLintCommand())
	return cmd
}

// newPostmortemLintCommand reviews documents by the rules of package lint. It exits 1 where a failing rule fires or a file
// cannot be read, 2 for wrong usage; advice alone exits 0.
func newPostmortemLintCommand() *cobra.Command {
	var format, language string
	cmd := &cobra.Command{
		Use:   "lint FILE…",
		Short: "Review postmortems: empty sections, blame, secrets, broken links",
		Long: "Review postmortems (FILE, or - for standard input).\n\n" +
			"Prints one line for each finding: file:line:col: PM012 message. Exits 1 if a failing rule fires (PM030; PM001 once\n" +
			"the front matter says status: ready) or a file cannot be read; 2 for wrong usage; advice alone exits 0.\n\n" +
			"A comment waives a rule for its line and the next, or alone at the top for the document:\n" +
			"  <!-- sensible:allow PM012 the words of the customer -->",
		Example: "  sensible postmortem lint postmortems/2026/*.md\n  sensible postmortem lint --format sarif - < draft.md",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return exitError{exitUsage, "postmortem lint needs a file: sensible postmortem lint FILE, or - for standard input"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" && format != "sarif" {
				return exitError{exitUsage, fmt.Sprintf("--format %s is not known: use text, json or sarif", format)}
			}
			return lintFiles(cmd, args, format, language)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or sarif")
	cmd.Flags().StringVar(&language, "language", "en", "of the messages: en or ja")
	return cmd
}

// lintFiles reviews every file, also after one that cannot be read.
func lintFiles(cmd *cobra.Command, files []string, format, language string) error {
	findings, unread := []lint.Finding{}, []string{}
	for _, file := range files {
		text, err := readDocument(cmd.InOrStdin(), file)
		if err != nil {
			unread = append(unread, fmt.Sprintf("cannot read %s: %s; name another file, or - for standard input", file, plainReason(err)))
			continue
		}
		findings = append(findings, lint.Check(documentOf(file, string(text), language))...)
	}
	if err := printFindings(cmd.OutOrStdout(), findings, format, language); err != nil {
		return err
	}
	if len(unread) > 0 {
		return exitError{exitFound, strings.Join(unread, "; ")}
	}
	if lint.Failing(findings) {
		return exitError{code: exitFound}
	}
	return nil
}

func readDocument(stdin io.Reader, file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(io.LimitReader(stdin, mostDocumentBytes))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, mostDocumentBytes))
}

// documentOf hands the lint what it cannot get itself: the secrets, and which files exist. Standard input lies in the
// current folder.
func documentOf(file, text, language string) lint.Document {
	d := lint.Document{File: filepath.ToSlash(displayName(file)), Text: text, Language: language}
	for _, s := range secret.Find(text) {
		d.Secrets = append(d.Secrets, lint.Secret{Start: s.Start, End: s.End, Kind: s.Rule})
	}
	root := repositoryRoot(filepath.Dir(file))
	d.Exists = func(path string) bool {
		name := filepath.FromSlash(path)
		if strings.HasPrefix(path, "/") {
			if _, err := os.Stat(filepath.Join(root, name)); err == nil || !filepath.IsAbs(file) {
				return err == nil
			}
		}
		_, err := os.Stat(name)
		return err == nil
	}
	return d
}

// repositoryRoot is the nearest folder above that holds .git; without one, the current folder.
func repositoryRoot(dir string) string {
	abs, err := filepath.Abs(dir)
	for err == nil {
		if _, missing := os.Stat(filepath.Join(abs, ".git")); missing == nil {
			return abs
		}
		if parent := filepath.Dir(abs); parent != abs {
			abs = parent
			continue
		}
		break
	}
	return "."
}

func printFindings(out io.Writer, findings []lint.Finding, format, language string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(findings)
	case "sarif":
		text, err := lint.SARIF(findings, language, version)
		if err != nil {
			return err
		}
		_, err = out.Write(text)
		return err
	}
	for _, f := range findings {
		line := fmt.Sprintf("%s:%d:%d: %s %s", f.File, f.Line, f.Column, f.Rule, f.Text())
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}
