package plan

import (
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/timeline"
)

// surface is one thing that GitHub shows of an incident. It says what it wants minus what is observed.
type surface struct {
	name   string
	aspect Aspect // who looks after it; Own where nothing is said
	always bool   // also for an issue that is no incident (somebody gets an answer)
	want   func(*scene) error
	// history says that an incident that was imported has it too: of that nobody is asked anything.
	history bool
}

// surfaces lists every surface, in the order in which its actions are carried out: the ledger and what tells people the
// state come first. A new surface is a file and a line here.
func surfaces() []surface {
	return []surface{
		{name: "overflow", history: true, want: overflow}, // before the card, whose ledger counts on it
		{name: "card", history: true, want: card},
		{name: "labels", history: true, want: labels},
		{name: "continuation", want: continuation},
		{name: "reactions", always: true, want: reactions},
		{name: "reply", always: true, want: reply},
		{name: "label-note", want: labelNote},
		{name: "pin", want: pin},
		{name: "assignees", want: assignees},
		{name: "state", want: state},
		{name: "postmortem", aspect: Afterwards, want: postmortemPull},
		{name: "check", aspect: Afterwards, want: check},
		{name: "items", aspect: Afterwards, want: items},
		{name: "item-asks", aspect: Afterwards, want: itemAsks},
		{name: "item-answers", want: itemAnswers},
		{name: "items-late", want: itemsLate},
		{name: "items-left", want: itemsLeft}, // after the late ones, which say it themselves
		{name: "board", aspect: Afterwards, want: board},
		{name: "closing", want: closing},
		{name: "learned", want: learnedNote},
	}
}

// scene is what the surfaces look at and write to while one plan is made.
type scene struct {
	Input
	entries []timeline.Entry // oldest first
	actions []Action
	wakes   map[Aspect]time.Time
	aspect  Aspect // of the surface that is asked at present

	composed *composed // rendered once, for the card and its continuations
}

// Make says what to do so that GitHub shows the incident. It is pure: the same input gives the same plan. An error means
// that a text or the ledger could not be written; it names the surface, and nothing was decided.
func Make(in Input) (Plan, error) {
	in.Config = in.Config.Pinned(in.Ledger.Declaration.Rules)
	s := &scene{Input: in, wakes: map[Aspect]time.Time{}}
	s.Ledger = s.remembered()
	entries, err := timeline.Build(timeline.Input{World: in.World, Ledger: s.Ledger, Incident: in.Incident, Config: in.Config})
	if err != nil {
		return Plan{}, fmt.Errorf("plan of %s#%d: timeline: %w", in.World.Repository.FullName(), in.World.Issue.Number, err)
	}
	s.entries = entries
	for _, surface := range surfaces() {
		if !surface.always && (in.Ledger.Declaration.At.IsZero() || in.Ledger.Imported() && !surface.history) {
			continue
		}
		before := len(s.actions)
		s.aspect = surface.aspect
		if err := surface.want(s); err != nil {
			return Plan{}, fmt.Errorf("plan of %s#%d: %s: %w", in.World.Repository.FullName(), in.World.Issue.Number, surface.name, err)
		}
		for n := range s.actions[before:] {
			s.actions[before+n].Aspect = surface.aspect
		}
	}
	s.goOn()
	return Plan{Actions: s.actions, WakeAt: earliest(s.wakes), Wakes: s.wakes}, nil
}

// do adds an action.
func (s *scene) do(a Action) { s.actions = append(s.actions, a) }

// wakeAt asks to be looked at again at t; the earliest wish wins, and the past is no wish.
func (s *scene) wakeAt(t time.Time) {
	if known := s.wakes[s.aspect]; t.After(s.Now) && (known.IsZero() || t.Before(known)) {
		s.wakes[s.aspect] = t.UTC()
	}
}
