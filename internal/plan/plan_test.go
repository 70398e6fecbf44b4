package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestAnIdleIncidentWritesNothingAnHourLater(t *testing.T) {
	in := begin(t)
	say(&in, ben, 5, "/ack\n/update looking\n/fixing")
	settle(t, &in)
	for range 3 {
		in.Now = in.Now.Add(time.Hour)
		if p := make1(t, in); !p.Empty() {
			t.Fatalf("an hour later: %s", kinds(p))
		}
	}
}

func TestOurOwnCommentsAndLabelsAreNoReasonToWriteTheCardAgain(t *testing.T) {
	in := begin(t)
	say(&in, ben, 5, "/ack")
	settle(t, &in)
	in.World.Events = append(in.World.Events, snapshot.Event{ID: "LE_1", Kind: "Labeled", Bot: true, Actor: app, At: in.Now, Label: "phase/detection"})
	in.Ledger.EventsTo, in.Ledger.Judged = in.Now, 999_999
	if p := make1(t, in); !p.Empty() {
		t.Fatal(kinds(p))
	}
}

func TestACardChangedByHandIsPutRight(t *testing.T) {
	edits := map[string]func(string) string{
		"a word of the visible text": func(s string) string { return strings.Replace(s, "Checkout", "Basket", 1) },
		"a line behind the ledger":   func(s string) string { return s + "\nby the way" },
		"the ledger is cut out":      func(s string) string { return s[:strings.LastIndex(s, blockStart)] },
		"a byte of the ledger":       func(s string) string { return strings.Replace(s, "data=", "data=A", 1) },
		"everything":                 func(string) string { return "x" },
	}
	for name, edit := range edits {
		in := begin(t)
		say(&in, ben, 5, "/ack")
		settle(t, &in)
		written := in.World.Card.Body
		in.World.Card.Body = edit(written)
		p := make1(t, in)
		if len(p.Actions) != 1 || p.Actions[0].Kind != CardUpdate {
			t.Errorf("%s: %s", name, kinds(p))
			continue
		}
		if got := visibleText(p.Actions[0].Body); hash(got) != hash(visibleText(written)) {
			t.Errorf("%s: the card comes back different:\n%s", name, got)
		}
		settle(t, &in)
	}
}

func TestACardThatGitHubReturnsWithOtherLineEndingsIsTheSame(t *testing.T) {
	in := begin(t)
	judge(&in)
	settle(t, &in)
	in.World.Card.Body = strings.ReplaceAll(in.World.Card.Body, "\n", "\r\n") + "\r\n"
	if p := make1(t, in); !p.Empty() {
		t.Fatal(kinds(p))
	}
}

func TestALongLedgerMovesIntoContinuationsAndIsReadBack(t *testing.T) {
	in := begin(t)
	for n := range 900 {
		in.World.Comments = append(in.World.Comments, snapshot.Comment{
			ID: int64(1001 + n), NodeID: fmt.Sprintf("IC_%d", n), Author: ben, CreatedAt: zero.Add(time.Duration(n) * time.Second),
			Body: fmt.Sprintf("/note %d seen %x%x", n, n*7919*104729, n*n*31337),
		})
	}
	in.Now = zero.Add(time.Hour)
	judge(&in)
	settle(t, &in)
	if len(in.World.Overflow) == 0 {
		t.Fatal("no continuation")
	}
	if n := len(in.World.Card.Body); n > 60_000 {
		t.Errorf("the card has %d bytes", n)
	}
	if n := len(visibleText(in.World.Card.Body)); n > 15_000 {
		t.Errorf("the visible text has %d bytes", n)
	}
	if len(in.Ledger.Facts) != 900 {
		t.Errorf("%d facts came back", len(in.Ledger.Facts))
	}
	in.World.Overflow[0].Body = "gone"
	if p := make1(t, in); !strings.Contains(kinds(p), string(OverflowCreate)) {
		t.Errorf("a damaged continuation stays: %s", kinds(p))
	}
}

func TestTheLedgersBlockBeginsAsTheCardExpects(t *testing.T) {
	head, err := ledger.Encode(ledger.Ledger{Version: 1}, ledger.Binding{}, ledger.Key{})
	if err != nil || !strings.HasPrefix(head, blockStart) {
		t.Fatalf("%q %v", head, err)
	}
}

func TestAnIssueThatIsNoIncidentGetsNoCard(t *testing.T) {
	in := begin(t)
	in.World.Issue.Labels, in.World.Issue.Body = nil, "just an issue"
	if p := make1(t, in); !p.Empty() {
		t.Fatal(kinds(p))
	}
}

func TestABrokenConfigIsOneLineOnTheCard(t *testing.T) {
	in := begin(t)
	judge(&in)
	_, in.Broken = policy.Parse(".github/sensible.yml", []byte("stage: nine\nlanguage: xx\n"))
	in.Timers = false
	settle(t, &in)
	body := in.World.Card.Body
	if strings.Count(body, "settings cannot be read") != 1 || !strings.Contains(body, ".github/sensible.yml:1") && !strings.Contains(body, "sensible.yml:1") {
		t.Error(body)
	}
	if !strings.Contains(body, "nothing happens by the clock") {
		t.Error("without timers nothing says so")
	}
}

var lines = []string{
	"/ack", "/severity 1", "/severity 3 because it is slow", "/severity unknown", "/note @eve #1 <!-- x", "/update | a | b", "/fixing", "/mitigated", "/fixed",
	"/fixed at 09:58 JST", "/recovered", "/recovered 1m ago", "/action do it I:high S:s U:high C:high", "/action prepare I:low S:xl U:low C:low K:prepare",
	"/lead @hana", "/lead", "/impact all </details> shops", "/identified unknown", "/identified a deploy", "/triaged", "/learned", "/reopen again", "/cancel no",
	"/postmortem", "/help", "/help ack", "/fxied", "/started at 7:40 IST", "/detected at 09:50 JST", "ordinary talk about #12 @ben", "+1", "/comms @ben", "/link https://x.example/a|b t", "/duplicate #7",
}

// TestThePlanAfterApplyIsEmptyWhateverPeopleSay is the first invariant of the design, over random incidents.
func TestThePlanAfterApplyIsEmptyWhateverPeopleSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := begin(t)
		in.Config.Stage = rapid.IntRange(0, 2).Draw(t, "stage")
		in.World.Issue.Title = rapid.SampledFrom([]string{"Checkout 502", "fixes #1 @hana <b>", "", "日本"}).Draw(t, "title")
		minute := 0
		for range rapid.IntRange(1, 8).Draw(t, "comments") {
			minute += rapid.IntRange(0, 900).Draw(t, "minutes")
			who := rapid.SampledFrom([]incident.Person{hana, ben, eve}).Draw(t, "who")
			said := rapid.SliceOfN(rapid.SampledFrom(lines), 1, 3).Draw(t, "lines")
			say(&in, who, minute, strings.Join(said, "\n"))
			if rapid.Bool().Draw(t, "reconcile") {
				settle(t, &in)
				judge(&in)
			}
		}
		settle(t, &in)
		before := len(in.World.Comments)
		judge(&in)
		in.Now = in.Now.Add(20 * time.Minute) // past the pause between pushes
		settle(t, &in)
		judge(&in)
		in.Now = in.Now.Add(time.Minute)
		if p := make1(t, in); !p.Empty() {
			t.Fatalf("not idle: %s", kinds(p))
		}
		if len(in.World.Comments) > before+1 {
			t.Fatalf("%d new comments without anybody saying anything", len(in.World.Comments)-before)
		}
		if n := len(visibleText(in.World.Card.Body)); n > 15_000 {
			t.Fatalf("the visible card has %d bytes", n)
		}
	})
}

// TestThePlanIsAValue: the same input gives the same plan, and the input stays as it was.
func TestThePlanIsAValue(t *testing.T) {
	in := begin(t)
	say(&in, ben, 5, "/ack\n/action do it I:high S:s U:high C:high\n/recovered")
	if a, b := fmt.Sprintf("%+v", make1(t, in)), fmt.Sprintf("%+v", make1(t, in)); a != b {
		t.Fatal("two plans differ")
	}
}
