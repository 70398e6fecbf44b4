package when

import "time"

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
