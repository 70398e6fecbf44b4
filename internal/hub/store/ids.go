package store

import (
	"encoding/base64"
	"encoding/binary"
)

// first is the first database id of each kind, apart from one another so that a mixed-up id is noticed.
var first = map[string]int64{
	"user": 1001, "org": 9001, "team": 3001, "repo": 500001, "issue": 2000001, "comment": 1100001, "label": 700001,
	"milestone": 60001, "reaction": 800001, "event": 4000001, "edit": 5000001, "pull": 6000001, "review": 6500001,
	"project": 20001, "field": 30001, "item": 40001, "view": 50001, "status": 55001, "fieldvalue": 58001,
	"app": 1, "installation": 10, "delivery": 7000001, "checkrun": 8000001, "checksuite": 8500001,
	"deployment": 9000001, "deploymentstatus": 9200001, "release": 9500001, "commitstatus": 9700001, "hook": 90001,
}

// newID is the next database id of a kind. They stay below 2^31, as GraphQL's Int wants.
func (s *Store) newID(kind string) int64 {
	if s.ids[kind] == 0 {
		s.ids[kind] = first[kind]
	}
	id := s.ids[kind]
	s.ids[kind]++
	return id
}

// claimID makes sure that newID never gives out id again.
func (s *Store) claimID(kind string, id int64) {
	if s.ids[kind] <= id {
		s.ids[kind] = id + 1
	}
}

// nodeID is an id as GitHub's GraphQL makes them: a prefix, and a msgpack array of the owner's and the own database id.
func nodeID(prefix string, parts ...int64) string {
	raw := []byte{0x91 + byte(len(parts)), 0}
	for _, p := range parts {
		raw = append(raw, 0xce)
		raw = binary.BigEndian.AppendUint32(raw, uint32(p))
	}
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(raw)
}

// register makes v reachable by its node id.
func (s *Store) register(id string, v any) string { s.nodes[id] = v; return id }

// Node is the entity with this node id: *User, *Organization, *Team, *Repository, *Issue, *Pull, *Comment, *Label,
// *Milestone, *Reaction, *TimelineEvent, *Review, *Project, *Field, *Item, *View, *StatusUpdate, *App, *Installation,
// *CheckRun, *Deployment or *Release; nil where there is none.
func (s *Store) Node(id string) any { return s.nodes[id] }
