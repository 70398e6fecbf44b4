package command

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

// How long it is quiet where nothing is said, and at most.
const (
	quietUsually = 30 * time.Minute
	quietAtMost  = 24 * time.Hour
)

// quiet stops the nudges of this incident for a while; `/quiet off` brings them back. The card's next step stays.
var quiet = Spec{
	Verb: "quiet", Usage: "[30m, off]", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		d, ok := quietFor(c.Args)
		switch {
		case !ok || d > quietAtMost:
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "30m", Paste: []string{"/quiet 30m", "/quiet 24h", "/quiet off"}}
		case d == 0:
			return "off", nil
		}
		return policy.Duration{Clock: d}.String(), nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		d, _ := quietFor(f.Args)
		i.QuietUntil = f.Posted.Add(d)
	},
}

// quietFor reads "30m", "1h30m", "off"; nothing is half an hour.
func quietFor(text string) (time.Duration, bool) {
	if text == "" {
		return quietUsually, true
	}
	d, err := policy.ParseDuration(lowerASCII(text))
	return d.Elapsed(), err == nil && (d.IsZero() || d.Elapsed() >= time.Minute)
}
