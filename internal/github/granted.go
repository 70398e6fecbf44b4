package github

import (
	"encoding/json"

	gogithub "github.com/google/go-github/v60/github"
)

// granted is what an installation may do, by the names of GitHub's API (issues, contents, pull_requests, …).
func granted(p *gogithub.InstallationPermissions) map[string]string {
	out := map[string]string{}
	text, err := json.Marshal(p)
	if err != nil {
		return out
	}
	_ = json.Unmarshal(text, &out) // a struct of strings
	return out
}
