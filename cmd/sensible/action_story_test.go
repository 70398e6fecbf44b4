package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/sandbox"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/workflow"
	"github.com/sensible-im/sensible/internal/workflow/expression"
)

const actionsToken = "ghs_actions"

// runner is GitHub Actions for a hub: it takes every event, starts the job of the generated workflow where its condition
// holds, and nothing for what GITHUB_TOKEN did, dispatches excepted.
type runner struct {
	*live
	condition string
	lost      func(event string) bool // which runs never happen; nil = all do
	told      bytes.Buffer            // what the runs printed
	runs      int
	skipped   int

	mu     sync.Mutex
	events []delivered
}

// delivered is one event of the repository.
type delivered struct{ name, payload string }

// ServeHTTP takes an event.
func (r *runner) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.events = append(r.events, delivered{req.Header.Get("X-GitHub-Event"), string(body)})
	r.mu.Unlock()
	w.WriteHeader(http.StatusAccepted)
}

func (r *runner) take() (delivered, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.events) == 0 {
		return delivered{}, false
	}
	e := r.events[0]
	r.events = r.events[1:]
	return e, true
}

// openRunner starts a hub whose events go to a runner, at the story's beginning.
func openRunner(t *testing.T, change func(*seed.Seed)) *runner {
	t.Helper()
	story, err := sandbox.LoadStory("nuget-9218")
	if err != nil {
		t.Fatal(err)
	}
	w := &demoWorld{story: story, tokens: map[string]string{}}
	t.Cleanup(w.close)
	if w.secrets, err = newDemoSecrets(); err != nil {
		t.Fatal(err)
	}
	for login := range story.People {
		w.tokens[login] = randomHex("ghp_demo")
	}
	r := &runner{live: &live{demoWorld: w, t: t, repo: story.Repo, bot: "github-actions[bot]"}}
	hubListener, events := listen(t), listen(t)
	w.api, w.events = reachable(hubListener.Addr()), reachable(events.Addr())+"/events"
	s := demoSeed(story, w.tokens, w.events, w.secrets)
	s.Apps[0].Events = []string{"issues", "issue_comment", "pull_request", "push", "repository_dispatch"}
	s.Tokens = []seed.Token{{Token: actionsToken, Kind: "actions", Repository: story.Repo}}
	if change != nil {
		change(s)
	}
	w.hub, err = hub.New(hub.Options{Seed: s, URL: w.api, Validate: true, Log: &w.requests, WebhookLog: &w.webhooks, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, w.hub)
	w.closers = append(w.closers, w.hub.Close)
	w.serve(hubListener, w.hub.Handler())
	w.serve(events, r)
	r.readWorkflow()
	return r
}

func (r *runner) readWorkflow() {
	r.t.Helper()
	text, err := workflow.Render(workflow.Settings{})
	if err != nil {
		r.t.Fatal(err)
	}
	var file struct {
		Jobs map[string]struct{ If string }
	}
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		r.t.Fatal(err)
	}
	r.condition = file.Jobs["incident"].If
}

// starts says whether GitHub would start the job for an event.
func (r *runner) starts(e delivered) bool {
	var event map[string]any
	if err := json.Unmarshal([]byte(e.payload), &event); err != nil {
		r.t.Fatal(err)
	}
	sender, _ := event["sender"].(map[string]any)
	if sender["login"] == "github-actions[bot]" && e.name != "repository_dispatch" {
		return false // what GITHUB_TOKEN does starts nothing
	}
	action, _ := event["action"].(string)
	if e.name == "pull_request" && action == "labeled" || e.name == "push" && !strings.Contains(e.payload, ".github/sensible.yml") {
		return false // not among the types and paths of the workflow
	}
	got, err := expression.Evaluate(r.condition, map[string]any{"github": map[string]any{"event_name": e.name, "event": event, "repository": r.repo}})
	if err != nil {
		r.t.Fatal(err)
	}
	return expression.True(got)
}

// run starts the job for one event and returns what came of it.
func (r *runner) run(e delivered, change func(*actionJob)) error {
	r.t.Helper()
	r.runs++
	dir := r.t.TempDir()
	path := filepath.Join(dir, "event.json")
	if err := os.WriteFile(path, []byte(e.payload), 0o600); err != nil {
		r.t.Fatal(err)
	}
	job := actionJob{
		set: settings{GitHubURL: r.api, GraphQLURL: r.api + "/graphql", GitURL: r.api, Token: actionsToken},
		env: runnerEnv{
			EventName: e.name, EventPath: path, Repository: r.repo, SummaryPath: filepath.Join(dir, "summary.md"), OutputPath: filepath.Join(dir, "output"),
			RunID: fmt.Sprintf("run-%d", r.runs),
		},
		out: &r.told, deps: appDeps{Now: r.hub.Clock().Now, Log: slog.New(slog.NewTextHandler(&r.told, &slog.HandlerOptions{Level: slog.LevelWarn}))},
	}
	if change != nil {
		change(&job)
	}
	return job.do(r.t.Context())
}

// settle has the jobs of all events run until no more come.
func (r *runner) settle(ctx context.Context) error {
	for {
		if err := r.hub.Drain(ctx); err != nil {
			return err
		}
		e, ok := r.take()
		switch {
		case !ok:
			return nil
		case !r.starts(e), r.lost != nil && r.lost(e.name):
			r.skipped++
		default:
			if err := r.run(e, nil); err != nil {
				return fmt.Errorf("the job of a %s event: %w\n%s", e.name, err, r.told.String())
			}
		}
	}
}

// until moves the clock on. Of the schedule's runs it plays the first, an hour after what happened last: it finds whatever
// became due.
func (r *runner) until(ctx context.Context, at time.Time) error {
	if next := r.hub.Clock().Now().Add(time.Hour); !next.After(at) {
		r.hub.Clock().Set(next)
		if err := r.schedule(ctx); err != nil {
			return err
		}
	}
	r.hub.Clock().Set(at)
	return nil
}

func (r *runner) schedule(ctx context.Context) error {
	if err := r.run(delivered{"schedule", `{"schedule":"17 * * * *"}`}, nil); err != nil {
		return err
	}
	return r.settle(ctx)
}

// playActions plays the standard story, without its board.
func playActions(t *testing.T, prepare func(*runner)) (*runner, *sandbox.Player) {
	t.Helper()
	r := openRunner(t, nil)
	if prepare != nil {
		prepare(r)
	}
	for n := range r.story.Beats {
		r.story.Beats[n].Expect.Board = nil
	}
	stage := sandbox.Stage{API: r.api, Tokens: r.tokens, Bot: "github-actions[bot]", Until: r.until, Settle: r.settle, KeyTimes: r.keyTimes}
	if r.lost != nil {
		stage.Settle = func(ctx context.Context) error {
			if err := r.settle(ctx); err != nil {
				return err
			}
			return r.schedule(ctx)
		}
	}
	var told bytes.Buffer
	p := sandbox.NewPlayer(r.story, stage, &told)
	if err := p.Play(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, told.String())
	}
	if p.Failed() > 0 {
		t.Fatalf("%d steps did not hold:\n%s\n%s", p.Failed(), told.String(), r.told.String())
	}
	return r, p
}

// replayUnsigned reads an export whose ledger nobody signed, as the one who wrote it does.
func replayUnsigned(t *testing.T, text []byte) (export.File, export.Result) {
	t.Helper()
	file, err := export.Read("issue.json", text)
	if err != nil {
		t.Fatal(err)
	}
	w := file.World()
	if w.Card == nil {
		t.Fatal("the export has no card")
	}
	w.Card.Mine, w.Card.EditedAt = true, time.Time{}
	cfg, problems := policy.Parse(policy.File, []byte(file.Config))
	l := replay.Judge(w, replay.Open(w, ledger.Keyring{}, nil), cfg, file.Now)
	inc := replay.Fold(l, w, cfg)
	result := export.NewResult(problems)
	if err := errors.Join(result.SetIncident(inc, cfg), result.SetLedger(l, cfg)); err != nil {
		t.Fatal(err)
	}
	entries, err := timeline.Build(timeline.Input{World: w, Ledger: l, Incident: inc, Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	result.SetTimeline(entries)
	return file, result
}

func (r *runner) keyTimes(_ context.Context, text []byte) (map[string]int64, error) {
	_, result := replayUnsigned(r.t, text)
	out := map[string]int64{}
	for name, seconds := range result.Incident.KeyTimes {
		if seconds != nil {
			out[name] = *seconds
		}
	}
	if before := r.story.Before; len(before) > 0 {
		if tbf, ok := incident.TBF(before[len(before)-1].Closed, result.Incident.Milestones[string(incident.Started)].At); ok {
			out["tbf"] = tbf
		}
	}
	return out, nil
}

// ofActions is the line that only a card of Action mode has, and what it cannot do.
var ofActions = regexp.MustCompile(`Runs inside GitHub Actions:[^\n]*\n?|⚠️ The board of follow-ups[^\n]*\n?|\[ready\][^\n]*`)

// likeServer is what GitHub shows at the end, in the server's words, less what differs by design.
func (r *runner) final(p *sandbox.Player) final {
	r.t.Helper()
	clean := func(s string) string {
		s = commentIDs.ReplaceAllString(strings.ReplaceAll(s, r.api, "https://github.example"), "comment")
		return strings.ReplaceAll(s, "github-actions", "sensible")
	}
	text, err := p.Export(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	var out final
	file, result := replayUnsigned(r.t, text)
	out.Result = result
	for n := range out.Result.Facts {
		out.Result.Facts[n].Comment = 0
	}
	for n := range out.Result.Refused {
		out.Result.Refused[n].Comment = 0
	}
	for _, c := range file.Comments {
		body, _, _ := strings.Cut(c.Body, "<!-- sensible:ledger")
		out.Comments = append(out.Comments, strings.ReplaceAll(c.User.Login, "github-actions", "sensible")+": "+clean(body))
	}
	document, err := p.Postmortem(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	document, _, _ = strings.Cut(document, "<!-- sensible:written")
	out.Document = clean(document)
	return out
}

func TestTheStoryEndsInTheSameStateAsWithTheServer(t *testing.T) {
	w, p := playDemo(t, false)
	want := withoutMode(finalState(t, w, p))
	for name, lost := range map[string]func() bool{
		"every run happens": nil,
		"every second run is lost or replaced": func() func() bool {
			n := 0
			return func() bool { n++; return n%2 == 0 }
		}(),
	} {
		r, q := playActions(t, func(r *runner) {
			if lost != nil {
				r.lost = func(event string) bool { return event != "repository_dispatch" && lost() }
			}
		})
		if diff := cmp.Diff(want, withoutMode(r.final(q))); diff != "" {
			t.Errorf("%s (-server +Actions)\n%s", name, diff)
		}
		if r.runs < 20 || r.skipped < 1 {
			t.Errorf("%s: %d runs, %d skipped: the harness proves nothing", name, r.runs, r.skipped)
		}
		before := r.wrote()
		if err := r.schedule(t.Context()); err != nil || r.wrote() != before {
			t.Errorf("%s: %d writes by a schedule after the end, %v", name, r.wrote()-before, err)
		}
	}
}

// withoutMode leaves out what differs by design: the board, what a card says of its mode, and when it heard of the settings.
func withoutMode(f final) final {
	f.Board, f.Result.Plan = sandbox.Board{}, nil
	f.Result.Observed = slices.DeleteFunc(f.Result.Observed, func(o export.Observed) bool { return o.Kind == replay.SeenPolicy })
	for n := range f.Comments {
		f.Comments[n] = ofActions.ReplaceAllString(f.Comments[n], "")
	}
	return f
}
