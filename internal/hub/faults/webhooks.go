package faults

import "time"

// Delivery is what shall happen to one webhook.
type Delivery struct {
	// Drop loses it; Double sends it twice; Reorder lets the next one overtake it.
	Drop, Double, Reorder bool
	// Late holds it back for this long on the hub's clock.
	Late time.Duration
}

// Webhook decides about one delivery of an event (match= compares with "issues" or "issues.opened").
func (s *Set) Webhook(event, action string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var d Delivery
	for _, fault := range s.active {
		if fault.Webhook == "" || !matchesEvent(fault.Match, event, action) || !fault.strike() {
			continue
		}
		switch fault.Webhook {
		case "drop":
			d.Drop = true
		case "double":
			d.Double = true
		case "reorder":
			d.Reorder = true
		case "late":
			d.Late = max(d.Late, fault.Late)
		}
	}
	return d
}

func matchesEvent(pattern, event, action string) bool {
	return pattern == "" || glob(pattern, event) || glob(pattern, event+"."+action)
}
