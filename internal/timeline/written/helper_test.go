package written

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

const (
	minuteForm  = "2006-01-02 15:04"
	unknownTime = "?"
)

func options(t *testing.T, posted, date, zone string) Options {
	t.Helper()
	var o Options
	if posted != "" {
		day, err := time.Parse("2006-01-02", posted)
		if err != nil {
			t.Fatal(err)
		}
		o.Limit = day.AddDate(0, 0, 1)
	}
	if date != "" {
		day, err := time.Parse("2006-01-02", date)
		if err != nil {
			t.Fatal(err)
		}
		o.Day = day
	}
	if zone != "" {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		o.Zone = loc
	}
	return o
}

func compare(t *testing.T, text string, o Options, want []string) {
	t.Helper()
	var got, told []string
	for _, r := range Read(text, o) {
		at := unknownTime
		if !r.At.IsZero() {
			at = r.At.Format(minuteForm)
		}
		got = append(got, at)
		told = append(told, at+" | "+r.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s\nof\n%s", strings.Join(told, "\n  "), strings.Join(want, "\n  "), text)
	}
}
