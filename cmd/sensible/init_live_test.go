package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

func TestTheAppWritesTheWelcomesTextAnewWhenItsBranchIsEdited(t *testing.T) {
	l := openLive(t)
	l.config("stage: 2\ncomponents: {search: {}}\n")
	made, err := setup.Init(t.Context(), l.app.client.Setup(), l.repo, welcome.Wishes{Fallback: welcome.App}, initTexts(false))
	if err != nil || made.Did != setup.Opened || made.Mode != welcome.App {
		t.Fatalf("%+v, %v", made, err)
	}
	l.rest()
	at := "/repos/" + l.repo + "/contents/" + welcome.ConfigFile
	var file struct{ SHA string }
	l.call("aiko", "GET", at+"?ref="+welcome.Branch, nil, &file)
	l.call("aiko", "PUT", at, map[string]string{
		"message": "not so grown", "branch": welcome.Branch, "sha": file.SHA, "content": base64.StdEncoding.EncodeToString([]byte("stage: 0\n")),
	}, nil)
	l.rest()
	var pull struct{ Body string }
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/pulls/%d", l.repo, made.Pull.Number), nil, &pull)
	l.must(pull.Body, "### Stage 0")
	if strings.Contains(pull.Body, "search") {
		t.Error("the text still tells of what is not in the settings any more")
	}
}

func TestTheBoardIsMadeOnceTheSettingsThatWantItAreMerged(t *testing.T) {
	n := newNewcomer(t)
	boards := func() string {
		return n.GraphQL("token-aiko", `{organization(login:"acme"){projectsV2(first:5){nodes{title}}}}`, nil).Want(http.StatusOK).Text
	}
	if said := n.sensible("init", "--repo", "acme/shop", "--board"); !strings.Contains(said, "once this is merged") || strings.Contains(boards(), "Incident") {
		t.Errorf("before the merge: %s\n%s", said, boards())
	}
	n.Ask("token-aiko", "PUT", "/repos/acme/shop/pulls/1/merge", "{}").Want(http.StatusOK)
	for range 2 {
		if said := n.sensible("init", "--repo", "acme/shop", "--board"); !strings.Contains(said, "nothing to do") || !strings.Contains(said, "is set up: http") {
			t.Errorf("after the merge: %s", said)
		}
	}
	if strings.Count(boards(), "Incident follow-ups") != 1 {
		t.Errorf("the boards are %s", boards())
	}
}
