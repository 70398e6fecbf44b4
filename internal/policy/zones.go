package policy

import (
	"slices"
	"time"
	_ "time/tzdata" // zones must be the same on every machine, also on one without zone files
)

// mostZones is how many zones beside UTC people are shown.
const mostZones = 4

// Zones are the zones that times are shown in: UTC first, then at most four of the team's.
func (c Config) Zones() []*time.Location {
	zones := []*time.Location{time.UTC}
	for _, name := range c.Team.Zones {
		if len(zones) <= mostZones {
			zones = addZone(zones, name)
		}
	}
	return zones
}

// ZonesFor are the zones in which a time that names none may be meant, likeliest first: the
// person's, then the team's in the order of the file. Never empty.
func (c Config) ZonesFor(login string) []*time.Location {
	zones := addZone(nil, c.Person(login).Zone)
	for _, name := range c.Team.Zones {
		zones = addZone(zones, name)
	}
	if len(zones) == 0 {
		zones = append(zones, time.UTC)
	}
	return zones
}

// KnowsZone says whether a time that names no zone can have only one meaning for a login: the file says where that person
// is, or that the whole team is in one zone.
func (c Config) KnowsZone(login string) bool {
	return c.Person(login).Zone != "" || c.wrote("team.zones") && len(c.Team.Zones) == 1
}

// Person is what the file says about a login (capitals do not matter); the zero Person otherwise.
func (c Config) Person(login string) Person {
	if p, ok := c.People[login]; ok {
		return p
	}
	for name, p := range c.People {
		if fold(name) == fold(login) {
			return p
		}
	}
	return Person{}
}

// addZone appends a zone unless it is there, or is none.
func addZone(zones []*time.Location, name string) []*time.Location {
	zone, ok := loadZone(name)
	if !ok || slices.ContainsFunc(zones, func(z *time.Location) bool { return z.String() == zone.String() }) {
		return zones
	}
	return append(zones, zone)
}

// loadZone finds an IANA zone. "Local" is refused: it would be the machine's, not the team's.
func loadZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}
