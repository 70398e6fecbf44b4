package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/imported"
	"github.com/sensible-im/sensible/internal/imported/carry"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/metrics/rows"
	"github.com/sensible-im/sensible/internal/policy"
)

// newImportCommand brings past incidents into a repository as closed issues. It exits 0, 1 where a row was rejected or
// GitHub refused, 2 for wrong usage.
func newImportCommand() *cobra.Command {
	var dry, asJSON bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Bring past incidents into a repository as closed issues",
		Long: "Reads a CSV (" + importColumns + ")\nor a JSON list of the same, and makes one closed issue of each row, with its times as facts and its labels.\n" +
			"Nothing else happens: nobody is asked, told or paged. It may be stopped at any moment and run again: what is\n" +
			"there already is found and not made twice. Give the App's key, so that the App knows the incidents as its own.",
		Example: "  sensible import past.csv --repo acme/shop --dry-run\n  sensible import past.json --repo acme/shop",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exitError{exitUsage, "import takes one file, or - for standard input: sensible import FILE --repo owner/name"}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what would be made, and make nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	far := newRemote(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		text, err := readFile(args[0], cmd.InOrStdin())
		if err != nil {
			return exitError{exitFound, fmt.Sprintf("cannot read %s: %s; name another file, or - for standard input", args[0], plainReason(err))}
		}
		records, unreadable, err := table(text)
		if err != nil {
			return exitError{exitFound, fmt.Sprintf("%s: %v", args[0], err)}
		}
		job := importJob{cmd: cmd, json: asJSON, dry: dry, file: filepath.Base(displayName(args[0])), records: records}
		for _, r := range unreadable {
			job.rejected = append(job.rejected, imported.Rejected{ID: r.ID, Line: r.Line, Reason: r.Reason})
		}
		return job.run(far)
	}
	return cmd
}

const importColumns = "id, title, severity, started_at, detected_at, engaged_at, fixed_at, recovered_at, triaged_at, learned_at, improved_at, prepared_at, services"

// table reads CSV, or JSON where the file begins like it.
func table(text []byte) ([]metrics.Record, []metrics.Rejected, error) {
	start := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(start, []byte("[")) || bytes.HasPrefix(start, []byte("{")) {
		return rows.JSON(bytes.NewReader(start))
	}
	return rows.CSV(bytes.NewReader(text))
}

// importJob is one import.
type importJob struct {
	cmd       *cobra.Command
	json, dry bool
	file      string
	records   []metrics.Record
	rejected  []imported.Rejected
	rows      []importedRow
	counts    map[string]int
}

// importedRow is one line of --json.
type importedRow struct {
	ID     string `json:"id"`
	Line   int    `json:"line"`
	Issue  *int   `json:"issue"`  // null: not made yet (--dry-run)
	Result string `json:"result"` // imported, finished, known, would-import
}

func (j *importJob) run(far *remote) error {
	j.counts = map[string]int{}
	now := time.Now().UTC()
	if j.dry && far.name() == "" {
		entries, err := j.judge(policy.Default(1), now)
		if err != nil {
			return err
		}
		j.pretend(entries, nil)
		return j.finish(nil)
	}
	con, err := far.open(j.cmd.Context())
	if err != nil {
		return err
	}
	if err := con.writable("import"); err != nil {
		return err
	}
	cfg, _, err := con.policy(j.cmd.Context())
	if err != nil {
		return exitError{exitFound, err.Error()}
	}
	entries, err := j.judge(cfg, now)
	if err != nil {
		return err
	}
	into := &importRepository{connection: con, cfg: cfg}
	if j.dry {
		there, err := into.Existing(j.cmd.Context())
		if err != nil {
			return exitError{exitFound, err.Error()}
		}
		j.pretend(entries, there)
		return j.finish(nil)
	}
	c := carry.Carrier{Repository: into, Clock: wall{}, Pace: &carry.Pace{}, Tell: j.tell, Waiting: func(until time.Time) {
		fmt.Fprintf(j.cmd.ErrOrStderr(), "GitHub takes only so many new issues an hour: going on at %s UTC (stop it if you like; run again, it goes on where it was)\n", until.UTC().Format("15:04"))
	}}
	return j.finish(c.Run(j.cmd.Context(), entries))
}

func (j *importJob) judge(cfg policy.Config, now time.Time) ([]imported.Entry, error) {
	entries, rejected, err := imported.Make(j.records, j.file, cfg, now)
	if err != nil {
		return nil, exitError{exitFound, err.Error()}
	}
	j.rejected = append(j.rejected, rejected...)
	return entries, nil
}

// pretend tells what would be made.
func (j *importJob) pretend(entries []imported.Entry, there map[string]carry.Issue) {
	for _, e := range entries {
		if i, known := there[e.Key]; known && i.Done && !i.Open {
			j.tell(e, i, carry.Known)
		} else {
			j.tell(e, i, "would-import")
		}
	}
}

func (j *importJob) tell(e imported.Entry, i carry.Issue, what string) {
	j.counts[what]++
	row := importedRow{ID: e.ID, Line: e.Line, Result: what}
	if i.Number != 0 {
		row.Issue = &i.Number
	}
	j.rows = append(j.rows, row)
	if j.json {
		return
	}
	where := ""
	if i.Number != 0 {
		where = fmt.Sprintf(" as #%d", i.Number)
	}
	fmt.Fprintf(j.cmd.OutOrStdout(), "line %d: %s %s%s: %s\n", e.Line, e.ID, importWords[what], where, e.Title)
}

var importWords = map[string]string{carry.Made: "imported", carry.Finished: "finished", carry.Known: "is there already", "would-import": "would be imported"}

// finish prints the sum, and what was rejected.
func (j *importJob) finish(failed error) error {
	out := j.cmd.OutOrStdout()
	if j.json {
		if j.rejected == nil {
			j.rejected = []imported.Rejected{}
		}
		if j.rows == nil {
			j.rows = []importedRow{}
		}
		if err := printJSON(out, map[string]any{"rows": j.rows, "rejected": j.rejected}); err != nil {
			return err
		}
	} else {
		j.sum(out)
	}
	switch {
	case failed != nil:
		return exitError{exitFound, failed.Error() + "; run it again to go on from there"}
	case len(j.rejected) > 0:
		return exitError{code: exitFound}
	}
	return nil
}

func (j *importJob) sum(out io.Writer) {
	for _, r := range j.rejected {
		fmt.Fprintf(out, "line %d: %s rejected: %s\n", r.Line, r.ID, r.Reason)
	}
	made := j.counts[carry.Made] + j.counts[carry.Finished]
	verb := "imported"
	if j.dry {
		made, verb = j.counts["would-import"], "would be imported"
	}
	fmt.Fprintf(out, "%d %s, %d there already, %d rejected\n", made, verb, j.counts[carry.Known], len(j.rejected))
}
