package github

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/golang-jwt/jwt/v4"
)

const (
	// skewFrom is from where on our clock counts as wrong: an answer's Date has whole seconds and is some time on its way.
	skewFrom = 15 * time.Second
	// assertionLife is how long what we sign is good for; GitHub takes ten minutes at most.
	assertionLife = 8 * time.Minute
	// assertionEarly is how long before now it begins.
	assertionEarly = time.Minute
)

// skew is how far GitHub's clock is ahead of ours, as its answers tell: what the App signs must be of GitHub's time.
type skew struct {
	mu sync.Mutex
	by time.Duration
}

// learn reads an answer's Date. It is true where that changed what is known.
func (s *skew) learn(resp *http.Response) bool {
	theirs, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return false
	}
	by := time.Until(theirs)
	if by.Abs() < skewFrom {
		by = 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if (by - s.by).Abs() < skewFrom {
		return false
	}
	s.by = by
	return true
}

func (s *skew) ahead() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by
}

// signer signs as the App, of GitHub's time.
type signer struct {
	rsa  ghinstallation.Signer
	skew *skew
}

// newSigner reads the App's key.
func newSigner(pem []byte, s *skew) (signer, error) {
	key, err := jwt.ParseRSAPrivateKeyFromPEM(pem)
	if err != nil {
		return signer{}, err
	}
	return signer{rsa: ghinstallation.NewRSASigner(jwt.SigningMethodRS256, key), skew: s}, nil
}

// Sign implements ghinstallation.Signer.
func (s signer) Sign(claims jwt.Claims) (string, error) {
	if c, ok := claims.(*jwt.RegisteredClaims); ok {
		from := time.Now().Add(s.skew.ahead() - assertionEarly).Truncate(time.Second)
		c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(from), jwt.NewNumericDate(from.Add(assertionLife))
	}
	return s.rsa.Sign(claims)
}

// timely learns from every answer what GitHub's time is.
type timely struct {
	next http.RoundTripper
	skew *skew
}

// RoundTrip implements http.RoundTripper.
func (t timely) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		t.skew.learn(resp)
	}
	return resp, err
}

// again sends a request once more that was refused for its credentials, which is safe whatever it asks for: once with fresh
// ones. The clock may have been wrong, or the token at its end.
type again struct {
	mu    sync.Mutex
	next  http.RoundTripper
	fresh func() http.RoundTripper // credentials anew; nil = the same, signed again
	skew  *skew
}

// RoundTrip implements http.RoundTripper.
func (a *again) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := replayable(req)
	if err != nil {
		return nil, err
	}
	before := a.skew.ahead()
	now := a.current()
	resp, err := now.RoundTrip(body())
	var refused *ghinstallation.HTTPError
	switch {
	case err != nil && (!errors.As(err, &refused) || refused.Response == nil || refused.Response.StatusCode != http.StatusUnauthorized):
		return resp, err
	case err == nil && resp.StatusCode != http.StatusUnauthorized:
		return resp, nil
	case a.fresh == nil && (a.skew.ahead()-before).Abs() < skewFrom:
		return resp, err // signed again it would be the same
	}
	if err == nil {
		_ = resp.Body.Close()
	}
	return a.renew(now).RoundTrip(body())
}

func (a *again) current() http.RoundTripper {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.next
}

// token is the one that requests are sent with now.
func (a *again) token(ctx context.Context) (string, error) {
	t, ok := a.current().(*ghinstallation.Transport)
	if !ok {
		return "", errors.New("these credentials have no token")
	}
	return t.Token(ctx)
}

// renew takes fresh credentials, unless somebody did so meanwhile.
func (a *again) renew(old http.RoundTripper) http.RoundTripper {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.next == old && a.fresh != nil {
		a.next = a.fresh()
	}
	return a.next
}

// replayable returns what makes a copy of the request, each with the whole body.
func replayable(req *http.Request) (func() *http.Request, error) {
	if req.Body == nil {
		return func() *http.Request { return req.Clone(req.Context()) }, nil
	}
	text, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, err
	}
	return func() *http.Request {
		c := req.Clone(req.Context())
		c.Body = io.NopCloser(bytes.NewReader(text))
		c.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
		return c
	}, nil
}
