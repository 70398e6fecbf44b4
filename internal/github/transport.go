package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// tokenSource returns a token that is valid now.
type tokenSource func(context.Context) (string, error)

func fixedToken(token string) tokenSource {
	return func(context.Context) (string, error) { return token, nil }
}

// bearer authenticates with a plain token.
type bearer struct {
	next  http.RoundTripper
	token string
}

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	own := req.Clone(req.Context())
	own.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(own)
}

// sameHost refuses to carry a token anywhere but to the servers of the settings, wherever a redirect may point.
type sameHost struct {
	next  http.RoundTripper
	hosts map[string]bool
}

// RoundTrip implements http.RoundTripper.
func (s sameHost) RoundTrip(req *http.Request) (*http.Response, error) {
	if !s.hosts[req.URL.Host] {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, fmt.Errorf("refused to send a token to %s, which is none of the configured servers", req.URL.Host)
	}
	return s.next.RoundTrip(req)
}

// redirects follows a redirect of a read, and only that: a write that is redirected would change another issue than the
// one it was meant for (a transferred one answers with 301).
func redirects(req *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet && first.Method != http.MethodHead || len(via) >= 5 || req.URL.Host != first.URL.Host {
		return http.ErrUseLastResponse
	}
	return nil
}

// tokensApart sends what asks for a token its own way: the App asks for it, not the installation, so that other limits hold.
type tokensApart struct{ tokens, rest http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t tokensApart) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/access_tokens") {
		return t.tokens.RoundTrip(req)
	}
	return t.rest.RoundTrip(req)
}
