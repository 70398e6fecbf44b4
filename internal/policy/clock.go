package policy

import (
	"fmt"
	"time"
)

// Hours is a range of each day in minutes after midnight, From included, Until not. Until may be
// 1440 (24:00), and lies before From where the range crosses midnight. The zero value means unset.
type Hours struct {
	From  int
	Until int
}

// IsZero tells whether no range is set.
func (h Hours) IsZero() bool { return h == Hours{} }

// String writes "09:00-18:00".
func (h Hours) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.Until/60, h.Until%60)
}

// Contains tells whether a minute after midnight lies in the range.
func (h Hours) Contains(minute int) bool {
	if h.From < h.Until {
		return minute >= h.From && minute < h.Until
	}
	return minute >= h.From || minute < h.Until
}

// ParseHours reads "09:00-18:00". The error says what to write instead.
func ParseHours(text string) (Hours, error) {
	from, ok1 := 0, false
	until, ok2 := 0, false
	if len(text) == 11 && text[5] == '-' {
		from, ok1 = minutes(text[:5])
		until, ok2 = minutes(text[6:])
	}
	if !ok1 || !ok2 || from == 24*60 {
		return Hours{}, fmt.Errorf("%q are no hours: write HH:MM-HH:MM, such as 09:00-18:00", text)
	}
	if from == until {
		return Hours{}, fmt.Errorf("%q begins and ends at the same minute: for the whole day write 00:00-24:00", text)
	}
	return Hours{from, until}, nil
}

// minutes reads "HH:MM" up to 24:00.
func minutes(text string) (int, bool) {
	for i, c := range []byte(text) {
		if (i == 2) != (c == ':') || i != 2 && (c < '0' || c > '9') {
			return 0, false
		}
	}
	h, m := int(text[0]-'0')*10+int(text[1]-'0'), int(text[3]-'0')*10+int(text[4]-'0')
	return h*60 + m, m < 60 && h*60+m <= 24*60
}

func (h *Hours) parse(text string) (err error) { *h, err = ParseHours(text); return err }

func (h *Hours) shape() map[string]any {
	return map[string]any{"type": []any{"string", "null"}, "pattern": `^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`}
}

// Date is a calendar day without a zone. The zero value means unset.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero tells whether no day is set.
func (d Date) IsZero() bool { return d == Date{} }

// String writes "2026-11-23".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// DateOf is the day that an instant falls on, in the instant's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d *Date) parse(text string) error {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return fmt.Errorf("%q is no date of the calendar: write YYYY-MM-DD, such as 2026-11-23", text)
	}
	*d = DateOf(t)
	return nil
}

func (d *Date) shape() map[string]any {
	return map[string]any{"type": []any{"string", "null"}, "format": "date", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
}

// Instant is a point in time, in UTC. The zero value means unset.
type Instant struct{ time.Time }

func (i *Instant) parse(text string) error {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return fmt.Errorf("%q is no instant: write RFC 3339, such as 2026-12-24T00:00:00Z", text)
	}
	i.Time = t.UTC()
	return nil
}

func (i *Instant) shape() map[string]any {
	return map[string]any{"type": []any{"string", "null"}, "format": "date-time"}
}
