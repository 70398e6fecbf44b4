package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func dispatch(_ *Sender, e store.Event, body shape.J) {
	body["branch"], body["client_payload"] = e.Repo.DefaultBranch, nil
	if e.Dispatch.Payload != nil {
		body["client_payload"] = e.Dispatch.Payload
	}
}
