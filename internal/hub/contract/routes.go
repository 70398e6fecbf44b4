package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// route is one REST path of the contract, split for matching.
type route struct {
	template string
	methods  map[string]bool
	segments []string        // literal, or "{name}"
	wide     map[string]bool // parameters that may hold slashes
	literals int
}

// loadRoutes reads the REST document's outline and its routes, the most specific first.
var loadRoutes = sync.OnceValues(func() ([]route, error) {
	doc, err := loadREST()
	if err != nil {
		return nil, err
	}
	wideNames, err := doc.wideParameters()
	if err != nil {
		return nil, err
	}
	var routes []route
	for template, raw := range doc.entries {
		r, err := newRoute(template, raw, wideNames)
		if err != nil {
			return nil, err
		}
		routes = append(routes, r)
	}
	slices.SortFunc(routes, func(a, b route) int {
		if a.literals != b.literals {
			return b.literals - a.literals
		}
		return strings.Compare(a.template, b.template)
	})
	return routes, nil
})

var loadREST = sync.OnceValues(func() (*document, error) { return loadDocument("rest.json.gz", "paths") })

// parameterOutline is what routing needs of a parameter.
type parameterOutline struct {
	Ref  string `json:"$ref"`
	Name string `json:"name"`
	Wide bool   `json:"x-multi-segment"`
}

// wideParameters are the shared parameters, by reference, that GitHub marks as spanning
// several path segments.
func (d *document) wideParameters() (map[string]parameterOutline, error) {
	wide := map[string]parameterOutline{}
	for name, raw := range d.raw["parameters"] {
		var p parameterOutline
		if err := json.Unmarshal(raw, &p); err != nil {
			return nil, fmt.Errorf("read the parameter %s: %w", name, err)
		}
		if p.Wide {
			wide["#/components/parameters/"+name] = p
		}
	}
	return wide, nil
}

func newRoute(template string, raw json.RawMessage, shared map[string]parameterOutline) (route, error) {
	r := route{
		template: template, segments: strings.Split(strings.TrimPrefix(template, "/"), "/"),
		methods: map[string]bool{}, wide: map[string]bool{},
	}
	var operations map[string]struct {
		Parameters []parameterOutline `json:"parameters"`
	}
	if err := json.Unmarshal(raw, &operations); err != nil {
		return r, fmt.Errorf("read the route %s: %w", template, err)
	}
	for method, op := range operations {
		r.methods[strings.ToUpper(method)] = true
		for _, p := range op.Parameters {
			if p.Ref != "" {
				p = shared[p.Ref]
			}
			if p.Wide {
				r.wide["{"+p.Name+"}"] = true
			}
		}
	}
	for _, s := range r.segments {
		if !strings.Contains(s, "{") {
			r.literals++
		}
	}
	return r, nil
}

// match fits an escaped path, split at slashes, to the route and returns its parameters.
func (r route) match(path []string) (map[string]string, bool) {
	params := map[string]string{}
	return params, matchSegments(r, r.segments, path, params)
}

func matchSegments(r route, want, got []string, params map[string]string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if len(got) == 0 {
		return false
	}
	head := want[0]
	if !strings.Contains(head, "{") {
		return head == got[0] && matchSegments(r, want[1:], got[1:], params)
	}
	longest := 1
	if r.wide[head] {
		longest = len(got) - len(want) + 1
	}
	for n := longest; n >= 1; n-- {
		if bind(head, strings.Join(got[:n], "/"), params) && matchSegments(r, want[1:], got[n:], params) {
			return true
		}
	}
	return false
}

// bind gives the parameters in one template segment ("{a}" or "{a}...{b}") their values.
func bind(template, text string, params map[string]string) bool {
	names := strings.Split(template, "...")
	values := []string{text}
	if len(names) > 1 {
		values = strings.SplitN(text, "...", len(names))
	}
	if len(values) != len(names) {
		return false
	}
	for i, name := range names {
		value, err := url.PathUnescape(values[i])
		if err != nil || value == "" {
			return false
		}
		params[strings.Trim(name, "{}")] = value
	}
	return true
}

// find is the route of a request, its parameters, and whether there is one. HEAD is GET.
func find(method, escapedPath string) (route, map[string]string, error) {
	routes, err := loadRoutes()
	if err != nil {
		return route{}, nil, err
	}
	if method == http.MethodHead {
		method = http.MethodGet
	}
	path := strings.Split(strings.Trim(strings.TrimPrefix(escapedPath, "/api/v3"), "/"), "/")
	for _, r := range routes {
		if !r.methods[method] {
			continue
		}
		if params, ok := r.match(path); ok {
			return r, params, nil
		}
	}
	return route{}, nil, &UnknownRouteError{Method: method, Path: escapedPath}
}

// UnknownRouteError says that the contract has no such route: a misspelt path, a wrong
// method, or a route outside of what the generator keeps.
type UnknownRouteError struct{ Method, Path string }

func (e *UnknownRouteError) Error() string {
	return fmt.Sprintf("GitHub's contract knows no route %s %s", e.Method, e.Path)
}

// Operation names the REST route of a request for logs and counts, like
// "GET /repos/{owner}/{repo}/issues/{issue_number}"; "" where the contract knows none.
func Operation(req *http.Request) string {
	r, _, err := find(req.Method, req.URL.EscapedPath())
	if err != nil {
		return ""
	}
	return req.Method + " " + r.template
}

// Routes lists every REST operation of the embedded contract, "METHOD /template", sorted.
func Routes() ([]string, error) {
	routes, err := loadRoutes()
	if err != nil {
		return nil, err
	}
	var list []string
	for _, r := range routes {
		for m := range r.methods {
			list = append(list, m+" "+r.template)
		}
	}
	slices.Sort(list)
	return list, nil
}
