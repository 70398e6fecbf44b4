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

// uptimes are the times between downtimes.
func uptimes(records []Record) []micros {
	var up []micros
	down := merged(records)
	for i := 1; i < len(down); i++ {
		up = append(up, down[i].from.UnixMicro()-down[i-1].to.UnixMicro())
	}
	return up
}

type interval struct{ from, to time.Time }

// merged are the downtimes in order; overlapping and touching ones are one. An incident that goes on has none yet.
func merged(records []Record) []interval {
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
	var out []interval
	for _, d := range down {
		if last := len(out) - 1; last >= 0 && !d.from.After(out[last].to) {
			if d.to.After(out[last].to) {
				out[last].to = d.to
			}
			continue
		}
		out = append(out, d)
	}
	return out
}
