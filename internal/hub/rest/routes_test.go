package rest_test

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/rest"
)

// ours are where 301s lead; GitHub has them and does not describe them.
var ours = map[string]bool{
	"GET /repositories/{repo_id}": true, "GET /repositories/{repo_id}/issues/{issue_number}": true,
	"GET /repos/{owner}/{repo}/git/refs/{ref}": true, "GET /repos/{owner}/{repo}/contents": true,
}

func TestTheContractKnowsEveryRouteThatIsServed(t *testing.T) {
	known, err := contract.Routes()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, r := range known {
		all[r] = true
	}
	served := map[string]bool{}
	for _, r := range rest.Routes() {
		if served[r] {
			t.Errorf("%s is in the table twice", r)
		}
		served[r] = true
		if !all[r] && !ours[r] {
			t.Errorf("%s is not GitHub's", r)
		}
	}
	var missing []string
	for _, r := range known {
		if !served[r] {
			missing = append(missing, r)
		}
	}
	t.Logf("%d of %d routes are served; not: %s", len(known)-len(missing), len(known), strings.Join(missing, ", "))
}
