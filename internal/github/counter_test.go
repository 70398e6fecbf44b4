package github_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
)

// counter counts the requests that leave the client, by GraphQL operation or by method and the path's last word. The hub
// counts too, but after it has answered.
type counter struct {
	mu  sync.Mutex
	ops map[string]int
}

var operation = regexp.MustCompile(`^\s*(?:#.*\s+)*(?:query|mutation) (\w+)`)

// RoundTrip implements http.RoundTripper.
func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	name := r.Method + " " + path.Base(r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/graphql") && r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		var sent struct{ Query string }
		if err := json.NewDecoder(body).Decode(&sent); err != nil {
			return nil, err
		}
		name = operation.FindStringSubmatch(sent.Query)[1]
	}
	c.mu.Lock()
	if c.ops == nil {
		c.ops = map[string]int{}
	}
	c.ops[name]++
	c.mu.Unlock()
	return http.DefaultTransport.RoundTrip(r)
}

func (c *counter) now() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.ops)
}

func (c *counter) total() (n int) {
	for _, k := range c.now() {
		n += k
	}
	return n
}
