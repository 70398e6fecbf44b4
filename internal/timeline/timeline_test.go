package timeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var (
	zero = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	ben  = incident.Person{ID: 2, Login: "ben"}
)

func at(minutes int) time.Time { return zero.Add(time.Duration(minutes) * time.Minute) }

func build(t *testing.T, in Input) []Entry {
	t.Helper()
	in.Config = policy.Default(1)
	in.World.Issue.URL = "https://github.com/acme/shop/issues/42"
	in.World.Issue.CreatedAt = zero
	out, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRowsOfAllSourcesStandInOneOrder(t *testing.T) {
	in := Input{
		Ledger: ledger.Ledger{
			Declaration: ledger.Declaration{At: zero, By: ben, Responder: true, Severity: "sev2", Started: at(-5), StartedQ: incident.Stated},
			Facts: []ledger.Fact{
				{Seq: 1, Comment: 1002, Line: 2, At: at(3), Posted: at(9), Actor: ben, Verb: "fixed", Quality: incident.Stated},
				{Seq: 2, Comment: 1002, Line: 1, At: at(2), Posted: at(2), Actor: ben, Verb: "ack"},
				{Seq: 3, Comment: 1003, Line: 1, At: at(4), Posted: at(4), Actor: ben, Verb: "fxied", Refused: true, Problem: &ledger.Problem{Code: ledger.UnknownVerb}},
				{Seq: 4, Comment: 1004, Line: 1, At: at(4), Posted: at(4), Actor: ben, Verb: "help"},
				{Seq: 5, Comment: 1005, Line: 1, At: at(6), Posted: at(6), Actor: ben, Verb: "teleport", Args: "home"},
			},
		},
		World: snapshot.World{
			Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(3), Body: "The pool is full"}},
			Events:   []snapshot.Event{{ID: "E1", Kind: "Closed", Actor: ben, At: at(3), Reason: "NOT_PLANNED"}, {ID: "E2", Kind: "Teleported", Actor: ben, At: at(3)}},
		},
	}
	var got []string
	for _, e := range build(t, in) {
		got = append(got, fmt.Sprintf("%s %s %s: %s", e.At.Format("15:04"), e.Source, e.ID, e.Text))
	}
	want := []string{
		"00:55 fact declaration-started: The impact began",
		"01:00 fact declaration: Declared by ben as sev2",
		"01:02 fact c1002-l1: Engaged: ben is on it",
		"01:03 comment c1001: The pool is full",
		"01:03 event E1: Issue closed by ben (not planned)",
		"01:03 fact c1002-l2: Fixed: the change that ends the impact is in place",
		"01:06 fact c1005-l1: teleport: home",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOnlyWhatSaysSomethingIsKept(t *testing.T) {
	tests := []struct {
		name, body, want string
		change           func(*snapshot.Comment)
	}{
		{name: "talk", body: "The pool is full", want: "The pool is full"},
		{name: "several lines", body: "First\n\n- second\r\nthird", want: "First - second third"},
		{name: "agreement", body: "+1"},
		{name: "an emoji", body: "🎉👍"},
		{name: "a short code", body: ":tada: :+1:"},
		{name: "thanks", body: "Thanks!"},
		{name: "nothing", body: " \n"},
		{name: "a quotation", body: "> you said\n> this\n\nthe pool is full indeed", want: "the pool is full indeed"},
		{name: "code", body: "See\n```\npanic: x\n```\nabove", want: "See panic: x above"},
		{name: "something hidden", body: "a word <!-- and\nnothing --> more", want: "a word more"},
		{name: "a command and talk", body: "/ack\nI look at it", want: "I look at it"},
		{name: "a path", body: "/var/log is full", want: "/var/log is full"},
		{name: "a picture", body: "![x](https://x.example/p.png)", want: "Image: x"},
		{name: "a bot", body: "Deployed", change: func(c *snapshot.Comment) { c.Bot = true }},
		{name: "ourselves", body: "Hello", change: func(c *snapshot.Comment) { c.Mine = true }},
		{name: "Japanese", body: "プールが一杯です", want: "プールが一杯です"},
	}
	for _, tt := range tests {
		c := snapshot.Comment{ID: 1001, Author: ben, CreatedAt: at(1), Body: tt.body}
		if tt.change != nil {
			tt.change(&c)
		}
		out := build(t, Input{World: snapshot.World{Comments: []snapshot.Comment{c}}})
		got := ""
		if len(out) > 0 {
			got = out[0].Text
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestALongCommentIsCutAndLinked(t *testing.T) {
	out := build(t, Input{World: snapshot.World{Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(1), Body: strings.Repeat("word ", 200)}}}})
	if len(out) != 1 || len([]rune(out[0].Text)) > longest+1 || !strings.HasSuffix(out[0].Text, "…") || out[0].URL != "https://github.com/acme/shop/issues/42#issuecomment-1001" {
		t.Errorf("%+v", out)
	}
}

func TestALineJudgedAgainAfterAnEditIsOneRow(t *testing.T) {
	out := build(t, Input{Ledger: ledger.Ledger{Facts: []ledger.Fact{
		{Seq: 1, Comment: 1001, Line: 1, At: at(5), Posted: at(5), Verb: "fixed", Quality: incident.Assumed, Problem: &ledger.Problem{Code: ledger.AmbiguousTime}},
		{Seq: 2, Comment: 1001, Line: 1, At: at(2), Posted: at(5), Verb: "fixed", Quality: incident.Stated},
	}}})
	if len(out) != 1 || !out[0].At.Equal(at(2)) || strings.Contains(out[0].Text, "assumed") {
		t.Errorf("%+v", out)
	}
}

func TestWhatTheFormAndTheAppDidIsNoRow(t *testing.T) {
	app := incident.Person{ID: 100, Login: "sensible[bot]"}
	out := build(t, Input{World: snapshot.World{Viewer: app, Events: []snapshot.Event{
		{ID: "1", Kind: "Labeled", Actor: ben, At: zero, Label: "incident"},
		{ID: "2", Kind: "Labeled", Actor: app, At: at(1), Label: "phase/detection"},
		{ID: "3", Kind: "Closed", Bot: true, At: at(1)},
		{ID: "4", Kind: "Labeled", Actor: ben, At: at(1), Label: "network"},
	}}})
	if len(out) != 1 || out[0].Text != "Label network added by ben" {
		t.Errorf("%+v", out)
	}
}

func TestThreeThousandCommentsTakeNoTime(t *testing.T) {
	var in Input
	for n := range 3000 {
		in.World.Comments = append(in.World.Comments, snapshot.Comment{ID: int64(n + 1), Author: ben, CreatedAt: at(3000 - n), Body: "a word about it"})
	}
	if out := build(t, in); len(out) != 3000 || !slices.IsSortedFunc(out, func(a, b Entry) int { return a.At.Compare(b.At) }) {
		t.Errorf("%d rows", len(out))
	}
}
