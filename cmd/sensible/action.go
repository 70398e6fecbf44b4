package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/action"
)

// runnerEnv is what the runner of GitHub Actions tells a step by its environment.
type runnerEnv struct {
	EventName, EventPath string
	Repository           string // owner/name
	RepositoryID         string
	SummaryPath          string
	OutputPath           string
	RunID                string
	Runner               bool // GITHUB_ACTIONS: commands to the runner are understood
}

func readRunnerEnv(getenv func(string) string) runnerEnv {
	return runnerEnv{
		EventName: getenv("GITHUB_EVENT_NAME"), EventPath: getenv("GITHUB_EVENT_PATH"), Repository: getenv("GITHUB_REPOSITORY"),
		RepositoryID: getenv("GITHUB_REPOSITORY_ID"), SummaryPath: getenv("GITHUB_STEP_SUMMARY"), OutputPath: getenv("GITHUB_OUTPUT"),
		RunID:  "run-" + getenv("GITHUB_RUN_ID"),
		Runner: getenv("GITHUB_ACTIONS") == "true",
	}
}

// newActionCommand is one run inside GitHub Actions.
func newActionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "action",
		Short: "One run inside GitHub Actions: look at the issue that an event is about",
		Long: "Look at the issue that a workflow's event is about, do what is left to do, and end. The runner's environment says what\n" +
			"happened (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY) and gives the token (GITHUB_TOKEN). `sensible init`\n" +
			"writes the workflow.",
		Example: "  sensible action --dry-run",
		Args:    cobra.NoArgs,
	}
	flags := newActionFlags(cmd.Flags())
	dry := cmd.Flags().Bool("dry-run", false, "say what would be done and write nothing [SENSIBLE_DRY_RUN]")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := flags.action()
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		log, err := newLogger(cmd.ErrOrStderr(), s)
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		env := readRunnerEnv(flags.getenv)
		job := actionJob{set: s, env: env, dry: *dry || flags.getenv("SENSIBLE_DRY_RUN") == "true", out: cmd.OutOrStdout(), deps: appDeps{Log: log}}
		return job.do(cmd.Context())
	}
	return cmd
}

// actionJob is one run and what it works with.
type actionJob struct {
	set  settings
	env  runnerEnv
	dry  bool
	out  io.Writer
	deps appDeps
}

// do runs and tells: on standard output, in the job's summary, as outputs and annotations. What went wrong is one line.
func (j actionJob) do(ctx context.Context) error {
	event, err := j.event()
	if err != nil {
		return exitError{exitUsage, err.Error()}
	}
	run, err := newActionRun(j, event)
	if err != nil {
		return exitError{exitUsage, err.Error()}
	}
	failed := run.do(ctx)
	if err := j.tell(run.report, run.language()); err != nil {
		failed = errors.Join(failed, err)
	}
	if failed == nil {
		return nil
	}
	line := run.advice(ctx, failed)
	if j.env.Runner {
		fmt.Fprintln(j.out, action.Failure(line))
	}
	return exitError{exitFound, line}
}

// event reads the file that the runner left.
func (j actionJob) event() (action.Event, error) {
	if j.env.EventPath == "" || j.env.EventName == "" {
		return action.Event{}, errors.New("`sensible action` runs inside GitHub Actions, where GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are set; elsewhere use `sensible serve`")
	}
	file, err := j.payload()
	if err != nil {
		return action.Event{}, err
	}
	e, err := action.Read(j.env.EventName, file)
	switch {
	case err != nil:
		return e, fmt.Errorf("GITHUB_EVENT_PATH: %w", err)
	case e.Unclear != "":
		return e, fmt.Errorf("the input `issue` is %q: give the number of an issue, or nothing for all open incidents", e.Unclear)
	}
	return e, nil
}

func (j actionJob) payload() ([]byte, error) {
	file, err := os.ReadFile(j.env.EventPath)
	if err != nil {
		return nil, fmt.Errorf("GITHUB_EVENT_PATH: the event's file cannot be read: %w", err)
	}
	return file, nil
}

// tell writes the outcome to wherever the runner wants it.
func (j actionJob) tell(r action.Report, language string) error {
	summary, err := r.Summary(language)
	if err != nil {
		return err
	}
	if j.env.Runner {
		for _, line := range action.Annotations(r.Problems) {
			fmt.Fprintln(j.out, line)
		}
	}
	fmt.Fprint(j.out, summary)
	return errors.Join(
		appendTo(j.env.SummaryPath, "GITHUB_STEP_SUMMARY", summary),
		appendTo(j.env.OutputPath, "GITHUB_OUTPUT", action.Outputs(r.Outputs())),
	)
}

// appendTo adds text to a file that the runner reads afterwards; without a path there is no such file.
func appendTo(path, name, text string) error {
	if path == "" || text == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	return nil
}
