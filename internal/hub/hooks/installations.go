package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func installation(s *Sender, e store.Event, body shape.J) {
	in := e.Installation
	body["installation"] = s.Shape.Installation(in)
	switch e.Action {
	case "created", "deleted", "new_permissions_accepted", "suspend", "unsuspend":
		body["repositories"] = s.covered(in)
	}
	if e.Action == "created" {
		body["requester"] = nil
	}
	delete(body, "organization")
}

func (s *Sender) covered(in *store.Installation) []shape.J {
	out := []shape.J{}
	for _, r := range s.Store.Repositories() {
		if in.Covers(r) {
			out = append(out, brief(r))
		}
	}
	return out
}

func brief(r *store.Repository) shape.J {
	return shape.J{"id": r.ID, "node_id": r.NodeID, "name": r.Name, "full_name": r.FullName(), "private": r.Private}
}

// installationRepositories tells which repositories came or went: the store hands them over in the changes.
func installationRepositories(s *Sender, e store.Event, body shape.J) {
	body["installation"] = s.Shape.Installation(e.Installation)
	body["repository_selection"] = e.Installation.Selection
	body["requester"] = nil
	for _, key := range []string{"repositories_added", "repositories_removed"} {
		repos, _ := e.Changes[key].([]*store.Repository)
		body[key] = shape.List(repos, brief)
	}
	delete(body, "organization")
}

func repository(_ *Sender, e store.Event, body shape.J) { changed(e, body) }
