package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/postmortem/lint"
)

// CheckName is the name of the check on a postmortem's pull request.
const CheckName = "postmortem / review"

const (
	mostRemarks   = 500    // annotations of one check; the summary counts the rest
	longestText   = 60_000 // characters of a summary
	longestRemark = 2_000  // characters of one annotation
)

// The buttons of the check.
const (
	ButtonRefresh = "refresh"
	ButtonFixes   = "fixes"
	ButtonReady   = "ready"
)

// check wants the review of the document as a check on the pull request's head. What it is made from is its external id,
// so that it is written once for each text and set of findings.
func check(s *scene) error {
	p, doc := s.World.Postmortem, s.World.Document
	if p == nil || !p.Open || !doc.Found || p.HeadOID != doc.BranchOID || p.HeadOID == "" {
		return nil
	}
	found := s.findings(doc.Text)
	act, err := s.checkOf(found)
	if err != nil {
		return err
	}
	act.Target = p.HeadOID
	act.Key = hash(fmt.Sprint(act.Title, act.Body, act.Notes, act.Fields))
	switch run := p.Check; {
	case run == nil || run.OID != p.HeadOID:
		act.Kind = CheckCreate
	case run.Key == act.Key:
		return nil
	default:
		act.Kind, act.ID = CheckUpdate, run.ID
	}
	s.do(act)
	return nil
}

// findings reviews the document.
func (s *scene) findings(text string) []lint.Finding {
	return lint.Check(lint.Document{File: s.documentPath(), Text: text, Language: s.Config.Language, Secrets: s.secretsIn(text)})
}

// secretsIn are the secrets that the edge found in a text; it looks at the document as it was observed.
func (s *scene) secretsIn(text string) []lint.Secret {
	if text != s.World.Document.Text {
		return nil
	}
	return s.Secrets
}

func (s *scene) checkOf(found []lint.Finding) (Action, error) {
	count := map[lint.Level]int{}
	for _, f := range found {
		count[f.Level]++
	}
	view := map[string]any{
		"Errors": count[lint.Error], "Warnings": count[lint.Warning], "Notes": count[lint.Note],
		"Fixable": len(fixable(found)), "Missing": postmortem.Missing(s.World.Document.Text, s.Config.Language),
		"More": max(0, len(found)-mostRemarks),
	}
	if !s.hasButtons() {
		view["Fixable"] = 0
	}
	title, err := s.render("check/title", view)
	if err != nil {
		return Action{}, err
	}
	body, err := s.render("check/summary", view)
	if err != nil {
		return Action{}, err
	}
	conclusion := "success"
	switch {
	case count[lint.Error] > 0:
		conclusion = "failure"
	case len(found) > 0:
		conclusion = "neutral"
	}
	buttons, err := s.buttons(found)
	return Action{
		Title: title, Body: inert.Clip(body, longestText), Notes: s.remarks(found), Buttons: buttons,
		Fields: map[string]string{"name": CheckName, "conclusion": conclusion, "details": s.World.Issue.URL},
	}, err
}

// levels are GitHub's words for ours.
var levels = map[lint.Level]string{lint.Error: "failure", lint.Warning: "warning", lint.Note: "notice"}

func (s *scene) remarks(found []lint.Finding) []Note {
	var out []Note
	for _, f := range found[:min(len(found), mostRemarks)] {
		line := max(1, f.Line)
		body := f.Message
		if f.Suggestion != "" {
			body += "\n\n" + f.Suggestion
		}
		out = append(out, Note{
			Path: s.documentPath(), Start: line, End: line, Level: levels[f.Level], Title: f.Rule, Body: inert.Clip(body, longestRemark),
		})
	}
	return out
}

// hasButtons says whether GitHub would tell us of a button: of those of a check that a workflow's own token made it tells no
// workflow.
func (s *scene) hasButtons() bool { return s.Timers || !s.Key.IsZero() }

// buttons are what the check offers: to fix only where something can be, to mark ready only what is a draft.
func (s *scene) buttons(found []lint.Finding) ([]Button, error) {
	if !s.hasButtons() {
		return nil, nil
	}
	names := []string{ButtonRefresh}
	if len(fixable(found)) > 0 {
		names = append(names, ButtonFixes)
	}
	if front, ok := postmortem.ReadFront(s.World.Document.Text); ok && front.Status != postmortem.Ready {
		names = append(names, ButtonReady)
	}
	var out []Button
	for _, name := range names {
		text, err := s.render("check/button/"+name, nil)
		if err != nil {
			return nil, err
		}
		label, description, _ := strings.Cut(text, ": ")
		out = append(out, Button{Label: firstRunes(label, 20), Description: firstRunes(description, 40), ID: name})
	}
	return out, nil
}

// fixable are the findings that can be put right without a person.
func fixable(found []lint.Finding) []lint.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f lint.Finding) bool { return f.Replacement == nil })
}

// putRight applies the safe fixes: each replaces one whole line.
func putRight(text string, found []lint.Finding) string {
	lines := strings.SplitAfter(text, "\n")
	done := map[int]bool{}
	for _, f := range fixable(found) {
		if f.Line < 1 || f.Line > len(lines) || done[f.Line] {
			continue
		}
		line := lines[f.Line-1]
		end := line[len(strings.TrimRight(line, "\r\n")):]
		lines[f.Line-1], done[f.Line] = strings.TrimRight(*f.Replacement, "\r\n")+end, true
	}
	return strings.Join(lines, "")
}
