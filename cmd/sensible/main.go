// Command sensible runs a startup's incidents on GitHub. This package only wires: one file per subcommand, and no rule.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is stamped by the release build.
var version = "dev"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run carries out one command line and returns the exit status: 0 done, 1 something was found wrong, 2 wrong usage.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var exit exitError
	if errors.As(err, &exit) {
		if exit.message != "" {
			fmt.Fprintln(stderr, "sensible: "+exit.message)
		}
		return exit.code
	}
	fmt.Fprintln(stderr, "sensible: "+err.Error())
	return exitUsage
}

// newRootCommand lists the subcommands: a new one is a file of its own and a line here.
func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "sensible",
		Short:         "Incidents as GitHub issues: state, timeline, postmortem and action items keep themselves",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(
		newDemoCommand(),
		newHubCommand(),
		newServeCommand(),
		newInitCommand(),
		newSetupCommand(),
		newActionCommand(),
		newReplayCommand(),
		newTimelineCommand(),
		newPostmortemCommand(),
		newValidateCommand(),
		newDeclareCommand(),
		newInboxCommand(),
		newConfigCommand(),
		newDoctorCommand(),
		newReportCommand(),
		newImportCommand(),
		newVersionCommand(),
	)
	return root
}

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "sensible "+version)
			return err
		},
	}
}
