package github

import "testing"

func TestGraphQLAndGitStandWhereEachKindOfServerHasThem(t *testing.T) {
	for api, want := range map[string][3]string{
		"https://api.github.com":      {"https://api.github.com/", "https://api.github.com/graphql", "https://github.com/a/b.git"},
		"https://api.acme.ghe.com/":   {"https://api.acme.ghe.com/", "https://api.acme.ghe.com/graphql", "https://acme.ghe.com/a/b.git"},
		"https://ghes.example/api/v3": {"https://ghes.example/api/v3/", "https://ghes.example/api/graphql", "https://ghes.example/a/b.git"},
		"http://127.0.0.1:8081":       {"http://127.0.0.1:8081/", "http://127.0.0.1:8081/graphql", "http://127.0.0.1:8081/a/b.git"},
	} {
		u, err := derive(api, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]string{u.api.String(), u.graphql.String(), u.repository("a", "b")}; got != want {
			t.Errorf("%s: %v", api, got)
		}
	}
}
