package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func label(s *Sender, e store.Event, body shape.J) {
	body["label"] = s.Shape.Label(e.Label)
	changed(e, body)
}

func milestone(s *Sender, e store.Event, body shape.J) {
	body["milestone"] = s.Shape.Milestone(e.Milestone)
	if e.Action == "edited" {
		changed(e, body)
	}
}
