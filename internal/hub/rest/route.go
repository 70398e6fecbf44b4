package rest

import (
	"net/url"
	"regexp"
	"sort"
	"strings"
)

// handler answers a call: a status, what to encode as JSON (nil: nothing), or an error in GitHub's words.
type handler func(*call) (int, any, error)

// route is one line of the table.
type route struct {
	method string
	path   string // as OpenAPI's template; {name...} may hold slashes
	needs  string // what an integration's token needs: "issues:write", "issues,pull_requests:read"; empty: nothing, or decided in the handler
	handle handler
}

// table finds routes.
type table struct{ byMethod map[string][]compiled }

type compiled struct {
	route    *route
	pattern  *regexp.Regexp
	names    []string
	literals int
}

var parameter = regexp.MustCompile(`\{([a-z_]+)(\.\.\.)?\}`)

func compile(list []route) *table {
	t := &table{byMethod: map[string][]compiled{}}
	for i := range list {
		rt := &list[i]
		c := compiled{route: rt, literals: len(parameter.ReplaceAllString(rt.path, ""))}
		at, expr := 0, "^"
		for _, m := range parameter.FindAllStringSubmatchIndex(rt.path, -1) {
			expr += regexp.QuoteMeta(rt.path[at:m[0]])
			if m[4] >= 0 {
				expr += "(.+)"
			} else {
				expr += "([^/]+)"
			}
			c.names = append(c.names, rt.path[m[2]:m[3]])
			at = m[1]
		}
		c.pattern = regexp.MustCompile(expr + regexp.QuoteMeta(rt.path[at:]) + "$")
		t.byMethod[rt.method] = append(t.byMethod[rt.method], c)
	}
	for _, cs := range t.byMethod {
		sort.SliceStable(cs, func(i, j int) bool { return cs[i].literals > cs[j].literals })
	}
	return t
}

// find is the most literal route that fits the escaped path, and its parameters, unescaped; nil where there is none.
func (t *table) find(method, path string) (rt *route, params map[string]string) {
	if method == "HEAD" {
		method = "GET"
	}
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	for _, c := range t.byMethod[method] {
		m := c.pattern.FindStringSubmatch(path)
		if m == nil {
			continue
		}
		params = map[string]string{}
		for i, name := range c.names {
			v, err := url.PathUnescape(m[i+1])
			if err != nil {
				return nil, nil
			}
			params[name] = v
		}
		return c.route, params
	}
	return nil, nil
}

// name is the route as OpenAPI writes it.
func (rt *route) name() string {
	return rt.method + " " + parameter.ReplaceAllString(rt.path, "{$1}")
}
