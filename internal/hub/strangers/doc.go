// Package strangers holds no code, only tests: clients of GitHub that nobody here wrote (git, curl, Octokit, Probot,
// go-github, ghinstallation) run an incident's worth of calls against the built program `sensible hub`, and all traffic is
// held against GitHub's contract. Node's packages are pinned in testdata/node and are read from .cache/strangers only,
// where .ci/run puts them.
package strangers
