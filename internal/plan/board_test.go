package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// boarded is an incident after recovery whose items are on the board, in a process that was started anew.
func boarded(t rapid.TB, lines ...string) Input {
	t.Helper()
	in := begin(t)
	in.Config.Severities = slices.Clone(in.Config.Severities)
	for n := range in.Config.Severities {
		in.Config.Severities[n].Postmortem = "none" // what is not looked at here costs nothing
	}
	judge(&in)
	for n, line := range append(lines, "/recovered") {
		say(&in, ben, 4+n, line)
	}
	quiet(t, &in)
	if in.World.Board == nil || !in.World.Board.Memory.Done {
		t.Fatalf("the board is not set up: %+v", in.World.Board)
	}
	anew(&in)
	return in
}

// quiet lets plans be carried out and judged until nothing is left.
func quiet(t rapid.TB, in *Input) {
	t.Helper()
	for range 3 {
		settle(t, in)
		judge(in)
	}
	if p := make1(t, *in); !p.Empty() {
		t.Fatalf("still something to do: %s", kinds(p))
	}
}

// setByHand changes a field of the n-th item as a person does in GitHub's pages.
func setByHand(in *Input, n int, field, value string) {
	anew(in)
	it := &in.World.Items[n]
	fields := map[string]string{}
	for k, v := range it.Fields {
		fields[k] = v
	}
	it.Fields = fields
	set := it.Set[field]
	it.Fields[field], it.Set[field] = value, snapshot.Setting{At: in.Now, By: set.By, Mine: set.Mine}
	if value == "" {
		delete(it.Fields, field)
		delete(it.Set, field)
	}
}

func TestTheBoardIsSetUpOnceAndNothingThatPeopleDeleteIsMadeAgain(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:low")
	var names []string
	for _, f := range in.World.Board.Fields {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, ","); got != "Stage,Importance,Size,Urgency,Confidence,Kind,ISU,Incident,Severity,Due" {
		t.Errorf("fields %s", got)
	}
	if got := strings.Join(in.World.Board.Views, ","); got != "Triage,Matrix,This iteration,By incident,Ageing" {
		t.Errorf("views %s", got)
	}
	stage, _ := in.World.Board.Field("Stage")
	if len(stage.Options) != len(followup.Stages) {
		t.Errorf("options %v", stage.Options)
	}
	in.World.Board.Views = nil
	in.World.Board.Fields = slices.Clone(in.World.Board.Fields[:5])
	if p := make1(t, in); !p.Empty() {
		t.Errorf("made again: %s", kinds(p))
	}
}

func TestFieldsAndOptionsThatPeopleRenamedAreFoundByTheirIDs(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:high")
	b := in.World.Board
	b.Fields = slices.Clone(b.Fields)
	b.Fields[0].Name, b.Fields[0].As = "Column", ""
	b.Fields[0].Options = slices.Clone(b.Fields[0].Options)
	for n := range b.Fields[0].Options {
		b.Fields[0].Options[n].Name, b.Fields[0].Options[n].As = "renamed "+b.Fields[0].Options[n].Name, ""
	}
	b.Fields = b.Memory.Known(b.Fields)
	if p := make1(t, in); !p.Empty() {
		t.Fatalf("a renamed field is made again: %s", kinds(p))
	}
	in.World.Items[0].Open, in.World.Items[0].ClosedAt = false, in.Now
	judge(&in)
	p := make1(t, in)
	got := actionsOf(p, BoardItem)
	if len(got) != 1 || got[0].Fields["Stage"] != followup.StageVerify {
		t.Errorf("the item is not moved on the renamed board: %s", kinds(p))
	}
}

func TestWhatTheBoardLacksIsNamedAndNeverAdded(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:low")
	if gaps := BoardGaps(*in.World.Board, in.Config); len(gaps) != 0 {
		t.Errorf("a board just set up lacks %+v", gaps)
	}
	f := &in.World.Board.Fields[0]
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o snapshot.BoardOption) bool { return o.Name == "Verify" })
	gaps := BoardGaps(*in.World.Board, in.Config)
	if len(gaps) != 1 || gaps[0].Field != "Stage" || !slices.Equal(gaps[0].Options, []string{"Verify"}) {
		t.Errorf("gaps %+v", gaps)
	}
	in.World.Items[0].Open, in.World.Items[0].ClosedAt = false, in.Now
	judge(&in)
	for _, a := range make1(t, in).Actions {
		if a.Kind == BoardField || a.Kind == BoardItem && a.Fields["Stage"] != "" {
			t.Errorf("%s %v", a.Kind, a.Fields)
		}
	}
}

func TestACardTakenOffOrPutAwayStaysSo(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:low", "/action Runbook I:low S:s U:high C:high")
	in.World.Items = slices.Clone(in.World.Items)
	in.World.Items[0].BoardItem, in.World.Items[0].Fields, in.World.Items[0].Set = "", nil, nil
	in.World.Items[1].Archived = true
	in.World.Items[1].Fields = map[string]string{}
	if got := of(make1(t, in), BoardItem); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestAClosedBoardIsSaidAndNothingIsWrittenThere(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:low")
	in.World.Board.Closed = true
	say(&in, ben, 30, "/action Runbook I:low S:s U:high C:high")
	for range 3 {
		for _, a := range make1(t, in).Actions {
			if strings.HasPrefix(string(a.Kind), "board.") || a.Kind == ItemLabels {
				t.Errorf("%s %s", a.Kind, a.Target)
			}
		}
		settle(t, &in)
	}
	if !strings.Contains(in.World.Card.Body, "somebody closed it") {
		t.Error(in.World.Card.Body)
	}
}

// TestNoSequenceOfHumanEditsIsEverUndone plays edits of people on the board, in any order, with commands, closings and days
// between them: whatever somebody set last by hand is there at the end, unless a command said something newer, or the issue
// was closed since and its column follows.
func TestNoSequenceOfHumanEditsIsEverUndone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := boarded(t, "/action Alert I:high S:s U:medium C:low", "/action Big I:medium S:xl U:low C:high K:prevent", "/action Vague")
		type place struct {
			n     int
			field string
		}
		last := map[place]string{}
		off := map[int]bool{}
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			in.Now = in.Now.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "minutes")) * time.Minute)
			n := rapid.IntRange(0, 2).Draw(t, "item")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0: // newer than whatever column was chosen before: the column follows
				in.World.Items = slices.Clone(in.World.Items)
				it := &in.World.Items[n]
				it.Open, it.ClosedAt = false, in.Now
				it.Events = append(slices.Clone(it.Events), snapshot.Event{ID: fmt.Sprintf("CE_%d", len(it.Events)), Kind: "Closed", Actor: ben, At: in.Now})
				delete(last, place{n, "Stage"})
			case 1:
				it := &in.World.Items[n]
				it.BoardItem, it.Fields, it.Set = "", nil, nil
				off[n] = true
			case 2:
				minutes := int(in.Now.Sub(zero)/time.Minute) + 1
				say(&in, ben, minutes, rapid.SampledFrom([]string{"/severity 1", "/severity 3", "/note x", "/action More I:high S:m U:high C:high"}).Draw(t, "line"))
			default:
				if off[n] {
					continue
				}
				f := rapid.SampledFrom(boardFields).Draw(t, "field")
				values := []string{"", "2027-01-0" + rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "day")}
				switch {
				case f.options != nil:
					values = append([]string{"", "of their own"}, f.options(in.Config)...)
				case f.kind == numberField:
					values = []string{"", "1", "2.5", "100"}
				}
				value := rapid.SampledFrom(values).Draw(t, "value")
				setByHand(&in, n, f.name, value)
				last[place{n, f.name}] = value
			}
			judge(&in)
			if rapid.Bool().Draw(t, "reconcile") {
				quiet(t, &in)
			}
		}
		quiet(t, &in)
		for p, value := range last {
			if got := in.World.Items[p.n].Fields[p.field]; !off[p.n] && got != value {
				t.Fatalf("item %d: %s is %q, somebody set %q", p.n, p.field, got, value)
			}
		}
		for n := range off {
			if in.World.Items[n].BoardItem != "" {
				t.Fatalf("item %d is back on the board", n)
			}
		}
	})
}

func actionsOf(p Plan, kind Kind) (out []Action) {
	for _, a := range p.Actions {
		if a.Kind == kind {
			out = append(out, a)
		}
	}
	return out
}

func TestAColumnChosenByHandFollowsWhatPeopleDoLaterWithTheIssue(t *testing.T) {
	in := boarded(t, "/action Alert I:high S:s U:medium C:low")
	setByHand(&in, 0, "Stage", "In progress")
	judge(&in)
	quiet(t, &in)
	if got := in.World.Items[0].Fields["Stage"]; got != "In progress" {
		t.Fatalf("moved back to %s", got)
	}
	in.Now = in.Now.Add(time.Hour)
	it := &in.World.Items[0]
	it.Open, it.ClosedAt = false, in.Now
	it.Events = append(it.Events, snapshot.Event{ID: "CE_1", Kind: "Closed", Actor: ben, At: in.Now})
	judge(&in)
	quiet(t, &in)
	if got := in.World.Items[0].Fields["Stage"]; got != followup.StageVerify {
		t.Errorf("closed, and its column is %s", got)
	}
	in.Now = in.Now.Add(time.Hour)
	setByHand(&in, 0, "Stage", "Done")
	judge(&in)
	quiet(t, &in)
	if got := in.World.Items[0].Fields["Stage"]; got != "Done" {
		t.Errorf("the newest word is Done, and its column is %s", got)
	}
}
