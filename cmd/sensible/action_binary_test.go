package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

// TestTheRealProgramRunsAsTheRunnerStartsIt: one command, through the built binary and nothing but its environment.
func TestTheRealProgramRunsAsTheRunnerStartsIt(t *testing.T) {
	binary := buildProgram(t)
	w := hubtest.Start(t, actionsSeed)
	const title = "$(rm -rf /) `id` ${{ github.token }}"
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	mustPost(t, w.URL+"/repos/acme/shop/issues", map[string]any{"title": title, "body": body, "labels": []string{"incident"}})
	mustPost(t, w.URL+"/repos/acme/shop/issues/1/comments", map[string]any{"body": "/severity 1\n/fxied"})
	event := filepath.Join(t.TempDir(), "event.json")
	payload := fmt.Sprintf(`{"action":"created","issue":{"number":1,"labels":[{"name":"incident"}]},"comment":{"body":"/recovered"},"sender":{"login":"aiko","id":1,"type":"User"},"repository":{"id":%d,"name":"shop","full_name":"acme/shop","owner":{"login":"acme"}}}`,
		idOf(t, w.URL+"/repos/acme/shop"))
	if err := os.WriteFile(event, []byte(payload), 0o600); err != nil {
		t.Fatal(err)
	}
	told := runProgram(t, binary, w.URL, event)
	for _, want := range []string{"- `/severity sev1` by aiko: applied", "- `/fxied` by aiko: not applied", "the card is written"} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, told)
		}
	}
	if strings.Contains(told, "/recovered") || strings.Contains(told, "ghs_actions") {
		t.Errorf("what the payload says was believed, or the token told:\n%s", told)
	}
	issue := string(asAiko(t, "GET", w.URL+"/repos/acme/shop/issues/1", nil))
	if !strings.Contains(issue, "severity/sev1") || strings.Contains(issue, "phase/post-incident") {
		t.Errorf("%.600s", issue)
	}
	if again := runProgram(t, binary, w.URL, event); !strings.Contains(again, "Nothing to do: all is as it should be.") {
		t.Errorf("a second run: %s", again)
	}
}
