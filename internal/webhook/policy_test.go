package webhook

import (
	"fmt"
	"testing"
)

func TestAChangeOfThePolicyIsTheBusinessOfTheRepositoryAlone(t *testing.T) {
	const repo = `"repository":{"id":7,"name":"shop","owner":{"login":"acme"},"default_branch":"main"},"sender":{"id":5}`
	for name, tt := range map[string]struct{ event, body, raised string }{
		"pushed before any incident": {"push", `{"ref":"refs/heads/main","commits":[{"modified":[".github/sensible.yml"]}],` + repo + `}`, "[acme/shop#0]"},
		"removed":                    {"push", `{"ref":"refs/heads/main","commits":[{"removed":[".github/sensible.yml"]}],` + repo + `}`, "[acme/shop#0]"},
		"something else":             {"push", `{"ref":"refs/heads/main","commits":[{"modified":["README.md"]}],` + repo + `}`, "[]"},
		"another branch":             {"push", `{"ref":"refs/heads/new","commits":[{"modified":[".github/sensible.yml"]}],` + repo + `}`, "[]"},
		"proposed":                   {"pull_request", `{"action":"opened","pull_request":{"head":{"ref":"new"}},` + repo + `}`, "[acme/shop#0]"},
		"proposed anew":              {"pull_request", `{"action":"synchronize","pull_request":{"head":{"ref":"new"}},` + repo + `}`, "[acme/shop#0]"},
		"merely labelled":            {"pull_request", `{"action":"labeled","pull_request":{"head":{"ref":"new"}},` + repo + `}`, "[]"},
		"reviewed":                   {"pull_request_review", `{"action":"submitted","pull_request":{"head":{"ref":"new"}},` + repo + `}`, "[]"},
	} {
		var got raised
		deliver(handler(&got), tt.event, tt.body, nil)
		if fmt.Sprint(got) != tt.raised {
			t.Errorf("%s: raised %v, want %s", name, got, tt.raised)
		}
	}
}
