package when

import "time"

// settle turns one or several readings of the same instant ("10:05 JST = 01:05 UTC") into one result.
func settle(parts []expression, ctx Context) (Result, *Problem) {
	first, problem := parts[0].resolve(ctx)
	if len(parts) == 1 || problem != nil && problem.Kind != Ambiguous {
		return first, problem
	}
	sets := make([][]int64, len(parts))
	lead, all := 0, []Reading(nil)
	for i, p := range parts {
		res, problem := p.resolve(ctx)
		if problem != nil && problem.Kind != Ambiguous {
			return Result{}, problem
		}
		readings := p.asReadOr(res, problem)
		for _, r := range readings {
			sets[i] = append(sets[i], r.At.Unix())
		}
		all = append(all, readings...)
		if p.date.set() && !parts[lead].date.set() {
			lead = i
		}
	}
	common := agreed(sets, lead)
	if len(common) != 1 {
		return Result{}, &Problem{Kind: Ambiguous, Readings: all}
	}
	out := Result{At: time.Unix(common[0], 0).UTC(), Zone: parts[lead].zone.written, Source: ZoneWritten,
		Location: parts[lead].zone.offsetAt(time.Unix(common[0], 0), ctx), Precision: parts[lead].precision(), Approximate: first.Approximate}
	return out, nil
}

// agreed returns the instants of the leading part that every other part can mean; a part without a date of its own
// may lie whole days apart.
func agreed(sets [][]int64, lead int) []int64 {
	var common []int64
	for _, c := range sets[lead] {
		in := 0
		for _, set := range sets {
			for _, s := range set {
				if (c-s)%86400 == 0 {
					in++
					break
				}
			}
		}
		if in == len(sets) {
			common = append(common, c)
		}
	}
	return common
}

// resolve finds the instant of one expression.
func (e expression) resolve(ctx Context) (Result, *Problem) {
	switch {
	case e.now, e.ago.set && !e.clock.set:
		return e.distance(ctx)
	case !e.clock.set:
		return Result{}, e.dayOnly(ctx)
	case !e.clock.possible():
		return Result{}, e.impossibleClock(ctx)
	case e.zone.bad:
		return Result{}, &Problem{Kind: Impossible}
	case e.zone.ranged:
		return Result{}, e.eitherWay(ctx)
	case e.zone.kind == zonePlace && e.zone.place == nil:
		return Result{}, &Problem{Kind: Unreadable}
	}
	if e.date.swapped != nil {
		return e.bothOrders(ctx)
	}
	if e.zone.kind == zoneLetters {
		return e.byLetters(ctx)
	}
	option, source := zoneOption{e.zone.written, e.zone.place}, ZoneWritten
	switch e.zone.kind {
	case zoneNone:
		option, source = zoneOption{"", ctx.home()}, ZoneAssumed
	case zoneOffset:
		option.loc = time.FixedZone(e.zone.written, e.zone.offset)
	}
	found, kind := e.in(option.loc, ctx)
	return e.decide(found, kind, option.written, source)
}

// distance resolves "15m ago" and "now".
func (e expression) distance(ctx Context) (Result, *Problem) {
	res := Result{Source: ZoneNotNeeded, Location: ctx.home(), Approximate: e.approx, Precision: Second}
	switch {
	case !e.ago.set, e.ago.unit == 1:
	case e.ago.wholeDays():
		res.Precision = Day
	case e.ago.unit == 3600 && e.ago.seconds%3600 == 0:
		res.Precision = Hour
	default:
		res.Precision = Minute
	}
	res.At = time.Unix(ctx.Now.Unix()-e.ago.seconds, 0).UTC()
	if res.At.Year() < 1 || res.At.Year() > 9999 {
		return Result{}, &Problem{Kind: Impossible}
	}
	return res, nil
}

// decide makes a result of exactly one moment, and a refusal that names the readings of anything else.
func (e expression) decide(found []moment, kind Kind, zone string, source ZoneSource) (Result, *Problem) {
	if kind != "" {
		return Result{}, &Problem{Kind: kind, Readings: e.readings(found)}
	}
	if len(found) > 1 {
		return Result{}, &Problem{Kind: Ambiguous, Readings: e.readings(found)}
	}
	if zone == "" {
		zone = found[0].abbreviation()
	}
	return Result{At: found[0].time(), Zone: zone, Location: found[0].loc, Source: source, GuessedZone: source != ZoneWritten,
		Approximate: e.approx, Precision: e.precision()}, nil
}

func (e expression) precision() Precision {
	if e.clock.hasSeconds {
		return Second
	}
	return Minute
}
