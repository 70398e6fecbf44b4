package git

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// refusal is an answer instead of git's.
type refusal struct {
	status   int
	text     string
	location string
}

func (f *refusal) write(w http.ResponseWriter) {
	switch {
	case f.status == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
	case f.location != "":
		w.Header().Set("Location", f.location)
	}
	http.Error(w, f.text, f.status)
}

// authorize finds out who asks and whether they may. Without credentials what cannot be seen is a 401, so that clients
// send them; with good ones it is a 404, as everywhere.
func (s *Server) authorize(r *http.Request, req *request) (out *refusal) {
	s.Store.View(func() {
		actor, err := s.Store.Authenticate(r.Header.Get("Authorization"))
		if err != nil {
			out = &refusal{status: http.StatusUnauthorized, text: "Invalid username or token. Password authentication is not supported for Git operations."}
			return
		}
		anonymous := actor.Kind == store.Anonymous
		repo, err := s.Store.FindRepository(actor, req.owner+"/"+req.name)
		var refused *store.Error
		switch {
		case errors.As(err, &refused) && refused.Status == http.StatusMovedPermanently:
			out = s.movedTo(r, req, refused.Location)
		case err != nil && anonymous, err == nil && anonymous && req.push:
			out = &refusal{status: http.StatusUnauthorized, text: "Repository not found."}
		case err != nil:
			out = &refusal{status: http.StatusNotFound, text: "Repository not found."}
		default:
			req.actor, req.repo, req.full, req.signed = actor, repo, repo.FullName(), repo.RequireSignedCommits
			out = s.permit(req)
		}
	})
	return out
}

func (s *Server) permit(req *request) *refusal {
	role := store.Read
	if req.push {
		role = store.Write
	}
	req.login = "anonymous"
	if req.actor.User != nil {
		req.login = req.actor.User.Login
	}
	if s.Store.Need(req.actor, req.repo, "contents", role) != nil {
		return &refusal{status: http.StatusForbidden,
			text: fmt.Sprintf("Permission to %s.git denied to %s.", req.repo.FullName(), req.login)}
	}
	if req.push && req.repo.Archived {
		return &refusal{status: http.StatusForbidden, text: "This repository was archived so it is read-only."}
	}
	return nil
}

// movedTo sends clients of a renamed repository to its new name, as github.com does for git.
func (s *Server) movedTo(r *http.Request, req *request, location string) *refusal {
	var id int64
	if _, err := fmt.Sscanf(location, "/repositories/%d", &id); err != nil {
		return &refusal{status: http.StatusNotFound, text: "Repository not found."}
	}
	target := "/" + s.Store.RepositoryByID(id).FullName() + ".git" + req.service
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	return &refusal{status: http.StatusMovedPermanently, text: "Moved Permanently", location: target}
}
