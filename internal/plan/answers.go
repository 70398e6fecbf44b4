package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/nudge"
	"github.com/sensible-im/sensible/internal/oncall"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/when"
)

// answerers are the commands that are answered by a text, which tells things as they are when it is written. It is a
// function because answering help looks at all of them.
func answerers() map[string]func(*scene, ledger.Fact) (string, error) {
	return map[string]func(*scene, ledger.Fact) (string, error){
		"help": (*scene).helpText, "timeline": (*scene).timelineAnswer, "why": (*scene).whyAnswer,
		"handoff": (*scene).handoverAnswer, "page": (*scene).pageAnswer, "publish": (*scene).publishAnswer,
	}
}

// asksForText says whether a command is answered by a text.
func asksForText(f ledger.Fact) bool {
	_, answered := answerers()[f.Verb]
	return !f.Refused && answered && (f.Verb != "timeline" || f.Args == "")
}

// asked is that text.
func (s *scene) asked(f ledger.Fact) (string, error) { return answerers()[f.Verb](s, f) }

// handoverView is what somebody needs who is asked to lead on.
type handoverView struct {
	To, From string
	Incident incident.Incident
	Severity string
	Status   string
	Open     []incident.ActionItem
	Update   *told
	Next     string
}

func (s *scene) handoverAnswer(f ledger.Fact) (string, error) {
	next, err := s.nextText(true)
	if err != nil {
		return "", err
	}
	v := handoverView{
		To: strings.TrimPrefix(f.Args, "@"), From: f.Actor.Login, Incident: s.Incident, Severity: s.severityWord(),
		Status: string(s.Incident.Status), Update: s.lastUpdate(true), Next: next,
	}
	for _, a := range s.Incident.Actions {
		if a.DoneAt.IsZero() && !a.Declined {
			v.Open = append(v.Open, a)
		}
	}
	return s.render("answer/handoff", v)
}

// publishAnswer says what is public now.
func (s *scene) publishAnswer(f ledger.Fact) (string, error) {
	text, title, retracted := command.Published(f.Args)
	return s.render("answer/publish", incident.Publication{Text: text, Title: title, Retracted: retracted})
}

// pageView is whom to call, and how, where no pager does it.
type pageView struct {
	Called []callee
	Asked  string // what stood after the command
}

type callee struct {
	Login, Phone, Until string
}

func (s *scene) pageAnswer(f ledger.Fact) (string, error) {
	v := pageView{Asked: strings.TrimPrefix(f.Args, "@")}
	for _, login := range s.callees(v.Asked) {
		v.Called = append(v.Called, callee{Login: login, Phone: s.Config.Person(login).Phone, Until: s.onCallUntil(login)})
	}
	return s.render("answer/page", v)
}

// callees are whom a call is for: who is on call, everyone of the rota, or who was named.
func (s *scene) callees(asked string) (out []string) {
	switch asked {
	case "":
		for _, shift := range oncall.At(s.Config, s.Now) {
			out = append(out, shift.Who)
		}
	case "everyone":
		if out = oncall.Everyone(s.Config); len(out) == 0 {
			for login := range s.Config.People {
				out = append(out, login)
			}
			slices.Sort(out)
		}
	default:
		out = append(out, asked)
	}
	return out
}

func (s *scene) onCallUntil(login string) string {
	for _, shift := range oncall.At(s.Config, s.Now) {
		if shift.Who == login {
			return when.Stamp(shift.Until, s.teamZones(login)[0])
		}
	}
	return ""
}

// whyView is the rule behind what the card asks for.
type whyView struct {
	Rule    string // of the card's next step
	Next    string
	Keys    []policy.Explanation
	Unknown string // a key that there is not; its error says which there are
	File    string
	Version string // the file's, as git names it; empty = there is none
	Stage   int
}

// whyKeys are the settings that a step or a nudge follows from.
var whyKeys = map[string][]string{
	"severity": {"incidents.close_requires"}, "update": {"severities.%.update_every"}, "ack": {"severities.%.ack_within"},
	"draft": {"severities.%.postmortem"}, "triage": {"severities.%.postmortem"}, "merge": {"severities.%.postmortem"}, "learn": {"severities.%.postmortem"},
	"items": {"severities.%.actions_due", "followups.capacity_days"},
}

func (s *scene) whyAnswer(f ledger.Fact) (string, error) {
	v := whyView{File: s.World.Config.Path, Version: firstRunes(s.World.Config.OID, 7), Stage: s.Config.Stage}
	if !s.World.Config.Found {
		v.File = ""
	}
	keys := []string{strings.TrimSpace(f.Args)}
	if keys[0] == "" {
		rule, _ := s.next()
		v.Rule = rule.name
		var err error
		if v.Next, err = s.nextText(true); err != nil {
			return "", err
		}
		keys = append(slices.Clone(whyKeys[rule.name]), s.nudgeKeys()...)
	}
	for _, key := range keys {
		e, err := policy.Explain(s.Config, strings.ReplaceAll(key, "%", string(s.Incident.Severity)))
		switch {
		case err != nil && f.Args != "":
			v.Unknown = err.Error()
		case err == nil:
			v.Keys = append(v.Keys, e)
		}
	}
	return s.render("answer/why", v)
}

// nudgeKeys are the settings of the rules that asked for something in the last day.
func (s *scene) nudgeKeys() (out []string) {
	for _, a := range s.askedBefore() {
		key := "nudges.rules." + a.Rule
		if s.Now.Sub(a.At) < 24*time.Hour && !slices.Contains(out, key) && nudge.Owed(s.nudgeInput(), a.Rule, a.At) {
			out = append(out, key)
		}
	}
	return out
}
