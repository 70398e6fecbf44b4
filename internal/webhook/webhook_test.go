package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const secret = "It's a Secret to Everybody"

func sign(body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

type raised []string

func handler(got *raised) *Handler {
	return &Handler{
		Secret: []byte(secret), Log: slog.New(slog.DiscardHandler),
		Accept: func(_ context.Context, d Delivery) error {
			for _, i := range d.Issues {
				*got = append(*got, i.String())
			}
			return nil
		},
		Self: func() int64 { return 99 },
	}
}

func deliver(h http.Handler, event, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", "d1")
	r.Header.Set("X-Hub-Signature-256", sign(body))
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestGitHubsOwnSignatureExampleIsAccepted(t *testing.T) {
	const published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	if !Signed([]byte(secret), []string{published}, []byte("Hello, World!")) {
		t.Error("the example of GitHub's documentation was refused")
	}
}

func TestADeliveryWithoutOneGoodSignatureIsRefused(t *testing.T) {
	good := sign(`{}`)
	for name, headers := range map[string][]string{
		"none": nil, "empty": {""}, "short": {good[:20]}, "of another secret": {strings.Replace(good, good[10:14], "0000", 1)},
		"twice": {good, good}, "sha1": {"sha1=" + good[7:47]}, "without its name": {good[7:]}, "too long": {good + "00"},
	} {
		t.Run(name, func(t *testing.T) {
			var got raised
			w := deliver(handler(&got), "issues", `{}`, func(r *http.Request) {
				r.Header.Del("X-Hub-Signature-256")
				for _, h := range headers {
					r.Header.Add("X-Hub-Signature-256", h)
				}
			})
			if w.Code != http.StatusUnauthorized {
				t.Errorf("status %d", w.Code)
			}
		})
	}
	if Signed(nil, []string{sign("x")}, []byte("x")) {
		t.Error("without a secret everything is accepted")
	}
}

// endless is a body that never ends, to show that no more than the limit is read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) { e.read += len(p); return len(p), nil }

func TestABodyOverTheLimitIsRefusedBeforeMoreIsRead(t *testing.T) {
	var got raised
	h := handler(&got)
	declared := deliver(h, "issues", `{}`, func(r *http.Request) { r.ContentLength = MaxBody + 1 })
	body := &endless{}
	undeclared := deliver(h, "issues", "", func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(body), -1 })
	if declared.Code != http.StatusRequestEntityTooLarge || undeclared.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d and %d", declared.Code, undeclared.Code)
	}
	if body.read > 2*MaxBody {
		t.Errorf("%d bytes were read", body.read)
	}
}

func TestABranchWhosePostmortemComesFromAnotherRepositoryRaisesThatIncident(t *testing.T) {
	var got raised
	h := handler(&got)
	h.Away = func(repository int64, number int) []Issue {
		if repository != 7 || number != 17 {
			return nil
		}
		return []Issue{{RepositoryID: 8, Owner: "acme", Repo: "incidents", Number: 17}}
	}
	pull := func(n int) string {
		return payloadOf(`"labels":[]`, fmt.Sprintf(`,"pull_request":{"head":{"ref":"postmortem/%d"}}`, n))
	}
	deliver(h, "pull_request", pull(17), nil)
	deliver(h, "push", payloadOf(`"labels":[]`, `,"ref":"refs/heads/postmortem/17"`), nil)
	deliver(h, "check_run", payloadOf(`"labels":[]`, `,"action":"requested_action","check_run":{"check_suite":{"head_branch":"postmortem/17"}}`), nil)
	deliver(h, "pull_request", pull(18), nil)
	if want := "acme/incidents#17 acme/incidents#17 acme/incidents#17 acme/shop#18"; strings.Join(got, " ") != want {
		t.Errorf("%v", got)
	}
}

func payloadOf(issue, rest string) string {
	return fmt.Sprintf(`{"action":"created","repository":{"id":7,"name":"shop","owner":{"login":"acme"},"default_branch":"main"},
"installation":{"id":10},"sender":{"id":1},"issue":{"number":42,%s}%s}`, issue, rest)
}

func TestADeliveryBecomesTheKeysOfTheIncidentsItIsAbout(t *testing.T) {
	form := "### What do you see?\\n\\n502\\n\\n### Severity\\n\\nSEV2\\n"
	for name, c := range map[string]struct {
		event, body string
		want        string
	}{
		"a labelled issue":                   {"issues", payloadOf(`"labels":[{"name":"Incident"}]`, ""), "acme/shop#42"},
		"an ordinary issue":                  {"issues", payloadOf(`"body":"a bug","labels":[{"name":"bug"}]`, ""), ""},
		"the form without its label":         {"issues", payloadOf(`"body":"`+form+`","labels":[]`, ""), "acme/shop#42"},
		"talk on an ordinary issue":          {"issue_comment", payloadOf(`"labels":[]`, `,"comment":{"body":"see /etc/hosts"}`), ""},
		"a path on an ordinary issue":        {"issue_comment", payloadOf(`"labels":[]`, `,"comment":{"body":"/etc/hosts"}`), ""},
		"a declaration on an ordinary issue": {"issue_comment", payloadOf(`"labels":[]`, `,"comment":{"body":"Oh.\r  /Incident"}`), "acme/shop#42"},
		"a full-width command":               {"issue_comment", payloadOf(`"labels":[]`, `,"comment":{"body":"／incident"}`), "acme/shop#42"},
		"the label is taken off":             {"issues", payloadOf(`"labels":[]`, `,"label":{"name":"incident"}`), "acme/shop#42"},
		"an action item":                     {"issues", payloadOf(`"labels":[{"name":"action-item"}]`, ""), "acme/shop#42"},
		"an action item's form, no label":    {"issues", payloadOf(`"body":"### Incident\n\n#1\n\n### Done when\n\nit is green","labels":[]`, ""), "acme/shop#42"},
		"the same form in Japanese":          {"issues", payloadOf(`"body":"### インシデント\n\n#1\n\n### 完了の条件\n\n緑","labels":[]`, ""), "acme/shop#42"},
		"half of that form":                  {"issues", payloadOf(`"body":"### Incident\n\n#1","labels":[]`, ""), ""},
		"an issue that an incident named":    {"issues", strings.Replace(payloadOf(`"labels":[]`, ""), `"number":42`, `"number":77`, 1), "acme/shop#77"},
		"a sub-issue":                        {"issues", payloadOf(`"labels":[],"parent_issue_url":"https://x/1"`, ""), "acme/shop#42"},
		"talk on a pull request":             {"issue_comment", payloadOf(`"pull_request":{"url":"x"}`, `,"comment":{"body":"/ack"}`), ""},
		"the postmortem":                     {"pull_request", payloadOf(`"labels":[]`, `,"pull_request":{"head":{"ref":"postmortem/17"}}`), "acme/shop#17"},
		"another pull request":               {"pull_request", payloadOf(`"labels":[]`, `,"pull_request":{"head":{"ref":"postmortem/x"}}`), ""},
		"a sub-issue is linked":              {"sub_issues", payloadOf(`"labels":[]`, `,"parent_issue":{"number":3},"parent_issue_repo":{"id":8,"name":"incidents","owner":{"login":"acme"}}`), "acme/incidents#3"},
		"the policy is pushed":               {"push", payloadOf(`"labels":[]`, `,"ref":"refs/heads/main","commits":[{"modified":[".github/sensible.yml"]}]`), "acme/shop#1 acme/shop#0"},
		"talk on an incident without label":  {"issue_comment", strings.Replace(payloadOf(`"labels":[]`, `,"comment":{"body":"hm"}`), `"number":42`, `"number":1`, 1), "acme/shop#1"},
		"a label of incidents is renamed":    {"label", strings.Replace(payloadOf(`"labels":[]`, `,"label":{"name":"sev-one"},"changes":{"name":{"from":"Severity/sev1"}}`), "created", "edited", 1), "acme/shop#1"},
		"a label is deleted":                 {"label", strings.Replace(payloadOf(`"labels":[]`, `,"label":{"name":"Incident"}`), "created", "deleted", 1), "acme/shop#1"},
		"another label is deleted":           {"label", strings.Replace(payloadOf(`"labels":[]`, `,"label":{"name":"bug"}`), "created", "deleted", 1), ""},
		"an item is moved on the board":      {"projects_v2_item", `{"action":"edited","projects_v2_item":{"content_node_id":"I_item"},"organization":{"id":2},"installation":{"id":10}}`, "acme/shop#1"},
		"another thing is moved":             {"projects_v2_item", `{"action":"edited","projects_v2_item":{"content_node_id":"I_other"},"organization":{"id":2},"installation":{"id":10}}`, ""},
		"the App is installed":               {"installation", `{"action":"created","installation":{"id":10}}`, "/#0"},
		"all checks are asked for again":     {"check_suite", strings.Replace(payloadOf(`"labels":[]`, `,"check_suite":{"head_branch":"postmortem/42"}`), "created", "rerequested", 1), "acme/shop#42"},
		"an odd field":                       {"issues", payloadOf(`"labels":[{"name":"incident"}]`, `,"changes":[1]`), "acme/shop#42"},
		"other files are pushed":             {"push", payloadOf(`"labels":[]`, `,"ref":"refs/heads/main","commits":[{"modified":["README.md"]}]`), ""},
		"our own write":                      {"issues", strings.Replace(payloadOf(`"labels":[{"name":"incident"}]`, ""), `"sender":{"id":1}`, `"sender":{"id":99}`, 1), ""},
		"declared with our own credentials":  {"issues", `{"action":"opened","repository":{"id":7,"name":"shop","owner":{"login":"acme"}},"sender":{"id":99},"issue":{"number":42,"body":"` + form + `\n<!-- sensible:declared x 2026-11-22T01:07:09Z -->"}}`, "acme/shop#42"},
		"an unknown event":                   {"galaxy", payloadOf(`"labels":[{"name":"incident"}]`, ""), ""},
		"odd types":                          {"issues", `{"repository":{"id":"x","name":3},"issue":{"number":"y"}}`, ""},
		"not JSON":                           {"issues", `{"action":`, ""},
		"another type altogether":            {"issues", `[1,2]`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got raised
			h := handler(&got)
			h.IncidentLabel = func(int64) (string, bool) { return "incident", true }
			h.Incidents = func(int64) []Issue {
				return []Issue{{RepositoryID: 7, Owner: "acme", Repo: "shop", Number: 1}}
			}
			h.Item = func(node string) []Issue {
				if node != "I_item" {
					return nil
				}
				return h.Incidents(7)
			}
			h.Numbered = func(repository string, number int) []Issue {
				if repository != "acme/shop" || number != 77 {
					return nil
				}
				return h.Incidents(7)
			}
			if w := deliver(h, c.event, c.body, nil); w.Code != http.StatusAccepted {
				t.Errorf("status %d", w.Code)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("raised %q, want %q", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestWhereThePolicyIsNotKnownNoLabelledIssueIsDropped(t *testing.T) {
	var got raised
	deliver(handler(&got), "issues", payloadOf(`"labels":[{"name":"outage"}]`, ""), nil)
	if strings.Join(got, " ") != "acme/shop#42" {
		t.Errorf("raised %q", got)
	}
}

func TestMalformedDeliveriesAreCounted(t *testing.T) {
	var got raised
	h := handler(&got)
	deliver(h, "issues", `{"action":`, nil)
	if h.Counts.Malformed.Load() != 1 || h.Counts.Raised.Load() != 0 {
		t.Errorf("malformed %d, raised %d", h.Counts.Malformed.Load(), h.Counts.Raised.Load())
	}
}

func TestEveryRecordedPayloadIsAnswered(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", ".cache", "webhooks-examples", "*", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("GitHub's recorded payloads are not here: .ci/run fetches them into .cache/webhooks-examples")
	}
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var events []struct {
			Name     string
			Examples []json.RawMessage
		}
		if err := json.Unmarshal(text, &events); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, e := range events {
			for i, body := range e.Examples {
				var got raised
				h := handler(&got)
				if w := deliver(h, e.Name, string(body), nil); w.Code != http.StatusAccepted || h.Counts.Malformed.Load() != 0 {
					t.Errorf("%s: %s %d: status %d, malformed %d", file, e.Name, i, w.Code, h.Counts.Malformed.Load())
				}
				count++
			}
		}
	}
	if count < 165 {
		t.Errorf("only %d payloads were found", count)
	}
}

func FuzzNoPayloadMakesTheHandlerPanic(f *testing.F) {
	f.Add("issues", payloadOf(`"labels":[{"name":"incident"}]`, ""))
	f.Add("issue_comment", payloadOf(`"labels":[]`, `,"comment":{"body":"/ack"}`))
	f.Add("push", `{"repository":{"id":1},"commits":[null]}`)
	f.Fuzz(func(t *testing.T, event, body string) {
		var got raised
		if w := deliver(handler(&got), event, body, nil); w.Code != http.StatusAccepted {
			t.Errorf("status %d", w.Code)
		}
	})
}
