package replay_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
)

var update = flag.Bool("update", false, "write the results of the scenarios anew")

// TestScenarios plays each history of testdata/*.txtar. A history holds the sections
//
//	-- issue aiko 2026-11-22T01:09:00Z [label,label] --   first line the title, then the body
//	-- people --                                           login role, a line each
//	-- config --                                           sensible.yml
//	-- comment 1001 ben 2026-11-22T01:16:00Z [edited|email] --   a comment
//	-- event closed ben 2026-11-22T02:00:00Z [detail] --   something done by hand
//	-- want --                                             what must come out
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { playFile(t, file) })
	}
}

func playFile(t *testing.T, file string) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := show(outcome(t, archive))
	for i, f := range archive.Files {
		if f.Name != "want" {
			continue
		}
		if *update {
			archive.Files[i].Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if diff := cmp.Diff(string(f.Data), got); diff != "" {
			t.Errorf("%s: %s\n(-want +got)\n%s", file, bytes.TrimSpace(archive.Comment), diff)
		}
		return
	}
	t.Fatalf("%s has no section want", file)
}

// outcome judges and folds; judging twice must change nothing, nor must judging in steps, as things happened.
func outcome(t *testing.T, archive *txtar.Archive) (incident.Incident, ledger.Ledger) {
	t.Helper()
	f := read(t, archive)
	w := byEmail(f.World(), archive)
	cfg, problems := policy.Parse(policy.File, []byte(f.Config))
	if problems.Errors() {
		t.Fatalf("config: %v", problems)
	}
	once := replay.Judge(w, ledger.Ledger{}, cfg, f.Now)
	twice := replay.Judge(w, once, cfg, f.Now.Add(time.Hour))
	if !ledger.Equal(once, twice) {
		t.Errorf("judging again changed the ledger:\n%s", cmp.Diff(once, twice))
	}
	var steps ledger.Ledger
	for _, at := range moments(w) {
		steps = replay.Judge(upTo(w, at), steps, cfg, f.Now)
	}
	if !ledger.Equal(once, steps) {
		t.Errorf("judging step by step gave another ledger (-at once +in steps):\n%s", cmp.Diff(once, steps))
	}
	return replay.Fold(once, w, cfg), once
}

func read(t *testing.T, archive *txtar.Archive) export.File {
	t.Helper()
	f := export.File{Repository: export.Repository{FullName: "acme/shop", Private: true, ID: 7}, Permissions: map[string]string{}}
	for _, file := range archive.Files {
		head, data := strings.Fields(file.Name), string(file.Data)
		switch head[0] {
		case "issue":
			title, body, _ := strings.Cut(data, "\n")
			f.Issue = export.Issue{ID: 420, NodeID: "I_42", Number: 42, Title: title, Body: body, User: export.User{Login: head[1]}, CreatedAt: clock(t, head[2])}
			for _, name := range strings.Split(strings.Join(head[3:], " "), ",") {
				if name != "" {
					f.Issue.Labels = append(f.Issue.Labels, export.Label{Name: name})
				}
			}
		case "people":
			for _, line := range strings.Split(strings.TrimSpace(data), "\n") {
				login, role, _ := strings.Cut(line, " ")
				f.Permissions[login] = role
			}
		case "config":
			f.Config = data
		case "comment":
			f.Comments = append(f.Comments, comment(t, head, data))
		case "event":
			f.Events = append(f.Events, event(t, head, len(f.Events)+1))
		}
	}
	for _, c := range f.Comments {
		if c.CreatedAt.After(f.Now) {
			f.Now = c.CreatedAt.Add(time.Minute)
		}
	}
	return f
}

func comment(t *testing.T, head []string, body string) export.Comment {
	t.Helper()
	id, err := strconv.ParseInt(head[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	c := export.Comment{ID: id, User: export.User{Login: head[2]}, Body: strings.TrimSuffix(body, "\n"), CreatedAt: clock(t, head[3])}
	c.UpdatedAt = c.CreatedAt
	if len(head) > 4 && head[4] == "edited" {
		c.UpdatedAt = c.CreatedAt.Add(time.Minute)
	}
	return c
}

func event(t *testing.T, head []string, n int) export.Event {
	t.Helper()
	e := export.Event{NodeID: fmt.Sprintf("E_%d", n), Event: head[1], Actor: &export.User{Login: head[2]}, CreatedAt: clock(t, head[3])}
	if detail := strings.Join(head[4:], " "); strings.HasSuffix(head[1], "labeled") {
		e.Label = &export.Label{Name: detail}
	} else {
		e.StateReason = detail
	}
	return e
}

func clock(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// show writes what matters of an incident and its ledger, a line each, in a fixed order.
func show(i incident.Incident, l ledger.Ledger) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if l.Version == 0 {
		return "no incident\n"
	}
	line("%s · %s · %s (highest %s)%s", i.Phase, i.Status, i.Severity, i.Highest, because(i))
	for _, r := range incident.Roles {
		if p, ok := i.Roles[r]; ok {
			line("%s %s", r, p.Login)
		}
	}
	for _, m := range incident.Milestones {
		if p, ok := i.Milestones[m]; ok {
			line("%s %s %s", m, p.At.Format("2006-01-02 15:04:05"), p.Quality)
		}
	}
	for _, m := range i.Measures() {
		if m.Known {
			line("%s %d s", m.Name, m.Seconds)
		}
	}
	for _, pair := range [][2]string{{"impact", i.Impact}, {"cause", i.Cause}, {"drill", map[bool]string{true: "yes"}[i.Drill]}, {"components", strings.Join(i.Components, " ")}, {"cancelled", i.Cancelled}} {
		if pair[1] != "" {
			line("%s: %s", pair[0], pair[1])
		}
	}
	for _, a := range i.Actions {
		line("action %s: %s (%s)", a.Key, a.Title, a.Quadrant)
	}
	for _, f := range l.Accepted() {
		line("fact %d c%d:%d %s %s %s", f.Seq, f.Comment, f.Line, f.Actor.Login, f.Verb, strconv.Quote(f.Args))
	}
	for _, f := range l.Problems() {
		line("problem c%d:%d %q %s %s → %s", f.Comment, f.Line, f.Text, f.Problem.Code, f.Problem.Detail, strings.Join(f.Problem.Paste, " | "))
	}
	for _, o := range l.Seen {
		line("seen %s %s %s %s", o.Kind, o.Actor.Login, o.At.Format("15:04:05"), o.Detail)
	}
	if p := l.Declaration.Problem; p != nil {
		line("form problem %s %s → %s", p.Code, p.Detail, strings.Join(p.Paste, " | "))
	}
	return b.String()
}

func because(i incident.Incident) string {
	if i.Because == "" {
		return ""
	}
	return " because " + i.Because
}
