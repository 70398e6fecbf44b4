package doctor

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/oncall"
)

// rotaAhead is how far the rota is looked at.
const rotaAhead = 14 * 24 * time.Hour

// mostHoles is how many gaps of a rotation are told.
const mostHoles = 3

// rota looks for hours that nobody covers, and people whose zone nobody knows.
func rota(r *report) {
	if len(r.Policy.Oncall.Rotations) == 0 {
		r.find(Well, "rota-none", nil)
		return
	}
	before, told := len(r.out), map[string]int{}
	for _, h := range oncall.Check(r.Policy, r.Now, r.Now.Add(rotaAhead)) {
		if told[h.Rotation]++; told[h.Rotation] > mostHoles {
			continue
		}
		if len(h.Who) == 0 {
			r.find(Bad, "rota-gap", h)
		} else {
			r.find(Warning, "rota-double", map[string]any{"Rotation": h.Rotation, "From": h.From, "Until": h.Until, "Who": strings.Join(h.Who, ", ")})
		}
	}
	var unknown []string
	for _, login := range oncall.Everyone(r.Policy) {
		if !r.Policy.KnowsZone(login) {
			unknown = append(unknown, login)
		}
	}
	if len(unknown) > 0 {
		r.find(Warning, "rota-people", unknown)
	}
	if len(r.out) == before {
		r.find(Well, "rota", len(r.Policy.Oncall.Rotations))
	}
}

// pagers looks for a severity that wakes people without anything that could.
func pagers(r *report) {
	var loud []string
	for _, s := range r.Policy.Severities {
		if s.Page {
			loud = append(loud, s.Name)
		}
	}
	switch configured := len(r.Policy.Pagers) > 0; {
	case len(loud) == 0:
		r.find(Well, "pagers-quiet", nil)
	case r.Policy.Stage < pagingStage && !configured:
		r.find(Well, "pagers-stage", r.Policy.Stage)
	case r.Policy.Stage < pagingStage:
		r.find(Warning, "pagers-off", r.Policy.Stage)
	case !configured:
		r.find(Bad, "pagers-none", strings.Join(loud, ", "))
	default:
		r.find(Well, "pagers", strings.Join(loud, ", "))
	}
}

// pagingStage is the first stage at which people are paged.
const pagingStage = 2

// grownTo is how many people write where each next stage begins.
var grownTo = []int{0, 5, 11}

// fewest is how many comments the share of nights and weekends is worth telling from.
const fewest = 20

// stage compares the stage with what the facts suggest: how many people write, and how much of it out of hours.
func stage(r *report) {
	var people []string
	off := 0
	for _, w := range r.Writers {
		if login := strings.ToLower(w.Login); !slices.Contains(people, login) {
			people = append(people, login)
		}
		if w.OffHours {
			off++
		}
	}
	suggested := 0
	for n, from := range grownTo {
		if len(people) >= from {
			suggested = n
		}
	}
	share := 0
	if len(r.Writers) >= fewest {
		share = off * 100 / len(r.Writers)
	}
	view := map[string]any{"Stage": r.Policy.Stage, "Suggested": suggested, "People": len(people), "OffHours": share}
	if suggested > r.Policy.Stage {
		r.find(Warning, "stage-grow", view)
		return
	}
	r.find(Well, "stage", view)
}
