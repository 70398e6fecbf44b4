package metrics

import (
	"math/big"

	"github.com/sensible-im/sensible/internal/incident"
)

// Interval is one stretch of an incident's life. Together they are the whole life, each second once.
type Interval struct {
	Name     string // of the key time; "rest" is from the fix to the recovery
	From, To incident.Milestone
}

// Intervals are the stretches in their order. TTR spans several of them, so that only its rest is here.
var Intervals = [...]Interval{
	{"ttd", incident.Started, incident.Detected},
	{"tte", incident.Detected, incident.Engaged},
	{"ttf", incident.Engaged, incident.Fixed},
	{"rest", incident.Fixed, incident.Recovered},
	{"ttt", incident.Recovered, incident.Triaged},
	{"ttl", incident.Triaged, incident.Learned},
	{"tti", incident.Learned, incident.Improved},
	{"ttp", incident.Improved, incident.Prepared},
}

// Share is how much of the incidents' lives went into one stretch.
type Share struct {
	Name   string   `json:"name"`
	N      int      `json:"n"`        // how many incidents have it
	Share  float64  `json:"share"`    // of all stretches together, 0 to 1
	Median *float64 `json:"median_s"` // seconds
	During bool     `json:"during"`   // users suffer meanwhile: before recovery
}

// Shares says where the time goes: the sum of each stretch over all counted incidents, as a part of all of them. Before and
// after recovery are apart, since days of learning would hide minutes of outage.
func Shares(records []Record) []Share {
	sums := map[bool]*big.Int{true: new(big.Int), false: new(big.Int)}
	of := make([]*big.Int, len(Intervals))
	out := make([]Share, len(Intervals))
	counted := sift(records).counted
	for n, i := range Intervals {
		var values []micros
		of[n] = new(big.Int)
		for _, r := range counted {
			if v, o := value(r, incident.KeyTime{Name: i.Name, From: i.From, To: i.To}); o == isKnown {
				values = append(values, v)
				of[n].Add(of[n], big.NewInt(v))
			}
		}
		s := describe(values, 0)
		out[n] = Share{Name: i.Name, N: s.N, Median: s.Median, During: n < 4}
		sums[out[n].During].Add(sums[out[n].During], of[n])
	}
	for n := range out {
		if whole := sums[out[n].During]; whole.Sign() > 0 {
			out[n].Share, _ = new(big.Rat).SetFrac(of[n], whole).Float64()
		}
	}
	return out
}
