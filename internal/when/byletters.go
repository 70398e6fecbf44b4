package when

import "strings"

// byLetters resolves an abbreviation: what the team's own zones use at that date wins; else its only meaning; else it
// is refused.
func (e expression) byLetters(ctx Context) (Result, *Problem) {
	letters, options := e.zone.letters, meanings(e.zone.letters)
	if team := e.teamMoments(ctx, letters, options); len(team) > 0 {
		source := ZoneWritten
		if len(options) != 1 {
			source = ZoneOfTeam
		}
		return e.decide(team, "", letters, source)
	}
	switch len(options) {
	case 0:
		return Result{}, &Problem{Kind: Unreadable}
	case 1:
		found, kind := e.in(options[0].loc, ctx)
		return e.decide(found, kind, options[0].written, ZoneWritten)
	}
	return Result{}, e.eachMeaning(options, ctx)
}

// eachMeaning refuses letters and offers every meaning that gives a past time.
func (e expression) eachMeaning(options []zoneOption, ctx Context) *Problem {
	p := &Problem{Kind: Ambiguous}
	kinds := map[Kind]int{}
	for _, o := range options {
		found, kind := e.in(o.loc, ctx)
		switch {
		case len(found) == 0:
			kinds[kind]++
		case len(found) > 1 || kind != "":
			p.Readings = append(p.Readings, e.readings(found)...)
		default:
			p.Readings = append(p.Readings, Reading{Text: e.text(found[0], o.written), At: found[0].time()})
		}
	}
	for _, k := range []Kind{Future, Impossible} {
		if kinds[k] == len(options) {
			p.Kind = k
		}
	}
	return p
}

// teamMoments are the distinct instants at which one of the team's zones shows this clock under these letters.
func (e expression) teamMoments(ctx Context, letters string, options []zoneOption) []moment {
	var list []moment
	for _, z := range ctx.Zones {
		if z == nil {
			continue
		}
		found, kind := e.in(z, ctx)
		if kind != "" {
			continue
		}
		for _, m := range found {
			own := strings.ToUpper(m.abbreviation())
			named := strings.HasPrefix(own, "UTC") && own != "UTC" && hasZone(options, z.String())
			if own == letters || named {
				list = appendMoment(list, m)
			}
		}
	}
	return list
}

func hasZone(options []zoneOption, name string) bool {
	for _, o := range options {
		if o.loc.String() == name {
			return true
		}
	}
	return false
}
