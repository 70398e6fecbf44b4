package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// theBoard is what the hub's only board shows.
type theBoard struct {
	fields map[string][]string // name → options
	views  []string
	items  map[string]map[string]string // title → field → value
	ids    map[string]string            // "project", "item <title>", "field <name>", "option <field> <name>"
	told   []string                     // status updates
	readme string
}

func (c *coping) board() theBoard {
	c.t.Helper()
	b := theBoard{fields: map[string][]string{}, items: map[string]map[string]string{}, ids: map[string]string{}}
	c.hub.Store().View(func() {
		boards := c.hub.Store().AllProjects()
		if len(boards) != 1 {
			c.t.Fatalf("%d boards, want one", len(boards))
		}
		p := boards[0]
		b.ids["project"], b.readme = p.NodeID, p.Readme
		for _, f := range p.Fields {
			b.ids["field "+f.Name] = f.NodeID
			b.fields[f.Name] = nil
			for _, o := range f.Options {
				b.ids["option "+f.Name+" "+o.Name] = o.ID
				b.fields[f.Name] = append(b.fields[f.Name], o.Name)
			}
		}
		for _, v := range p.Views {
			b.views = append(b.views, v.Name)
		}
		for _, u := range p.Updates {
			b.told = append(b.told, u.Status+": "+u.Body)
		}
		for _, it := range p.Items {
			b.ids["item "+it.Issue.Title] = it.NodeID
			b.items[it.Issue.Title] = values(it)
		}
	})
	return b
}

func values(it *store.Item) map[string]string {
	out := map[string]string{}
	for _, f := range it.Project.Fields {
		v := it.Values[f.ID]
		switch {
		case v == nil:
		case f.DataType == "NUMBER":
			out[f.Name] = fmt.Sprint(v.Number)
		case f.DataType == "SINGLE_SELECT":
			if o := f.Option(v.OptionID); o != nil {
				out[f.Name] = o.Name
			}
		default:
			out[f.Name] = v.Text + v.Date
		}
	}
	return out
}

// graphql sends a document as a person.
func (c *coping) graphql(as, document string, vars map[string]any) {
	c.t.Helper()
	var got struct{ Errors []struct{ Message string } }
	c.call(as, "POST", "/graphql", map[string]any{"query": document, "variables": vars}, &got)
	if len(got.Errors) > 0 {
		c.t.Fatalf("%s: %s", document, got.Errors[0].Message)
	}
	c.rest()
}

// move sets a field of a card by hand; an empty value empties it.
func (c *coping) move(as, title, field, value string) {
	c.t.Helper()
	b := c.board()
	vars := map[string]any{"p": b.ids["project"], "i": b.ids["item "+title], "f": b.ids["field "+field]}
	if value == "" {
		c.graphql(as, `mutation($p:ID!,$i:ID!,$f:ID!){clearProjectV2ItemFieldValue(input:{projectId:$p,itemId:$i,fieldId:$f}){projectV2Item{id}}}`, vars)
		return
	}
	vars["v"] = map[string]any{"singleSelectOptionId": b.ids["option "+field+" "+value]}
	if b.fields[field] == nil {
		vars["v"] = map[string]any{"date": value}
	}
	c.graphql(as, `mutation($p:ID!,$i:ID!,$f:ID!,$v:ProjectV2FieldValue!){updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$i,fieldId:$f,value:$v}){projectV2Item{id}}}`, vars)
}

// writes counts what the app changed.
func (c *coping) writes() int { return writes(c.demoWorld) }

const alert = "Alert on 502s"

// onBoard is an incident after recovery, with its item on the board.
func onBoard(t *testing.T) *coping {
	t.Helper()
	c := cope(t, oddities{}).declare()
	c.recover()
	if c.board().items[alert] == nil {
		t.Fatal("the item is not on the board")
	}
	return c
}

func TestTheBoardIsSetUpWithFieldsViewsAndAReadmeAndASecondRunWritesNothing(t *testing.T) {
	c := onBoard(t)
	b := c.board()
	for field, options := range map[string]string{
		"Stage": "Inbox Spike Next Planned In progress Verify Done Won't do", "Importance": "high medium low", "Size": "xs s m l xl",
		"Urgency": "high medium low", "Confidence": "high medium low", "Kind": "investigate mitigate repair detect prevent prepare",
		"ISU": "", "Incident": "", "Due": "", "Severity": "sev1 sev2 sev3 sev4 unknown",
	} {
		got, there := b.fields[field]
		if strings.Join(got, " ") != options || !there {
			t.Errorf("field %s has %v", field, got)
		}
	}
	if got := strings.Join(b.views[1:], ","); got != "Triage,Matrix,This iteration,By incident,Ageing" {
		t.Errorf("views %s", got)
	}
	if !strings.Contains(b.readme, "Follow-ups of incidents") {
		t.Errorf("readme %s", b.readme)
	}
	want := map[string]string{
		"Stage": "Next", "Importance": "high", "Size": "s", "Urgency": "high", "Confidence": "high", "Kind": "detect", "ISU": "5",
		"Incident": fmt.Sprintf("%d: Checkout 502", c.issue), "Severity": "sev2", "Due": b.items[alert]["Due"],
	}
	if got := b.items[alert]; !maps.Equal(got, want) {
		t.Errorf("the item has %v", got)
	}
	before := c.writes()
	c.raise()
	c.restart()
	c.raise()
	if n := c.writes() - before; n != 0 {
		t.Errorf("a second run wrote %d times", n)
	}
}

func TestTheMatrixIsABoardByStage(t *testing.T) {
	c := onBoard(t)
	c.hub.Store().View(func() {
		for _, v := range c.hub.Store().AllProjects()[0].Views {
			if v.Name != "Matrix" {
				continue
			}
			if f := v.Project.FieldByID(v.Vertical[0]); v.Layout != "board" || f == nil || f.Name != "Stage" {
				t.Errorf("%+v", v)
			}
		}
	})
}

func TestWhatAPersonDoesOnTheBoardIsKeptWhateverHappens(t *testing.T) {
	c := onBoard(t)
	c.move("aiko", alert, "Stage", "Planned")
	c.move("aiko", alert, "Due", "2022-12-24")
	c.move("ben", alert, "Severity", "")
	kept := func(when string) {
		t.Helper()
		got := c.board().items[alert]
		if got["Stage"] != "Planned" || got["Due"] != "2022-12-24" || got["Severity"] != "" {
			t.Errorf("%s: %v", when, got)
		}
	}
	kept("at once")
	c.wait(time.Minute)
	c.raise()
	if got := c.card().Body; !strings.Contains(got, "· Planned (set by hand: Due, Stage)") {
		t.Errorf("the card does not say what was set by hand:\n%s", got)
	}
	c.say("ben", "/severity 1")
	kept("after /severity")
	c.say("ben", "/action Write a runbook I:high S:s U:high C:high K:prepare")
	kept("after another item")
	c.restart()
	c.raise()
	kept("after a restart")
	var items []struct {
		Number int
		Title  string
	}
	c.call("aiko", "GET", c.path("issues?labels=action-item"), nil, &items)
	for _, it := range items {
		c.call("ben", "PATCH", c.path("issues/%d", it.Number), map[string]string{"state": "closed"}, nil)
	}
	c.rest()
	c.wait(2 * time.Minute)
	c.raise()
	if got := c.board().items[alert]; got["Stage"] != "Verify" || got["Due"] != "2022-12-24" || got["Severity"] != "" {
		t.Errorf("its closing is a newer word about the column, and about nothing else: %v", got)
	}
	if got := c.board().items["Write a runbook"]["Stage"]; got != "Verify" {
		t.Errorf("the item that nobody moved is in %s", got)
	}
}

func TestOfTheBoardAndACommandTheNewerCounts(t *testing.T) {
	c := onBoard(t)
	c.wait(time.Hour)
	c.move("aiko", alert, "Importance", "low")
	c.move("aiko", alert, "Urgency", "low")
	c.wait(2 * time.Minute)
	c.raise()
	if got := c.board().items[alert]; got["Stage"] != "Won't do" || got["ISU"] != "1" || got["Due"] != "" {
		t.Errorf("a classification by hand does not move the card: %v", got)
	}
	c.wait(time.Hour)
	var items []struct{ Number int }
	c.call("aiko", "GET", c.path("issues?labels=action-item"), nil, &items)
	c.call("cho", "POST", c.path("issues/%d/comments", items[0].Number), map[string]string{"body": "/isu I:medium"}, nil)
	c.rest()
	c.wait(2 * time.Minute)
	c.raise()
	if got := c.board().items[alert]; got["Importance"] != "medium" || got["Urgency"] != "low" || got["Stage"] != "Planned" {
		t.Errorf("a newer command does not count: %v", got)
	}
	c.wait(time.Hour)
	c.move("aiko", alert, "Importance", "high")
	c.wait(2 * time.Minute)
	c.raise()
	if got := c.board().items[alert]; got["Importance"] != "high" {
		t.Errorf("a newer choice on the board does not count: %v", got)
	}
}

func TestACardThatSomebodyTookOffTheBoardStaysOff(t *testing.T) {
	c := onBoard(t)
	b := c.board()
	c.graphql("aiko", `mutation($p:ID!,$i:ID!){deleteProjectV2Item(input:{projectId:$p,itemId:$i}){deletedItemId}}`,
		map[string]any{"p": b.ids["project"], "i": b.ids["item "+alert]})
	c.say("ben", "/severity 1")
	c.restart()
	c.raise()
	if got := c.board().items; len(got) != 0 {
		t.Errorf("it is back: %v", got)
	}
}

func TestViewsAndFieldsThatPeopleDeleteOrRenameAreNotMadeAgain(t *testing.T) {
	c := onBoard(t)
	c.change(func(s *store.Store) {
		p := s.AllProjects()[0]
		p.Views = p.Views[:1]
		p.Field("Kind").Name = "Sort"
		stage := p.Field("Stage")
		stage.Name = "Column"
		for n := range stage.Options {
			if stage.Options[n].Name == "Next" {
				stage.Options[n].Name = "Up next"
			}
		}
	})
	c.restart()
	c.say("ben", "/action Write a runbook I:high S:s U:high C:high K:prepare")
	b := c.board()
	if len(b.views) != 1 || b.fields["Kind"] != nil || b.fields["Stage"] != nil {
		t.Errorf("made again: views %v, fields %v", b.views, b.fields)
	}
	if got := b.items["Write a runbook"]; got["Column"] != "Up next" || got["Sort"] != "prepare" {
		t.Errorf("the renamed fields are not found: %v", got)
	}
}

func TestABoardThatSomebodyRenamedIsFoundAlsoByANewProcessAndANewIncident(t *testing.T) {
	c := onBoard(t)
	c.graphql("aiko", `mutation($p:ID!){updateProjectV2(input:{projectId:$p,title:"Lessons"}){projectV2{id}}}`, map[string]any{"p": c.board().ids["project"]})
	c.restart()
	c.raise()
	c.declare()
	c.say("ben", "/ack\n/action Write a runbook I:high S:s U:high C:high K:prepare")
	c.say("ben", "/fixed\n/recovered")
	if got := slices.Sorted(maps.Keys(c.board().items)); strings.Join(got, ",") != alert+",Write a runbook" {
		t.Errorf("on the board: %v", got)
	}
}

func TestTheReportShowsTheBoardAndWhereThereIsNoneTheLabels(t *testing.T) {
	for name, odd := range map[string]oddities{"a board": {}, "labels": {seed: ofNobody}} {
		t.Run(name, func(t *testing.T) {
			c := cope(t, odd).declare()
			c.recover()
			t.Setenv("GITHUB_TOKEN", c.tokens["aiko"])
			out, errs, code := reportBoard(t, "--repo", c.repo, "--github-url", c.api)
			if code != 0 || !strings.Contains(out, "## Do next (1)") || !strings.Contains(out, alert) || !strings.Contains(out, "| high | S | high | high |") {
				t.Errorf("%d %s%s", code, errs, out)
			}
		})
	}
}
