package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/policy"
)

// mostPolicyBytes is where reading stops: above what policy.Parse takes, so that it tells so itself.
const mostPolicyBytes = 1 << 20

// newValidateCommand checks a policy file. Each problem is one line `file:line:col: message` on
// standard output. It exits 0 where the file can be used (warnings included), 1 where it has errors
// or cannot be read, 2 for wrong usage.
func newValidateCommand() *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:   "validate [FILE]",
		Short: "Check a " + policy.File,
		Long: "Check a " + policy.File + " (FILE, or - for standard input).\n\n" +
			"Prints one line for each problem: file:line:col: message. Exits 0 if the file can be\n" +
			"used, also with warnings; 1 if it has errors or cannot be read; 2 for wrong usage.",
		Example: "  sensible validate\n  sensible validate config/sensible.yml\n  sensible validate --schema > sensible.schema.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return exitError{exitUsage, "validate takes one file: run it once for each"}
			}
			if schema && len(args) > 0 {
				return exitError{exitUsage, "validate --schema takes no file: remove " + args[0]}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if schema {
				_, err := cmd.OutOrStdout().Write(policy.Schema())
				return err
			}
			file := policy.File
			if len(args) == 1 {
				file = args[0]
			}
			return validate(cmd, file)
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the file")
	return cmd
}

// validate prints what is wrong with one file.
func validate(cmd *cobra.Command, file string) error {
	text, err := readPolicy(cmd.InOrStdin(), file)
	if err != nil {
		return exitError{exitFound, fmt.Sprintf("cannot read %s: %s; name another file (sensible validate FILE), or - for standard input", file, plainReason(err))}
	}
	_, problems := policy.Parse(displayName(file), text)
	for _, p := range problems {
		fmt.Fprintln(cmd.OutOrStdout(), p)
	}
	if problems.Errors() {
		return exitError{code: exitFound}
	}
	return nil
}

func readPolicy(stdin io.Reader, file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(io.LimitReader(stdin, mostPolicyBytes))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, mostPolicyBytes))
}

func displayName(file string) string {
	if file == "-" {
		return "<stdin>"
	}
	return file
}

// plainReason is the cause without the path, which the line names already.
func plainReason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
