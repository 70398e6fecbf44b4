package plan

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/wording"
)

// helpView is what `/help` answers.
type helpView struct {
	Login      string
	Permission string
	May        bool // run a responder's commands
	Seven      []commandRow
	All        []commandRow
	Fits       []string
	Prefix     bool // commands must be written /inc verb
	Stage      int
	Zones      string
	Settings   policy.Settings
	Board      string
	Row        policy.Severity
}

// commandRow is one command with its sentence.
type commandRow struct {
	command.Spec
	Line    string // "/ack", with its arguments
	Summary string
}

// helpText renders the answer to `/help`, or to `/help verb`.
func (s *scene) helpText(f ledger.Fact) (string, error) {
	if spec, ok := command.Find(strings.TrimPrefix(lowerASCII(strings.TrimSpace(f.Args)), "/")); ok {
		row, err := s.commandRow(spec)
		if err != nil {
			return "", err
		}
		return s.render("help/one", row)
	}
	v := helpView{
		Login: f.Actor.Login, Permission: s.World.Permissions[f.Actor.ID].String(), May: s.World.Permissions[f.Actor.ID] >= incident.TriageAccess,
		Prefix: s.Config.Commands.Prefix == "required", Stage: s.Config.Stage, Zones: strings.Join(s.Config.Team.Zones, ", "),
		Settings: s.Config.Effective(), Board: s.Config.Followups.Board, Row: s.Config.Row(string(s.Incident.Severity)),
	}
	if !s.Ledger.Declaration.At.IsZero() {
		_, next := s.next()
		v.Fits = next.Paste
	}
	for _, spec := range command.Table() {
		row, err := s.commandRow(spec)
		if err != nil {
			return "", err
		}
		if v.All = append(v.All, row); spec.Seven {
			v.Seven = append(v.Seven, row)
		}
	}
	return s.render("help", v)
}

func (s *scene) commandRow(spec command.Spec) (commandRow, error) {
	row := commandRow{Spec: spec, Line: strings.TrimSpace("/" + spec.Verb + " " + spec.Usage)}
	if s.Config.Language == "ja" {
		row.Aliases = append(japaneseVerbs(spec.Verb), row.Aliases...)
	}
	name := "command/" + spec.Verb
	if !wording.In(s.Config.Language).Has(name) {
		return row, nil
	}
	var err error
	row.Summary, err = s.render(name, nil)
	return row, err
}

// japaneseVerbs are the Japanese spellings of a verb, in a fixed order.
func japaneseVerbs(verb string) (out []string) {
	for japanese, same := range command.JapaneseVerbs {
		if same == verb {
			out = append(out, japanese)
		}
	}
	slices.Sort(out)
	return out
}
