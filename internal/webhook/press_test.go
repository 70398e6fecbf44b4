package webhook

import (
	"context"
	"fmt"
	"testing"
)

func TestAButtonNamesItsIncidentAndWhoPressedIt(t *testing.T) {
	const repo = `"repository":{"id":7,"name":"shop","owner":{"login":"acme"},"default_branch":"main"}`
	const suite = `"check_run":{"name":"postmortem / review","check_suite":{"head_branch":"postmortem/42"}}`
	for name, tt := range map[string]struct{ body, raised, pressed string }{
		"pressed": {
			`{"action":"requested_action","requested_action":{"identifier":"ready"},` + suite + `,` + repo + `,"sender":{"id":5,"login":"ben"}}`,
			"[acme/shop#42]", "[ready by 5 ben on acme/shop#42, d1]",
		},
		"the branch only in the pull request": {
			`{"action":"requested_action","requested_action":{"identifier":"fixes"},"check_run":{"check_suite":{"head_branch":null},"pull_requests":[{"head":{"ref":"postmortem/42"}}]},` + repo + `,"sender":{"id":5,"login":"ben"}}`,
			"[acme/shop#42]", "[fixes by 5 ben on acme/shop#42, d1]",
		},
		"asked to run again": {`{"action":"rerequested",` + suite + `,` + repo + `,"sender":{"id":5}}`, "[acme/shop#42]", "[]"},
		"made by somebody":   {`{"action":"created",` + suite + `,` + repo + `,"sender":{"id":5}}`, "[]", "[]"},
		"of another branch": {
			`{"action":"requested_action","requested_action":{"identifier":"ready"},"check_run":{"check_suite":{"head_branch":"main"}},` + repo + `,"sender":{"id":5}}`, "[]", "[]",
		},
		"without a check": {`{"action":"requested_action",` + repo + `}`, "[]", "[]"},
	} {
		var got raised
		pressed := []string{}
		h := handler(&got)
		keep := h.Accept
		h.Accept = func(ctx context.Context, d Delivery) error {
			if d.Press != nil {
				pressed = append(pressed, fmt.Sprintf("%s by %d %s on %s, %s", d.Press.Button, d.Press.ID, d.Press.Login, d.Issues[0], d.ID))
			}
			return keep(ctx, d)
		}
		deliver(h, "check_run", tt.body, nil)
		if fmt.Sprint(got) != tt.raised || fmt.Sprint(pressed) != tt.pressed {
			t.Errorf("%s: raised %v, pressed %v", name, got, pressed)
		}
	}
}

func TestAPushToTheDraftConcernsItsIncident(t *testing.T) {
	var got raised
	deliver(handler(&got), "push", `{"ref":"refs/heads/postmortem/42","repository":{"id":7,"name":"shop","owner":{"name":"acme"},"default_branch":"main"},"sender":{"id":5}}`, nil)
	if fmt.Sprint(got) != "[acme/shop#42]" {
		t.Errorf("%v", got)
	}
}
