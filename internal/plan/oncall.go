package plan

import (
	"time"

	"github.com/sensible-im/sensible/internal/oncall"
	"github.com/sensible-im/sensible/internal/when"
)

// onCallRow is who is on call, and until when in that person's own time.
type onCallRow struct{ Login, Until string }

// onCallNow are the people on call while the incident goes on; the card is looked at again when the first shift ends.
func (s *scene) onCallNow() (out []onCallRow) {
	if !s.Incident.Open() {
		return nil
	}
	for _, shift := range oncall.At(s.Config, s.Now) {
		zone := s.teamZones(shift.Who)[0]
		until := when.Clock(shift.Until, zone)
		if shift.Until.Sub(s.Now) > 20*time.Hour {
			until = when.Stamp(shift.Until, zone)
		}
		out = append(out, onCallRow{Login: shift.Who, Until: until})
		s.wakeAt(shift.Until)
	}
	return out
}
