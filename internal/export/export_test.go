package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/export"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// documented is the example of the contract, with a body and an edit.
const documented = `{"repository": {"full_name": "acme/shop", "private": true},
 "issue": {"number": 42, "title": "Checkout 502", "body": "it is down", "created_at": "2026-11-22T01:09:00Z",
           "user": {"login": "aiko", "id": 1}, "labels": [{"name": "incident"}, "bug"]},
 "comments": [
  {"id": 1002, "user": {"login": "ben", "id": 2}, "body": "/recovered", "created_at": "2026-11-22T01:20:00Z", "updated_at": "2026-11-22T01:25:00Z"},
  {"id": 1001, "user": {"login": "ben", "id": 2}, "body": "/ack", "created_at": "2026-11-22T01:16:00+00:00", "updated_at": "2026-11-22T01:16:00Z"},
  {"id": 1003, "user": null, "body": "/ack", "created_at": "2026-11-22T01:21:00Z"},
  {"id": 1004, "user": {"login": "robot", "type": "Bot"}, "body": "/ack", "created_at": "2026-11-22T01:22:00Z"}],
 "events": [{"id": 77, "event": "labeled", "actor": {"login": "ben"}, "created_at": "2026-11-22T01:18:00Z", "label": {"name": "severity/sev1"}},
            {"event": "commented"}, {"id": 78, "event": "closed", "actor": null, "created_at": "2026-11-22T01:40:00Z", "state_reason": "completed"}],
 "permissions": {"Aiko": "write", "ben": "triage", "dan": "push", "eve": "none", "fay": "release-manager"},
 "now": "2026-11-22T02:00:00Z"}`

func read(t testing.TB, text string) export.File {
	t.Helper()
	f, err := export.Read("issue.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAnExportIsReadInGitHubsOwnShapes(t *testing.T) {
	w := read(t, documented).World()
	if w.Repository.FullName() != "acme/shop" || !w.Repository.Private || w.Issue.Number != 42 || !w.Issue.Open {
		t.Errorf("%+v %+v", w.Repository, w.Issue)
	}
	if diff := cmp.Diff([]string{"incident", "bug"}, w.Issue.Labels); diff != "" {
		t.Error(diff)
	}
	var ids []int64
	for _, c := range w.Comments {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]int64{1001, 1002, 1003, 1004}, ids); diff != "" {
		t.Errorf("comments are in the order of time: %s", diff)
	}
	if !w.Comments[0].EditedAt.IsZero() || w.Comments[1].EditedAt.IsZero() || !w.Comments[3].Bot {
		t.Errorf("edited and by a bot: %+v", w.Comments)
	}
	want := []snapshot.Event{
		{ID: "77", Kind: "Labeled", Actor: incident.Person{ID: 2, Login: "ben"}, At: w.Events[0].At, Label: "severity/sev1"},
		{ID: "78", Kind: "Closed", At: w.Events[1].At, Reason: "COMPLETED"},
	}
	if diff := cmp.Diff(want, w.Events); diff != "" {
		t.Error(diff)
	}
}

func TestWhoeverIsAbsentFromPermissionsHasNone(t *testing.T) {
	w := read(t, documented).World()
	may := func(login string) incident.Permission {
		for _, c := range w.Comments {
			if c.Author.Login == login {
				return w.Permissions[c.Author.ID]
			}
		}
		return w.Permissions[w.Named[strings.ToLower(login)].ID]
	}
	for login, want := range map[string]incident.Permission{
		"aiko": incident.Write, "ben": incident.TriageAccess, "dan": incident.Write, "": incident.NoAccess, "robot": incident.NoAccess,
		"eve": incident.NoAccess, "fay": incident.NoAccess, "mallory": incident.NoAccess,
	} {
		if got := may(login); got != want {
			t.Errorf("%q has %s, want %s", login, got, want)
		}
	}
	if _, named := w.Named["eve"]; named {
		t.Error("somebody without access can be named")
	}
}

func TestPeopleWithoutIDsAreToldApartByLogin(t *testing.T) {
	w := read(t, `{"issue": {"number": 1, "title": "x", "user": {"login": "Aiko"}, "created_at": "2026-11-22T01:00:00Z"},
	 "comments": [{"id": 1, "user": {"login": "aiko"}, "body": ""}, {"id": 2, "user": {"login": "ben"}, "body": ""},
	              {"id": 3, "user": {"login": "BEN", "id": 7}, "body": ""}], "permissions": {"ben": "triage"}}`).World()
	if !w.Issue.Author.Same(w.Comments[0].Author) || w.Issue.Author.ID != w.Comments[0].Author.ID {
		t.Errorf("%+v and %+v are one person", w.Issue.Author, w.Comments[0].Author)
	}
	for _, n := range []int{1, 2} {
		if c := w.Comments[n]; c.Author.ID != 7 || w.Permissions[c.Author.ID] != incident.TriageAccess {
			t.Errorf("comment %d is by %+v, who may %s", c.ID, c.Author, w.Permissions[c.Author.ID])
		}
	}
}

func TestClosingIsSeenAlsoWithoutEvents(t *testing.T) {
	f := read(t, `{"issue": {"number": 1, "title": "x", "user": {"login": "aiko"}, "created_at": "2026-11-22T01:00:00Z", "state": "closed",
	 "state_reason": "not_planned", "closed_at": "2026-11-22T03:00:00Z", "closed_by": {"login": "ben"}}}`)
	w := f.World()
	if len(w.Events) != 1 || w.Events[0].Kind != "Closed" || w.Events[0].Reason != "NOT_PLANNED" || w.Events[0].Actor.Login != "ben" || w.Issue.Open {
		t.Errorf("%+v", w.Events)
	}
	if want := "2026-11-22T03:00:00Z"; f.Now.Format("2006-01-02T15:04:05Z07:00") != want {
		t.Errorf("without now it is the latest time in the file: %v", f.Now)
	}
}

func TestWhatIsNoExportIsAnErrorThatSaysWhatItShouldBe(t *testing.T) {
	for _, text := range []string{"", "[]", "null", "{}", `{"issue": 3}`, `{"issue": {"number": "x"}}`, "not json", `{"comments": []}`} {
		_, err := export.Read("some.json", []byte(text))
		if err == nil || !strings.Contains(err.Error(), "some.json") || !strings.Contains(err.Error(), "it should be JSON with issue, comments, permissions") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// result runs an export through the core.
func result(t testing.TB, f export.File) export.Result {
	t.Helper()
	w := f.World()
	cfg, problems := policy.Parse(policy.File, []byte(f.Config))
	l := replay.Judge(w, ledger.Ledger{}, cfg, f.Now)
	r := export.NewResult(problems)
	if l.Version == 0 {
		return r
	}
	if err := r.SetIncident(replay.Fold(l, w, cfg), cfg); err != nil {
		t.Fatal(err)
	}
	if err := r.SetLedger(l, cfg); err != nil {
		t.Fatal(err)
	}
	return r
}

// fields decodes a result into what another program sees.
func fields(t testing.TB, r export.Result) map[string]any {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheResultHasTheShapeOfTheContract(t *testing.T) {
	text := strings.Replace(documented, `"/ack", "created_at": "2026-11-22T01:16`,
		`"/ack\n/fxied\n/lead @nobody\n/fixed at 3:10 CST\n/action alert I:high S:s U:medium C:low\n/tmp", "created_at": "2026-11-22T01:16`, 1)
	got := fields(t, result(t, read(t, text)))
	for _, key := range []string{"incident", "action_items", "facts", "refused", "timeline", "plan", "wake_at"} {
		if _, ok := got[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
	i := got["incident"].(map[string]any)
	want := map[string]any{
		"number": 42.0, "phase": "recovery", "status": "monitoring", "severity": "sev1", "roles": map[string]any{"lead": "ben"},
	}
	for key, value := range want {
		if diff := cmp.Diff(value, i[key]); diff != "" {
			t.Errorf("incident.%s: %s", key, diff)
		}
	}
	if diff := cmp.Diff(map[string]any{"at": "2026-11-22T01:09:00Z", "quality": "observed"}, i["milestones"].(map[string]any)["detected"]); diff != "" {
		t.Error(diff)
	}
	times, reasons := i["key_times_s"].(map[string]any), i["reasons"].(map[string]any)
	for _, name := range []string{"ttd", "tte", "ttf", "ttr", "ttt", "ttl", "tti", "ttp", "tbf"} {
		value, has := times[name]
		if _, why := reasons[name]; !has || (value == nil) != why {
			t.Errorf("%s is %v (there: %v), with a reason: %v", name, value, has, why)
		}
	}
	if times["tte"] != 420.0 {
		t.Errorf("tte is %v", times["tte"])
	}
	item := got["action_items"].([]any)[0].(map[string]any)
	if item["isu"] != 2.0 || item["quadrant"] != "do-next" || item["due"] != nil {
		t.Errorf("%+v", item)
	}
	var refused []string
	for _, r := range got["refused"].([]any) {
		row := r.(map[string]any)
		paste, there := row["paste"].(string)
		if there == (paste == "") {
			t.Errorf("what is absent is null: %+v", row)
		}
		refused = append(refused, row["text"].(string)+" → "+paste)
		if row["reason"] == "" || row["comment"] == 0.0 || row["line"] == 0.0 {
			t.Errorf("%+v", row)
		}
	}
	wantRefused := []string{"/fxied → /fixed", "/lead @nobody → ", "/fixed at 3:10 CST → /fixed at 2026-11-21 03:10 America/Chicago", "/ack → "}
	if diff := cmp.Diff(wantRefused, refused); diff != "" {
		t.Error(diff)
	}
}

func TestAnOrdinaryIssueGivesNullAndEmptyLists(t *testing.T) {
	f := read(t, `{"issue": {"number": 1, "title": "a bug", "user": {"login": "aiko"}, "created_at": "2026-11-22T01:00:00Z"}}`)
	got := fields(t, result(t, f))
	if got["incident"] != nil || got["wake_at"] != nil {
		t.Errorf("%v", got)
	}
	for _, key := range []string{"action_items", "facts", "refused", "timeline", "plan"} {
		if list, ok := got[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v, want an empty list", key, got[key])
		}
	}
}

// FuzzReplay holds the core to its promise: no text that anybody can put into an issue stops it, and judging again is quiet.
func FuzzReplay(f *testing.F) {
	f.Add(documented)
	f.Add(`{"issue":{"number":1,"labels":["incident"],"body":"### What do you see?\n\nx\n\n### Severity\n\nSEV1\n\n### Started at\n\n3:10 CST"}}`)
	f.Add(`{"issue":{"number":1,"title":"x","labels":["incident"]},"comments":[{"id":1,"body":"/incident\n/severity 1 because"}],"permissions":{"":"admin"},"config":"a: [}"}`)
	f.Add(`{"issue":{"number":1},"comments":[{"id":9,"user":{"login":"x[bot]"},"body":"<!-- sensible:ledger v1 key=none from=0 n=0 -->"}],"now":"9999-12-31T23:59:59Z"}`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := export.Read("fuzz.json", []byte(text))
		if err != nil {
			return
		}
		w := file.World()
		cfg, _ := policy.Parse(policy.File, []byte(file.Config))
		l := replay.Judge(w, replay.Open(w, ledger.Keyring{}, nil), cfg, file.Now)
		replay.Fold(l, w, cfg)
		if again := replay.Judge(w, l, cfg, file.Now); !ledger.Equal(l, again) {
			t.Fatalf("judging again changed the ledger: %s", cmp.Diff(l, again))
		}
		if _, err := json.Marshal(result(t, file)); err != nil && !strings.Contains(err.Error(), "year outside of range") {
			t.Fatal(err)
		}
	})
}
