package when

import "time"

// settle turns one or several readings of the same instant ("10:05 JST = 01:05 UTC") into one result.
func settle(parts []expression, ctx Context) (Result, *Problem) {
	first, problem := parts[0].resolve(ctx)
	if len(parts) == 1 || problem != nil && problem.Kind != Ambiguous {
		return first, problem
	}
	lead := parts[0]
	for _, p := range parts {
		if p.date.set() && !lead.date.set() {
			lead = p
		}
	}
	var all, common []Reading
	for _, p := range parts {
		res, problem := p.resolve(ctx)
		if problem != nil && problem.Kind != Ambiguous {
			return Result{}, problem
		}
		all = append(all, p.asReadOr(res, problem)...)
	}
	for _, r := range lead.asReadOr(lead.resolve(ctx)) {
		if everyPartCanMean(parts, r.At, ctx) {
			common = append(common, r)
		}
	}
	if len(common) != 1 {
		return Result{}, &Problem{Kind: Ambiguous, Readings: all}
	}
	at := common[0].At
	return Result{At: at, Zone: lead.zone.written, Source: ZoneWritten, Location: lead.zone.location(ctx),
		Precision: lead.precision(), Approximate: lead.approx}, nil
}

func everyPartCanMean(parts []expression, at time.Time, ctx Context) bool {
	for _, p := range parts {
		if !p.canMean(at, ctx) {
			return false
		}
	}
	return true
}

// canMean tells whether one of e's readings is the instant at. Where e has no date, it is read on the days around at,
// not on the latest: its zone may have had another offset then.
func (e expression) canMean(at time.Time, ctx Context) bool {
	tries := []expression{e}
	if e.clock.set && !e.date.set() && !e.ago.set {
		tries = nil
		for shift := -1; shift <= 1; shift++ {
			t := e
			t.date = dateSpec{full: true, d: dayOf(at.UTC()).plus(shift)}
			tries = append(tries, t)
		}
	}
	for _, t := range tries {
		for _, r := range t.asReadOr(t.resolve(ctx)) {
			if r.At.Equal(at) {
				return true
			}
		}
	}
	return false
}
