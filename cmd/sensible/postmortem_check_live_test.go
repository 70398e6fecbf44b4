package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// press sends the delivery of a button, as GitHub does.
func (d *drafted) press(login string, id int64, button, delivery string) {
	d.t.Helper()
	d.pressOn("acme/gallery", login, id, button, delivery)
}

// pressOn does so where the pull request is.
func (l *live) pressOn(where, login string, id int64, button, delivery string) {
	l.t.Helper()
	var repo struct {
		ID    int64
		Name  string
		Owner map[string]any
	}
	l.call("aiko", "GET", "/repos/"+where, nil, &repo)
	body, err := json.Marshal(map[string]any{
		"action": "requested_action", "requested_action": map[string]string{"identifier": button},
		"check_run":    map[string]any{"name": "postmortem / review", "check_suite": map[string]any{"head_branch": fmt.Sprintf("postmortem/%d", l.issue)}},
		"repository":   map[string]any{"id": repo.ID, "name": repo.Name, "owner": repo.Owner, "default_branch": "main"},
		"sender":       map[string]any{"login": login, "id": id},
		"installation": map[string]any{"id": demoInstallation},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	mac := hmac.New(sha256.New, l.app.set.Secret)
	mac.Write(body)
	req := httptest.NewRequest(http.MethodPost, "/webhook", bytes.NewReader(body))
	req.Header.Set("X-GitHub-Event", "check_run")
	req.Header.Set("X-GitHub-Delivery", delivery)
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	answer := httptest.NewRecorder()
	l.front.ServeHTTP(answer, req)
	if answer.Code != http.StatusAccepted {
		l.t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	l.rest()
}

func (d *drafted) idOf(login string) int64 {
	d.t.Helper()
	var u struct{ ID int64 }
	d.call("aiko", "GET", "/users/"+login, nil, &u)
	return u.ID
}

func TestTheReviewIsACheckWithButtonsForThoseWhoMay(t *testing.T) {
	d := openDraft(t, "")
	var checks struct {
		CheckRuns []struct {
			Name, Conclusion string
			Output           struct{ Title string }
		} `json:"check_runs"`
	}
	d.call("aiko", "GET", "/repos/acme/gallery/commits/"+d.pull().Head.SHA+"/check-runs", nil, &checks)
	if len(checks.CheckRuns) != 1 || checks.CheckRuns[0].Name != "postmortem / review" || checks.CheckRuns[0].Conclusion != "neutral" {
		t.Fatalf("%+v", checks)
	}
	d.wait(20 * time.Minute)
	d.press("eve", d.idOf("eve"), "ready", "11111111-aaaa")
	d.wait(time.Minute)
	d.must(d.text(), "status: draft")
	d.press("ben", d.idOf("ben"), "ready", "22222222-bbbb")
	d.wait(20 * time.Minute) // at most one push in 15 minutes
	d.must(d.text(), "status: ready")
	d.call("aiko", "GET", "/repos/acme/gallery/commits/"+d.pull().Head.SHA+"/check-runs", nil, &checks)
	if len(checks.CheckRuns) != 1 || checks.CheckRuns[0].Conclusion != "failure" {
		t.Errorf("ready with empty sections: %+v", checks)
	}
	d.edit("status: ready", "status: draft")
	d.wait(30 * time.Minute)
	d.press("ben", d.idOf("ben"), "ready", "22222222-bbbb")
	d.wait(20 * time.Minute)
	d.must(d.text(), "status: draft")
}
