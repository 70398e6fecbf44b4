package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time as the file writes it. Days are calendar days of a zone (a day may
// have 23 or 25 hours), working days leave out Saturdays, Sundays and holidays. The zero value
// means off.
type Duration struct {
	Clock       time.Duration // hours and minutes
	Days        int           // d; w counts 7
	WorkingDays int           // wd
}

// longest is ten years: what is longer is a slip of the pen, and sums of it stay far from overflow.
const longest = 3660 * 24 * time.Hour

// IsZero tells whether there is no duration (off).
func (d Duration) IsZero() bool { return d == Duration{} }

// Elapsed is the duration on a clock: 24 hours a day, working or not.
func (d Duration) Elapsed() time.Duration {
	return d.Clock + time.Duration(d.Days+d.WorkingDays)*24*time.Hour
}

// String writes the duration as the file does: "1w", "5d", "1h30m", "2wd", "off".
func (d Duration) String() string {
	if d.IsZero() {
		return "off"
	}
	var b strings.Builder
	put := func(n int, unit string) {
		if n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit)
		}
	}
	if d.Days%7 == 0 {
		put(d.Days/7, "w")
	} else {
		put(d.Days, "d") // 30d is read at once, 4w2d is not
	}
	put(d.WorkingDays, "wd")
	seconds := int(d.Clock / time.Second)
	put(seconds/3600, "h")
	put(seconds/60%60, "m")
	put(seconds%60, "s")
	return b.String()
}

// durationHelp is what an error about a duration tells to write instead.
const durationHelp = "write a number and a unit, such as 30m, 1h30m, 5d, 1w or 2wd (working days), or off"

// ParseDuration reads "5m", "1h30m", "5d", "1w", "2wd" or "off". The error says what to write instead.
func ParseDuration(text string) (Duration, error) {
	if text == "off" {
		return Duration{}, nil
	}
	var d Duration
	rest := text
	for rest != "" {
		n, unit, after := cutUnit(rest)
		if n < 0 || !d.add(n, unit) {
			return Duration{}, fmt.Errorf("%q is not a duration: %s", text, durationHelp)
		}
		rest = after
	}
	if d.IsZero() {
		return Duration{}, fmt.Errorf("%q is no length of time: %s", text, durationHelp)
	}
	if d.Elapsed() > longest {
		return Duration{}, fmt.Errorf("%q is longer than ten years: %s", text, durationHelp)
	}
	return d, nil
}

// cutUnit splits "1h30m" into 1, "h" and "30m"; n is -1 where no number of at most 6 digits leads.
func cutUnit(text string) (n int, unit, rest string) {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits == 0 || digits > 6 {
		return -1, "", ""
	}
	n, _ = strconv.Atoi(text[:digits])
	rest = strings.TrimLeft(text[digits:], "abcdefghijklmnopqrstuvwxyz")
	return n, text[digits : len(text)-len(rest)], rest
}

// add counts n units; false for an unknown unit.
func (d *Duration) add(n int, unit string) bool {
	switch unit {
	case "s":
		d.Clock += time.Duration(n) * time.Second
	case "m", "min":
		d.Clock += time.Duration(n) * time.Minute
	case "h":
		d.Clock += time.Duration(n) * time.Hour
	case "d":
		d.Days += n
	case "w":
		d.Days += 7 * n
	case "wd":
		d.WorkingDays += n
	default:
		return false
	}
	// Days are bounded before Elapsed multiplies them, which would overflow.
	return d.Days <= 10_000 && d.WorkingDays <= 10_000 && d.Elapsed() <= 2*longest
}

func (d *Duration) parse(text string) (err error) { *d, err = ParseDuration(text); return err }

func (d *Duration) shape() map[string]any {
	return map[string]any{"type": []any{"string", "boolean", "null"}, "not": map[string]any{"const": true},
		"pattern": `^(off|([0-9]{1,6}(s|min|m|h|d|wd|w))+)$`}
}
