package followup

import (
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

func TestTheColumnFollowsTheIssueFirstAndTheMatrixThen(t *testing.T) {
	at := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	item := func(change func(*incident.ActionItem)) incident.ActionItem {
		a := incident.ActionItem{Importance: "high", Size: "s", Urgency: "high", Confidence: "high", Open: true, Number: 7}
		change(&a)
		return a
	}
	tests := map[string]struct {
		a    incident.ActionItem
		want string
	}{
		"open":                         {item(func(*incident.ActionItem) {}), StageNext},
		"not classified":               {item(func(a *incident.ActionItem) { a.Size = "" }), StageInbox},
		"somebody is on it":            {item(func(a *incident.ActionItem) { a.Started = true }), StageInProgress},
		"its pull request was merged":  {item(func(a *incident.ActionItem) { a.Merged = true }), StageVerify},
		"closed as completed":          {item(func(a *incident.ActionItem) { a.DoneAt, a.Open = at, false }), StageVerify},
		"verified":                     {item(func(a *incident.ActionItem) { a.DoneAt, a.Verified = at, at }), StageDone},
		"verified before it is closed": {item(func(a *incident.ActionItem) { a.Verified, a.Started = at, true }), StageDone},
		"closed as not planned":        {item(func(a *incident.ActionItem) { a.Declined, a.Open = true, false }), StageWontDo},
		"not classified, and begun":    {item(func(a *incident.ActionItem) { a.Size, a.Started = "", true }), StageInProgress},
	}
	for name, tt := range tests {
		items := []incident.ActionItem{tt.a}
		Place(items, at, policy.Severity{}, Capacity{Days: 10})
		if items[0].Stage != tt.want {
			t.Errorf("%s: %s, want %s", name, items[0].Stage, tt.want)
		}
	}
	below := []incident.ActionItem{item(func(*incident.ActionItem) {}), item(func(a *incident.ActionItem) { a.Size = "m" })}
	Place(below, at, policy.Severity{}, Capacity{Days: 4})
	if below[0].Stage != StageNext || below[1].Stage != StagePlanned || below[1].Quadrant != DoNext {
		t.Errorf("the capacity line: %+v", below)
	}
}

func TestAnItemIsLateTheDayAfterItsDateOrWhenItLiesIdle(t *testing.T) {
	active := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	a := incident.ActionItem{Number: 7, Open: true, Due: "2026-12-24", Active: active, Stage: StageNext}
	if got := LateAt(a); !got.Equal(time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC)) || Overdue(a, got.Add(-time.Second)) || !Overdue(a, got) {
		t.Errorf("late at %v", got)
	}
	a.Due = ""
	if got := LateAt(a); !got.Equal(active.AddDate(0, 0, 14)) {
		t.Errorf("idle from %v", got)
	}
	for name, change := range map[string]func(*incident.ActionItem){
		"planned": func(a *incident.ActionItem) { a.Stage = StagePlanned }, "done": func(a *incident.ActionItem) { a.DoneAt = active },
		"declined": func(a *incident.ActionItem) { a.Declined = true }, "no issue yet": func(a *incident.ActionItem) { a.Number = 0 },
		"verified": func(a *incident.ActionItem) { a.Verified = active },
	} {
		b := a
		if change(&b); !LateAt(b).IsZero() {
			t.Errorf("%s is late", name)
		}
	}
}
