package github

import (
	"fmt"
	"net/url"
	"strings"
)

// urls are the three addresses of one GitHub.
type urls struct {
	api     *url.URL // with a trailing slash, as go-github wants it
	graphql *url.URL
	git     *url.URL
}

// derive finds the addresses that were not given: api.github.com has /graphql beside it and git at github.com; GitHub
// Enterprise Server has /api/v3, /api/graphql and git at the root; any other server is taken to have all at its root.
func derive(api, graphql, git string) (urls, error) {
	var u urls
	var err error
	if u.api, err = parse("--github-url", api); err != nil {
		return urls{}, err
	}
	root := *u.api
	root.Path = strings.TrimSuffix(strings.TrimSuffix(root.Path, "/"), "/api/v3")
	if graphql == "" {
		beside := "/graphql"
		if strings.HasSuffix(strings.TrimSuffix(u.api.Path, "/"), "/api/v3") {
			beside = "/api/graphql"
		}
		graphql = strings.TrimSuffix(root.String(), "/") + beside
	}
	if git == "" {
		plain := root
		plain.Host = strings.TrimPrefix(plain.Host, "api.")
		git = plain.String()
	}
	if u.graphql, err = parse("--graphql-url", graphql); err != nil {
		return urls{}, err
	}
	if u.git, err = parse("--git-url", git); err != nil {
		return urls{}, err
	}
	u.api.Path = strings.TrimSuffix(u.api.Path, "/") + "/"
	return u, nil
}

func parse(flag, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil {
		return nil, fmt.Errorf("%s: not an address like https://api.github.com", flag)
	}
	return u, nil
}

// apiNoSlash is the form that ghinstallation wants.
func (u urls) apiNoSlash() string { return strings.TrimSuffix(u.api.String(), "/") }

// hosts are all that a token may ever be sent to.
func (u urls) hosts() map[string]bool {
	return map[string]bool{u.api.Host: true, u.graphql.Host: true, u.git.Host: true}
}

// repository is the address of a repository for git.
func (u urls) repository(owner, name string) string {
	return u.git.JoinPath(owner, name+".git").String()
}
