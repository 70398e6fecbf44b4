package webhook

import (
	"encoding/json"
	"errors"
	"strings"
)

// installationEvent is told when the App is installed, suspended, removed; installation_repositories when it gets others.
const installationEvent = "installation"

// read says what a delivery is about, and whether it must be kept.
func (h *Handler) read(event, id string, body []byte) (d Delivery, keep bool) {
	h.Counts.Decoded.Add(1)
	d = Delivery{ID: id, Event: event, Payload: body}
	var p payload
	var odd *json.UnmarshalTypeError // one odd field does not lose a delivery: the others are filled in all the same
	if err := json.Unmarshal(body, &p); err != nil && (!errors.As(err, &odd) || odd.Field == "") {
		d.Unreadable = err.Error()
		return d, true
	}
	d.Action = p.Action
	if p.Installation != nil {
		d.Installation = int64(p.Installation.ID)
	}
	if strings.HasPrefix(event, installationEvent) && d.Installation > 0 {
		d.Issues = []Issue{{Installation: d.Installation}}
		return d, true
	}
	d.Issues = h.keys(event, p)
	if len(d.Issues) == 0 {
		return d, false
	}
	d.Urgent = p.Comment != nil && p.Action != "deleted" && mayCommand(string(p.Comment.Body))
	if p.Requested != nil && p.Sender != nil && p.Action == "requested_action" {
		d.Urgent = true
		d.Press = &Press{Button: string(p.Requested.Identifier), ID: int64(p.Sender.ID), Login: string(p.Sender.Login)}
	}
	return d, true
}
