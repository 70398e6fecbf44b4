package metrics

import (
	"math/big"
	"slices"
)

// Stats are figures about one key time. Seconds are rounded to the millisecond; nil where there is nothing to tell.
type Stats struct {
	N       int      `json:"n"`
	Mean    *float64 `json:"mean_s"`
	Median  *float64 `json:"median_s"` // of an even number: the mean of the two middle ones
	P90     *float64 `json:"p90_s"`    // nearest rank
	Assumed int      `json:"assumed"`  // how many were left out because one end is only assumed
}

// Trend says whether there are enough to claim one.
func (s Stats) Trend() bool { return s.N >= trendFrom }

// trendFrom is how many values a trend needs.
const trendFrom = 5

// micros is a duration in microseconds. A time.Duration holds 292 years only, and dates of incidents may be typing errors.
type micros = int64

const microsPerMilli = 1000

// describe computes the figures; it sorts the values.
func describe(values []micros, assumed int) Stats {
	s := Stats{N: len(values), Assumed: assumed}
	if len(values) == 0 {
		return s
	}
	slices.Sort(values)
	n := len(values)
	s.Mean = mean(values)
	s.Median = mean(values[(n-1)/2 : n/2+1])
	s.P90 = seconds(big.NewRat(values[(9*n+9)/10-1], 1))
	return s
}

// mean is exact whatever the values: their sum may not fit 64 bits.
func mean(values []micros) *float64 {
	sum := new(big.Int)
	for _, v := range values {
		sum.Add(sum, big.NewInt(v))
	}
	return seconds(new(big.Rat).SetFrac(sum, big.NewInt(int64(len(values)))))
}

// seconds turns microseconds into seconds, rounded half up to the millisecond.
func seconds(m *big.Rat) *float64 {
	milli := new(big.Rat).Quo(m, big.NewRat(microsPerMilli, 1))
	milli.Add(milli, big.NewRat(1, 2))
	floor := new(big.Int).Div(milli.Num(), milli.Denom()) // Euclidean: towards minus infinity, as the denominator is positive
	f, _ := new(big.Rat).SetFrac(floor, big.NewInt(1000)).Float64()
	return &f
}
