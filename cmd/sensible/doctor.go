package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/doctor"
)

// newDoctorCommand says what is well in a repository, what is not, why that matters, and the exact fix. It exits 0 where all
// is well, 1 where something is to be fixed, 2 for wrong usage.
func newDoctorCommand() *cobra.Command {
	var asJSON, fix bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is wrong with a repository's setup, why that matters, and the exact fix",
		Long: "Looks at a repository with the credentials given: permissions (each by a real call), webhook deliveries, labels,\n" +
			"the form, the settings, the board, the rota, pagers, and what else keeps Sensible from working.\n\n" +
			"✓ all is well   ! works, and less well than it could   ✗ does not work   – cannot be looked at here\n\n" +
			"Exits 0 if all is well, 1 if something is to be fixed. --fix mends what is safe to mend: labels, options of the form.",
		Example: "  sensible doctor --repo acme/shop\n  sensible doctor --repo acme/shop --fix\n  sensible doctor --repo acme/shop --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exitError{exitUsage, fmt.Sprintf("doctor takes no argument %q: name the repository with --repo owner/name", args[0])}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&fix, "fix", false, "mend what is safe to mend")
	far := newRemote(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		con, err := far.open(cmd.Context())
		if err != nil {
			return err
		}
		v := visit{connection: con, ctx: cmd.Context()}
		list, err := v.look()
		if err != nil {
			return exitError{exitFound, err.Error()}
		}
		mended := []string{}
		if fix {
			if err := con.writable("look at"); err != nil {
				return err
			}
			var failed error
			if mended, failed = v.mend(list); failed != nil {
				return exitError{exitFound, failed.Error()}
			}
			if len(mended) > 0 {
				if list, err = v.look(); err != nil {
					return exitError{exitFound, err.Error()}
				}
			}
		}
		return printDiagnosis(cmd.OutOrStdout(), list, mended, asJSON)
	}
	return cmd
}

// findingJSON is one finding in --json. What is absent is null.
type findingJSON struct {
	Check string  `json:"check"`
	Code  string  `json:"code"`
	Level string  `json:"level"` // ok, warning, error, skipped
	What  string  `json:"what"`
	Why   *string `json:"why"`
	Fix   *string `json:"fix"`
	Mend  bool    `json:"fixable"` // by --fix
}

func printDiagnosis(out io.Writer, list []doctor.Finding, mended []string, asJSON bool) error {
	something := doctor.Something(list)
	if asJSON {
		rows := make([]findingJSON, 0, len(list))
		for _, f := range list {
			rows = append(rows, findingJSON{f.Check, f.Code, string(f.Level), f.What, orNull(f.Why), orNull(f.Fix), f.Mend})
		}
		if err := printJSON(out, map[string]any{"ok": !something, "findings": rows, "fixed": mended}); err != nil {
			return err
		}
	} else {
		for _, m := range mended {
			fmt.Fprintln(out, "mended: "+m)
		}
		for _, f := range list {
			fmt.Fprintln(out, painted(out, f))
		}
	}
	if something {
		return exitError{code: exitFound}
	}
	return nil
}

// painted colours the sign, on a terminal that wants colours.
func painted(out io.Writer, f doctor.Finding) string {
	line := f.String()
	file, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return line
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return line
	}
	color := map[doctor.Level]string{doctor.Well: "32", doctor.Warning: "33", doctor.Bad: "31", doctor.Skipped: "90"}[f.Level]
	sign := f.Level.Sign()
	return "\x1b[" + color + "m" + sign + "\x1b[0m" + line[len(sign):]
}
