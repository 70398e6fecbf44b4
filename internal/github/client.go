package github

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/incident"
)

// Settings say which GitHub to talk to, and as whom: an App (AppID and PrivateKey), or a plain token.
type Settings struct {
	APIURL     string // https://api.github.com, https://ghes.example/api/v3, or another server
	GraphQLURL string // empty = derived from APIURL
	GitURL     string // https://github.com; empty = derived from APIURL
	AppID      int64
	PrivateKey []byte // PEM
	Token      string // instead of an App
	// TrustPin takes it that a card that is there was pinned when it was made, for a process that looks once and ends: it saves
	// a request. Whoever sets it looks without it now and then.
	TrustPin  bool
	Transport http.RoundTripper
	Now       func() time.Time // UTC; dates commits and ages caches
	Clock     Clock            // wall clock of waiting for rate limits; nil = the real one
	Log       *slog.Logger
	Memo      Memo // keeps limits across restarts; nil = they are forgotten
}

// Memo keeps until when GitHub wants nothing more of an installation, so that a new process does not ask too early. Resource is
// GitHub's word (core, graphql, search), or * for all. What it loses costs a refused request.
type Memo interface {
	Remember(installation int64, resource string, until time.Time)
	Recall(installation int64) map[string]time.Time // its own copy; nil = nothing is known
}

// Client talks to one GitHub. It is safe for concurrent use; everything it remembers is a cache.
type Client struct {
	set  Settings
	urls urls
	host http.RoundTripper // never to another host
	base http.RoundTripper // polite over host: for what is not of one installation
	app  *gogithub.Client  // as the App itself; nil with a plain token

	skew     skew // of our clock
	mu       sync.Mutex
	as       map[int64]*session // by installation; 0 = the plain token
	me       incident.Person
	caches   map[string]*issueCache
	labels   map[int64]*labelCache
	allowed  map[permissionKey]permissionEntry
	checks   map[string]heldCheck // by issue: our check on the postmortem's head
	userNode map[int64]string     // node ids of accounts, by database id
	lacks    map[int64]lacking
	written  boardWrites          // what is ours on boards
	renamed  map[string]boardName // by owner and the name in the settings: boards that somebody renamed
	boards   map[string]heldCards // by node id: what stood on boards lately
	missing  map[string]bool      // fields that this server does not know
	refused  map[place]time.Time  // repositories that did not take a postmortem from elsewhere, and when
	overs    map[string]overEntry // by owner: the organisation's policy
	swept    map[int64]string     // by repository: the policy's blob when a sweep last came by
	touched  map[string]bool      // by head commit: whether a pull request changes the policy
	signed   map[int64]time.Time  // repositories that take only signed commits, and since when that is known
}

// session is what is needed to act in one installation.
type session struct {
	rest   *gogithub.Client
	http   *http.Client
	token  tokenSource
	limits *polite
}

// New returns a client. It makes no request; the errors are about the settings.
func New(s Settings) (*Client, error) {
	u, err := derive(s.APIURL, s.GraphQLURL, s.GitURL)
	if err != nil {
		return nil, err
	}
	if s.Transport == nil {
		s.Transport = http.DefaultTransport
	}
	if s.Now == nil {
		s.Now = func() time.Time { return time.Now().UTC() }
	}
	if s.Clock == nil {
		s.Clock = wallClock{}
	}
	c := &Client{
		set: s, urls: u, as: map[int64]*session{}, caches: map[string]*issueCache{}, labels: map[int64]*labelCache{},
		allowed: map[permissionKey]permissionEntry{}, userNode: map[int64]string{}, checks: map[string]heldCheck{}, lacks: map[int64]lacking{}, renamed: map[string]boardName{}, boards: map[string]heldCards{},
		signed: map[int64]time.Time{}, refused: map[place]time.Time{}, missing: map[string]bool{},
	}
	c.host = timely{next: sameHost{next: s.Transport, hosts: u.hosts()}, skew: &c.skew}
	c.base = c.polite(c.host)
	switch {
	case s.AppID != 0 && len(s.PrivateKey) > 0:
		transport, err := c.appTransport(c.base)
		if err != nil {
			return nil, err
		}
		c.app = c.restClient(&http.Client{Transport: &again{next: transport, skew: &c.skew}, CheckRedirect: redirects})
	case s.Token != "":
		c.as[0] = c.session(0, bearer{next: c.host, token: s.Token}, fixedToken(s.Token))
	default:
		return nil, errors.New("no credentials for GitHub: give --app-id and --private-key, or a token")
	}
	return c, nil
}

// appTransport signs requests as the App. Each installation gets its own: the library changes it while it is in use.
func (c *Client) appTransport(over http.RoundTripper) (*ghinstallation.AppsTransport, error) {
	sign, err := newSigner(c.set.PrivateKey, &c.skew)
	if err != nil {
		return nil, errors.New("the App's private key cannot be read: give the PEM file that GitHub handed out")
	}
	t, err := ghinstallation.NewAppsTransportWithOptions(over, c.set.AppID, ghinstallation.WithSigner(sign))
	if err != nil {
		return nil, err
	}
	t.BaseURL = c.urls.apiNoSlash()
	return t, nil
}

// in returns the session of an installation; 0 where a plain token is used.
func (c *Client) in(installation int64) (*session, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.app == nil {
		installation = 0
	}
	if s, ok := c.as[installation]; ok {
		return s, nil
	}
	if installation == 0 {
		return nil, errors.New("the installation of the App is not known: the delivery named none")
	}
	app, err := c.appTransport(tokensApart{tokens: c.base, rest: c.host})
	if err != nil {
		return nil, err
	}
	fresh := func() http.RoundTripper {
		t := ghinstallation.NewFromAppsTransport(app, installation)
		t.BaseURL = c.urls.apiNoSlash()
		// Without options the library sends the JSON value null, which GitHub's contract does not know; {} asks for all that
		// the installation grants.
		t.InstallationTokenOptions = &gogithub.InstallationTokenOptions{}
		return t
	}
	a := &again{next: fresh(), fresh: fresh, skew: &c.skew}
	c.as[installation] = c.session(installation, a, a.token)
	return c.as[installation], nil
}

func (c *Client) session(installation int64, t http.RoundTripper, token tokenSource) *session {
	p := c.polite(t)
	if memo := c.set.Memo; memo != nil {
		p.until = memo.Recall(installation)
		p.memo = func(resource string, until time.Time) { memo.Remember(installation, resource, until) }
	}
	h := &http.Client{Transport: p, CheckRedirect: redirects, Timeout: requestTimeout}
	return &session{rest: c.restClient(h), http: h, token: token, limits: p}
}

func (c *Client) polite(next http.RoundTripper) *polite {
	return &polite{next: next, clock: c.set.Clock, log: c.set.Log, jitter: rand.Float64}
}

func (c *Client) restClient(h *http.Client) *gogithub.Client {
	g := gogithub.NewClient(h)
	g.BaseURL = c.urls.api
	g.UserAgent = "sensible"
	return g
}

// requestTimeout bounds one request, waiting for a rate limit included.
const requestTimeout = 2 * time.Minute
