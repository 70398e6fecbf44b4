package plan

import (
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/wording"
)

// mostEffects is how many past incidents a check tells of.
const mostEffects = 20

// pullCheck wants the check on the head of a pull request that changes the policy: what is wrong with the file on its
// lines, what would change, and what that would have been for incidents that are over. nil: it is there.
func (in PolicyInput) pullCheck(book wording.Book, p PolicyPull) (*Action, error) {
	errors, warnings := 0, 0
	var notes []Note
	for _, one := range p.Problems {
		if one.File != p.File.Path {
			continue
		}
		level := "warning"
		if warnings++; one.Severity == policy.Error {
			level, errors, warnings = "failure", errors+1, warnings-1
		}
		line := max(1, one.Line)
		notes = append(notes, Note{
			Path: p.File.Path, Start: line, End: line, Level: level,
			Title: inert.Clip(inert.Plain(fmt.Sprintf("%d:%d %s", one.Line, one.Column, one.Key)), 200), Body: inert.Clip(one.Message, longestRemark),
		})
	}
	var changes []policy.Change
	if errors == 0 {
		changes = policy.Diff(in.Config, p.Config)
	}
	view := map[string]any{
		"Errors": errors, "Warnings": warnings, "Changes": changes, "Removed": !p.File.Found, "Path": p.File.Path,
		"Effects": p.Effects[:min(len(p.Effects), mostEffects)], "More": max(0, len(p.Effects)-mostEffects), "Past": p.Past,
		"Broken": in.Broken,
	}
	title, err := book.Render("config/check/title", view)
	if err != nil {
		return nil, err
	}
	body, err := book.Render("config/check/summary", view)
	if err != nil {
		return nil, err
	}
	conclusion := "success"
	switch {
	case errors > 0:
		conclusion = "failure"
	case warnings > 0:
		conclusion = "neutral"
	}
	act := Action{
		Kind: CheckCreate, Target: p.Head, Title: strings.TrimSpace(title), Body: inert.Clip(wording.Tidy(body), longestText), Notes: notes,
		Fields: map[string]string{"name": PolicyCheckName, "conclusion": conclusion, "details": fmt.Sprintf("%s/pull/%d", in.URL, p.Number)},
	}
	act.Key = hash(fmt.Sprint(act.Title, act.Body, act.Notes, act.Fields))
	if run := p.Check; run != nil {
		if run.Key == act.Key {
			return nil, nil
		}
		act.Kind, act.ID = CheckUpdate, run.ID
	}
	return &act, nil
}

// PolicyWords tells what is different between two policies in one line, the same in every language: keys and values.
func PolicyWords(before, after policy.Config) string {
	var parts []string
	for _, c := range policy.Diff(before, after) {
		parts = append(parts, c.Key+": "+orDash(c.From)+" → "+orDash(c.To))
	}
	if len(parts) > mostWords {
		parts = append(parts[:mostWords], "…")
	}
	return inert.Clip(strings.Join(parts, "; "), 300)
}

// mostWords is how many keys one line tells of.
const mostWords = 6

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// policyNews is the newest change of the settings that an open incident knows of.
func (s *scene) policyNews() string {
	news := ""
	if !s.Incident.Open() {
		return news
	}
	for _, o := range s.Ledger.Seen {
		if o.Kind == seenPolicy {
			news = o.Detail
		}
	}
	return news
}

// seenPolicy is package replay's SeenPolicy, which this package must not import.
const seenPolicy = "policy"
