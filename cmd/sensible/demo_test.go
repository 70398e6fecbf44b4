package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/sandbox"
)

// playDemo plays the standard story on a hub with faults. lost says that webhooks never arrive, so that only the sweep
// finds what happened.
func playDemo(t *testing.T, lost bool, faults ...string) (*demoWorld, *sandbox.Player) {
	t.Helper()
	story, err := sandbox.LoadStory("nuget-9218")
	if err != nil {
		t.Fatal(err)
	}
	w, err := openDemo(t.Context(), story, faults...)
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, w.hub)
	t.Cleanup(w.close)
	stage := w.stage()
	if lost {
		stage.Settle = func(ctx context.Context) error {
			w.app.sweep(ctx)
			return w.settle(ctx)
		}
	}
	var told bytes.Buffer
	p := sandbox.NewPlayer(story, stage, &told)
	if err := p.Play(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, told.String())
	}
	if p.Failed() > 0 {
		t.Fatalf("%d steps did not hold:\n%s", p.Failed(), told.String())
	}
	return w, p
}

// final is what GitHub shows at the end, without what differs from run to run: addresses, keys, ids of comments.
type final struct {
	Result   export.Result
	Comments []string
	Board    sandbox.Board
	Document string
}

var commentIDs = regexp.MustCompile(`issuecomment-\d+|\bc\d{5,}`)

func finalState(t *testing.T, w *demoWorld, p *sandbox.Player) final {
	t.Helper()
	clean := func(s string) string {
		return commentIDs.ReplaceAllString(strings.ReplaceAll(s, w.api, "https://github.example"), "comment")
	}
	text, err := p.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file, err := export.Read("issue.json", text)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ledger.NewKeyPEM(w.secrets.pem)
	if err != nil {
		t.Fatal(err)
	}
	var out final
	if out.Result, err = replayFile(file, ledger.Keyring{Current: key}); err != nil {
		t.Fatal(err)
	}
	out.Result.Plan = nil // an export does not hold the pull request
	for n := range out.Result.Facts {
		out.Result.Facts[n].Comment = 0
	}
	for n := range out.Result.Refused {
		out.Result.Refused[n].Comment = 0
	}
	for _, c := range file.Comments {
		body, _, _ := strings.Cut(c.Body, "<!-- sensible:ledger")
		out.Comments = append(out.Comments, c.User.Login+": "+clean(body))
	}
	document, err := p.Postmortem(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	document, _, _ = strings.Cut(document, "<!-- sensible:written") // hashes of lines with the address of this run
	out.Document = clean(document)
	if out.Board, err = p.Board(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheStoryHoldsAndASecondLookWritesNothing(t *testing.T) {
	w, p := playDemo(t, false)
	if err := w.idleWritesNothing(t.Context(), p); err != nil {
		t.Error(err)
	}
}

func TestDoubledReorderedAndLostDeliveriesEndInTheSameState(t *testing.T) {
	w, p := playDemo(t, false)
	want := finalState(t, w, p)
	for name, play := range map[string]func(*testing.T) (*demoWorld, *sandbox.Player){
		"every delivery twice":   func(t *testing.T) (*demoWorld, *sandbox.Player) { return playDemo(t, false, "webhooks=double") },
		"deliveries reordered":   func(t *testing.T) (*demoWorld, *sandbox.Player) { return playDemo(t, false, "webhooks=reorder") },
		"deliveries lost, swept": func(t *testing.T) (*demoWorld, *sandbox.Player) { return playDemo(t, true, "webhooks=drop") },
	} {
		t.Run(name, func(t *testing.T) {
			w, p := play(t)
			if diff := cmp.Diff(want, finalState(t, w, p)); diff != "" {
				t.Errorf("(-in order +%s)\n%s", name, diff)
			}
		})
	}
}

func TestAllDeliveriesAgainInReverseOrderChangeNothing(t *testing.T) {
	w, p := playDemo(t, false)
	want := finalState(t, w, p)
	lines := strings.Split(strings.TrimSpace(string(w.webhooks.bytes())), "\n")
	slices.Reverse(lines)
	before := writes(w)
	for _, line := range lines {
		redeliver(t, w, line)
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, finalState(t, w, p)); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
	if after := writes(w); after != before {
		t.Errorf("%d writes by the app after all deliveries came again, want none", after-before)
	}
}

// redeliver sends a recorded webhook once more, with a new delivery id and a good signature.
func redeliver(t *testing.T, w *demoWorld, line string) {
	t.Helper()
	var hook struct {
		Headers map[string]string `json:"headers"`
		Payload json.RawMessage   `json:"payload"`
	}
	if err := json.Unmarshal([]byte(line), &hook); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.events, bytes.NewReader(hook.Payload))
	if err != nil {
		t.Fatal(err)
	}
	sum := hmac.New(sha256.New, []byte(w.secrets.webhook))
	sum.Write(hook.Payload)
	req.Header.Set("X-GitHub-Event", hook.Headers["X-GitHub-Event"])
	req.Header.Set("X-GitHub-Delivery", uuid.NewString())
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(sum.Sum(nil)))
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		t.Fatalf("webhook %s: %s %s", hook.Headers["X-GitHub-Event"], res.Status, body)
	}
}

// writes counts the app's calls that change something.
func writes(w *demoWorld) int {
	n := 0
	for _, line := range bytes.Split(w.requests.bytes(), []byte("\n")) {
		var call struct {
			Method, Token, Operation string
		}
		if json.Unmarshal(line, &call) != nil || call.Token != "installation" {
			continue
		}
		if call.Operation == "Apply" || call.Method != http.MethodGet && !strings.HasPrefix(call.Operation, "POST /app") && strings.Contains(call.Operation, "/repos/") || strings.HasSuffix(call.Operation, "git-receive-pack") {
			n++
		}
	}
	return n
}
