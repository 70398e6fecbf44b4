package plan

import (
	"github.com/sensible-im/sensible/internal/incident"
)

// nobody is for steps that anybody can take.
func nobody(*scene) incident.Person { return incident.Person{} }

func leader(s *scene) incident.Person { return s.lead() }

// responder is whoever leads, else whoever is on it.
func responder(s *scene) incident.Person {
	if lead := s.lead(); !lead.IsZero() {
		return lead
	}
	for _, f := range s.Ledger.Accepted() {
		if f.Verb == "ack" {
			return f.Actor
		}
	}
	for _, o := range s.Ledger.Seen {
		if o.Kind == "engaged" {
			return o.Actor
		}
	}
	return incident.Person{}
}

// speaker tells the team how it stands: communications where that role was split off.
func speaker(s *scene) incident.Person {
	if c := s.Incident.Roles[incident.Communications]; !c.IsZero() {
		return c
	}
	return responder(s)
}

// writer owns the postmortem: who was named for it, else who led, else who worked on it, else who declared it.
func writer(s *scene) incident.Person {
	if !s.Incident.PMOwner.IsZero() {
		return s.Incident.PMOwner
	}
	if r := responder(s); !r.IsZero() {
		return r
	}
	if s.Ledger.Declaration.Responder {
		return s.Ledger.Declaration.By
	}
	return incident.Person{}
}

// openItem is the first action item that the incident still waits for.
func (s *scene) openItem() (incident.ActionItem, bool) {
	for _, a := range s.Incident.Actions {
		if s.waitsFor(a) {
			return a, true
		}
	}
	return incident.ActionItem{}, false
}

func (s *scene) openItems() int {
	n := 0
	for _, a := range s.Incident.Actions {
		if s.waitsFor(a) {
			n++
		}
	}
	return n
}

func (s *scene) waitsFor(a incident.ActionItem) bool {
	return a.DoneAt.IsZero() && !a.Declined && (a.DoNext() || a.Kind == "prepare")
}

func itemOwner(s *scene) incident.Person {
	item, _ := s.openItem()
	if item.Owner.IsZero() {
		return s.lead()
	}
	return item.Owner
}

func (s *scene) itemURL(a incident.ActionItem) string {
	if it, ok := s.itemFor(a); ok {
		return it.URL
	}
	return ""
}
