package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
)

// sifted are the records by what becomes of them.
type sifted struct {
	counted        []Record
	refused        []Record // the records behind rejected
	rejected       []Rejected
	contradictions []Rejected
	excluded       map[Exclusion]int
}

// sift looks at each record once, in the order given.
func sift(records []Record) sifted {
	s := sifted{
		rejected: []Rejected{}, contradictions: []Rejected{},
		excluded: map[Exclusion]int{Drill: 0, Cancelled: 0, Duplicate: 0, Private: 0},
	}
	for _, r := range records {
		switch reason := impossible(r); {
		case r.Excluded != Counts:
			s.excluded[r.Excluded]++
		case reason != "":
			s.refused = append(s.refused, r)
			s.rejected = append(s.rejected, Rejected{ID: r.ID, Line: r.Line, Reason: reason})
		default:
			s.counted = append(s.counted, r)
			s.contradictions = append(s.contradictions, backwards(r)...)
		}
	}
	return s
}

// impossible says why an incident cannot be counted at all; empty = it can.
func impossible(r Record) string {
	started, ok := r.at(incident.Started)
	if !ok {
		return "started_at is missing"
	}
	recovered, ok := r.at(incident.Recovered)
	switch {
	case !ok || r.Points[incident.Started].Quality == incident.Assumed:
		return "" // it goes on; or nobody said when it began, which contradicts nothing
	case recovered.Equal(started):
		return fmt.Sprintf("recovered_at equals started_at (%s): an incident lasts some time", started.UTC().Format(shown))
	case recovered.Before(started):
		return fmt.Sprintf("recovered_at %s is before started_at %s", recovered.UTC().Format(shown), started.UTC().Format(shown))
	}
	return ""
}

// backwards lists the key times that run backwards: they have no value, the incident's others count.
func backwards(r Record) []Rejected {
	var out []Rejected
	for _, k := range incident.KeyTimes {
		from, to, known := ends(r, k)
		if known && to.Before(from) {
			out = append(out, Rejected{r.ID, r.Line, fmt.Sprintf("%s has no value: %s_at %s is before %s_at %s",
				strings.ToUpper(k.Name), k.To, to.UTC().Format(shown), k.From, from.UTC().Format(shown))})
		}
	}
	return out
}

// shown is how times are written in reasons.
const shown = "2006-01-02T15:04:05.999Z07:00"

func sortRejected(list []Rejected) {
	slices.SortStableFunc(list, func(a, b Rejected) int { return cmp.Compare(a.Line, b.Line) })
}

// groups puts what was counted and rejected under the names that name gives, and computes each.
func (s sifted) groups(names func(Record) []string) map[string]Group {
	members, refused := map[string][]Record{}, map[string]int{}
	for _, r := range s.counted {
		for _, n := range names(r) {
			members[n] = append(members[n], r)
		}
	}
	for _, r := range s.refused {
		for _, n := range names(r) {
			refused[n]++
			members[n] = members[n][:len(members[n]):len(members[n])] // a group of rejected ones only is a group
		}
	}
	out := make(map[string]Group, len(members))
	for n, list := range members {
		out[n] = Group{Rows: len(list) + refused[n], Rejected: refused[n], Figures: figures(list)}
	}
	return out
}

// distinct leaves out what is named twice: an incident counts once for a component.
func distinct(names []string) []string {
	var out []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
