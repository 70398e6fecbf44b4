package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// figures computes the times of counted incidents.
func figures(records []Record) Figures {
	f := Figures{Counted: len(records), KeyTimes: make(map[string]Stats, len(incident.KeyTimes)+1)}
	for _, k := range incident.KeyTimes {
		var values []micros
		assumed := 0
		for _, r := range records {
			switch v, outcome := value(r, k); outcome {
			case isKnown:
				values = append(values, v)
			case isAssumed:
				assumed++
			}
		}
		f.KeyTimes[k.Name] = describe(values, assumed)
	}
	between := uptimes(records)
	tbf := describe(between, 0)
	f.KeyTimes["tbf"], f.MTBF = tbf, tbf.Mean
	return f
}

type outcome int

const (
	hasNone outcome = iota
	isAssumed
	isKnown
)

// value is one key time of one incident: missing, assumed or contradicting ends give none.
func value(r Record, k incident.KeyTime) (micros, outcome) {
	from, to, ok := ends(r, k)
	switch {
	case !ok:
		return 0, hasNone
	case r.Points[k.From].Quality == incident.Assumed || r.Points[k.To].Quality == incident.Assumed:
		return 0, isAssumed
	case to.Before(from):
		return 0, hasNone
	}
	return to.UnixMicro() - from.UnixMicro(), isKnown
}

func ends(r Record, k incident.KeyTime) (from, to time.Time, ok bool) {
	from, hasFrom := r.at(k.From)
	to, hasTo := r.at(k.To)
	return from, to, hasFrom && hasTo
}

// uptimes are the times between downtimes: overlapping and touching downtimes are one. An incident that goes on has no
// downtime yet.
func uptimes(records []Record) []micros {
	type interval struct{ from, to time.Time }
	var down []interval
	for _, r := range records {
		from, hasFrom := r.at(incident.Started)
		to, hasTo := r.at(incident.Recovered)
		if hasFrom && hasTo {
			down = append(down, interval{from, to})
		}
	}
	slices.SortFunc(down, func(a, b interval) int {
		return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to))
	})
	var up []micros
	var until time.Time
	for i, d := range down {
		if i > 0 && d.from.After(until) {
			up = append(up, d.from.UnixMicro()-until.UnixMicro())
		}
		if i == 0 || d.to.After(until) {
			until = d.to
		}
	}
	return up
}
