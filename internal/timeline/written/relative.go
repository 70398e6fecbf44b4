package written

import "github.com/sensible-im/sensible/internal/pattern"

// relative is a distance from the beginning of an incident: T+5m. seconds counts from T0.
type relative struct {
	set     bool
	seconds int
}

var (
	relForm  = pattern.Of(`^[Tt] ?([+-]) ?(?:(\d{1,3}) ?h(?:ours?|rs?)?)? ?(?:(\d{1,4}) ?(?:m(?:in(?:ute)?s?)?|')?)?\b(?: ?(\d{1,4}) ?s(?:ec(?:ond)?s?)?\b)?`)
	relClock = pattern.Of(`^[Tt] ?([+-]) ?(\d{1,3}):(\d{2})(?::(\d{2}))?\b`)
	relZero  = pattern.Of(`^[Tt][ =]?0\b(?: ?[:=(])?`)
)

// readRelative reads T+5m, T+1h30m, T+0:07, T+5 (minutes), T0 at the beginning of s.
func readRelative(s string) (relative, int) {
	if s == "" || s[0] != 'T' && s[0] != 't' {
		return relative{}, 0
	}
	sign := func(text string, seconds int) relative {
		if text == "-" {
			seconds = -seconds
		}
		return relative{set: true, seconds: seconds}
	}
	if m := relClock.FindStringSubmatch(s); m != nil {
		return sign(m[1], number(m[2])*3600+number(m[3])*60+number(m[4])), len(m[0])
	}
	if m := relForm.FindStringSubmatch(s); m != nil && m[2]+m[3]+m[4] != "" {
		return sign(m[1], number(m[2])*3600+number(m[3])*60+number(m[4])), len(m[0])
	}
	if m := relZero.FindString(s); m != "" {
		return relative{set: true}, len(m)
	}
	return relative{}, 0
}
