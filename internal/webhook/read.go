package webhook

import (
	"encoding/json"
	"errors"
	"strings"
)

// installationEvent is told when the App is installed, suspended, removed; installation_repositories when it gets others.
const installationEvent = "installation"

// read says what a delivery is about, which buttons it tells of, and whether it must be kept.
func (h *Handler) read(event, id string, body []byte) (d Delivery, presses []Press, keep bool) {
	h.Counts.Decoded.Add(1)
	d = Delivery{ID: id, Event: event, Payload: body}
	var p payload
	var odd *json.UnmarshalTypeError // one odd field does not lose a delivery: the others are filled in all the same
	if err := json.Unmarshal(body, &p); err != nil && (!errors.As(err, &odd) || odd.Field == "") {
		d.Unreadable = err.Error()
		return d, nil, true
	}
	d.Action = p.Action
	if p.Installation != nil {
		d.Installation = int64(p.Installation.ID)
	}
	if strings.HasPrefix(event, installationEvent) && d.Installation > 0 {
		d.Issues = []Issue{{Installation: d.Installation}}
		return d, nil, true
	}
	d.Issues = h.keys(event, p)
	if len(d.Issues) == 0 {
		return d, nil, false
	}
	d.Urgent = p.Comment != nil && p.Action != "deleted" && mayCommand(string(p.Comment.Body))
	if h.Press == nil || p.Requested == nil || p.Sender == nil || p.Action != "requested_action" {
		return d, nil, true
	}
	d.Urgent = true
	for _, i := range d.Issues {
		presses = append(presses, Press{
			Issue: i, Button: string(p.Requested.Identifier), Delivery: id, ID: int64(p.Sender.ID), Login: string(p.Sender.Login),
		})
	}
	return d, presses, true
}

// Recall is for a delivery that was kept before this process began and is not done yet: its buttons are told again.
func (h *Handler) Recall(event, id string, body []byte) {
	_, presses, _ := h.read(event, id, body)
	for _, p := range presses {
		h.Press(p)
	}
}
