package strangers_test

import (
	"os/exec"
	"strings"
	"testing"
)

func TestCurlAsInGitHubsOwnDocumentation(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	hub := start(t, nobody, "--validate")
	curl := func(args ...string) string {
		t.Helper()
		out, err := run("", "curl", append([]string{"-sS", "-L", "-i",
			"-H", "Authorization: Bearer token-aiko", "-H", "X-GitHub-Api-Version: 2022-11-28"}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		name string
		args []string
		want []string
	}{
		{"an issue is created", []string{hub + "/repos/acme/shop/issues", "-d", `{"title":"Checkout 502","labels":["incident"]}`}, []string{"201 Created", `"number":1`}},
		{"an issue is commented on", []string{hub + "/repos/acme/shop/issues/1/comments", "-d", `{"body":"/ack"}`}, []string{"201 Created", `"body":"/ack"`}},
		{"an issue is closed", []string{"-X", "PATCH", hub + "/repos/acme/shop/issues/1", "-d", `{"state":"closed"}`}, []string{"200 OK", `"state_reason":"completed"`}},
		{"issues are listed", []string{hub + "/repos/acme/shop/issues?state=all&labels=incident"}, []string{"200 OK", `"title":"Checkout 502"`}},
		{"GraphQL is asked", []string{hub + "/graphql", "-d", `{"query":"query { viewer { login }}"}`}, []string{"200 OK", `"login":"aiko"`}},
		{"an unknown route", []string{hub + "/repos/acme/shop/nothing"}, []string{"404 Not Found", `"message":"Not Found"`, `"documentation_url"`}},
		{"malformed JSON", []string{hub + "/repos/acme/shop/issues", "-d", `{"title":`}, []string{"400 Bad Request", "Problems parsing JSON"}},
		{"a method that the route lacks", []string{"-X", "DELETE", hub + "/repos/acme/shop/issues/1"}, []string{"404 Not Found"}},
		{"a raw file", []string{"-H", "Accept: application/vnd.github.raw+json", hub + "/repos/acme/shop/contents/README.md"}, []string{"200 OK", "# shop"}},
		{"the limit that is left", []string{hub + "/rate_limit"}, []string{"200 OK", `"remaining"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := curl(c.args...)
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("want %q in\n%s", want, out)
				}
			}
		})
	}
}
