package git

import (
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"path/filepath"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Server speaks git's smart HTTP at /{owner}/{repo}.git/, and tells the store what pushes moved.
type Server struct {
	Git   *Git
	Store *store.Store
}

// services are the three requests of the protocol that the hub serves, by the end of the path.
var services = map[string]string{
	"/info/refs": http.MethodGet, "/git-upload-pack": http.MethodPost, "/git-receive-pack": http.MethodPost,
}

// request is one call whose address and credentials were understood.
type request struct {
	owner, name, service string
	push                 bool
	actor                *store.Actor
	repo                 *store.Repository
	full                 string // the repository's name at the time of the request
	signed               bool
	login                string
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, ok := parsePath(r)
	if !ok {
		http.Error(w, "Not Found", http.StatusNotFound)
		return
	}
	if refusal := s.authorize(r, &req); refusal != nil {
		refusal.write(w)
		return
	}
	dir, err := s.Git.dir(req.full)
	if err != nil {
		http.Error(w, "Not Found", http.StatusNotFound)
		return
	}
	if err := settle(r, s.Git.temporary()); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	defer func() { _ = r.Body.Close() }()
	if r.Method == http.MethodPost && req.push {
		s.receive(w, r, req, dir)
		return
	}
	s.backend(r, req, dir, nil).ServeHTTP(w, inner(r, dir, req.service))
}

func parsePath(r *http.Request) (request, bool) {
	for service, method := range services {
		place, found := strings.CutSuffix(r.URL.Path, service)
		if !found {
			continue
		}
		full, found := strings.CutSuffix(strings.TrimPrefix(place, "/"), ".git")
		owner, name, two := strings.Cut(full, "/")
		if !found || !two || strings.Contains(name, "/") || r.Method != method {
			return request{}, false
		}
		push := service == "/git-receive-pack" || r.URL.Query().Get("service") == "git-receive-pack"
		return request{owner: owner, name: name, service: service, push: push}, true
	}
	return request{}, false
}

// receive runs a push. Its short answer is kept back until the store knows what moved: a client that has its answer
// finds the pull request at its new head.
func (s *Server) receive(w http.ResponseWriter, r *http.Request, req request, dir string) {
	moved, err := newPushLog(s.Git.temporary())
	if err != nil {
		http.Error(w, "the push could not be recorded: "+err.Error(), http.StatusInternalServerError)
		return
	}
	defer moved.remove()
	env := []string{pushLog + "=" + moved.path}
	if req.signed {
		env = append(env, requireSigned+"=1")
	}
	answer := &kept{header: http.Header{}, status: http.StatusOK}
	s.backend(r, req, dir, env).ServeHTTP(answer, inner(r, dir, req.service))
	s.pushed(req, moved.updates())
	answer.copyTo(w)
}

// pushed tells the store what moved; a branch that did not only go forward was forced.
func (s *Server) pushed(req request, updates []store.Push) {
	for i, u := range updates {
		if u.Before != store.ZeroSHA && u.After != store.ZeroSHA {
			_, err := s.Git.line(req.full, "merge-base", "--is-ancestor", u.Before, u.After)
			updates[i].Forced = err != nil
		}
	}
	if len(updates) == 0 {
		return
	}
	s.Store.Update(func() {
		for _, u := range updates {
			s.Store.Pushed(req.actor.User, req.repo, u)
		}
	})
}

// backend is git's own CGI program, with an environment of ours alone.
func (s *Server) backend(r *http.Request, req request, dir string, env []string) *cgi.Handler {
	env = append(env, "GIT_PROJECT_ROOT="+filepath.Dir(dir), "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER="+req.login,
		"GIT_PROTOCOL="+r.Header.Get("Git-Protocol"))
	env = append(env, s.Git.environment()...)
	if !req.push {
		env = append(env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=http.receivepack", "GIT_CONFIG_VALUE_0=false")
	}
	return &cgi.Handler{Path: s.Git.program, Args: []string{"http-backend"}, Dir: s.Git.home(), Env: env,
		Stderr: io.Discard, Logger: log.New(io.Discard, "", 0)}
}

// inner is the request as the program shall see it: the repository's directory for a path, and no credentials.
func inner(r *http.Request, dir, service string) *http.Request {
	clean := r.Clone(r.Context())
	clean.URL.Path = "/" + filepath.Base(dir) + service
	clean.Header.Del("Authorization")
	clean.Header.Del("Cookie")
	return clean
}
