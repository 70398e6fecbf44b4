package plan

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestAPostmortemThatCannotBeElsewhereSaysSoInOneLine(t *testing.T) {
	const name = "acme/postmortems"
	for want, c := range map[string]struct {
		wanted string
		found  *snapshot.Elsewhere
	}{
		"belongs to another owner":          {"other/postmortems", nil},
		"that repository cannot be found":   {name, &snapshot.Elsewhere{Name: name, Why: snapshot.ElsewhereMissing}},
		"private and that one is public":    {name, &snapshot.Elsewhere{Name: name, Why: snapshot.ElsewherePublic}},
		"it was begun here":                 {name, &snapshot.Elsewhere{Name: name, Why: snapshot.ElsewhereBegun}},
		"another incident with this number": {name, &snapshot.Elsewhere{Name: name, Why: snapshot.ElsewhereTaken}},
	} {
		t.Run(want, func(t *testing.T) {
			in := after(t, "/ack", "/recovered", "/postmortem")
			in.Config.Postmortems.Repository, in.World.Elsewhere = c.wanted, c.found
			settle(t, &in)
			card := in.World.Card.Body
			if strings.Count(card, "⚠️ The postmortem is written here") != 1 || !strings.Contains(card, want) || in.World.Postmortem == nil {
				t.Errorf("%s", card)
			}
		})
	}
}

func TestAPostmortemThatIsWhereItIsWantedNeedsNoLine(t *testing.T) {
	there := &snapshot.Elsewhere{Name: "acme/pm", Repository: snapshot.Repository{ID: 9, Owner: "acme", Name: "pm", DefaultBranch: "trunk"}}
	for wanted, found := range map[string]*snapshot.Elsewhere{"here": nil, "Acme/Shop": nil, "acme/pm": there} {
		t.Run(wanted, func(t *testing.T) {
			in := after(t, "/ack", "/recovered", "/postmortem")
			in.Config.Postmortems.Repository, in.World.Elsewhere = wanted, found
			settle(t, &in)
			if strings.Contains(in.World.Card.Body, "is written here") {
				t.Errorf("%s", in.World.Card.Body)
			}
		})
	}
}

func TestAPullRequestElsewhereNamesItsIncident(t *testing.T) {
	in := after(t, "/ack", "/recovered", "/postmortem")
	in.Config.Postmortems.Repository = "acme/pm"
	in.World.Elsewhere = &snapshot.Elsewhere{Name: "acme/pm", Repository: snapshot.Repository{ID: 9, Owner: "acme", Name: "pm", DefaultBranch: "trunk"}}
	onto := ""
	for _, a := range make1(t, in).Actions {
		if a.Kind == PullCreate {
			onto = a.Fields["base"]
		}
	}
	if onto != "trunk" {
		t.Errorf("onto %q", onto)
	}
	settle(t, &in)
	body, node := in.World.Postmortem.Body, in.World.Issue.NodeID
	if ForeignPull(body, node) || !ForeignPull(body, node+"x") || !ownText(body) {
		t.Errorf("%s", body)
	}
	if ForeignPull("a person's words", node) || !ForeignPull("<!-- sensible:pull abc -->", node) {
		t.Error("whose description it is")
	}
	text := in.World.Document.Text
	if ForeignDocument(text, in.World.Issue.URL) || !ForeignDocument(text, "https://github.com/acme/api/issues/42") || ForeignDocument("# ours", "x") {
		t.Errorf("%s", text)
	}
}

func TestTheDraftElsewhereIsLinkedWhereItIs(t *testing.T) {
	in := after(t, "/ack", "/recovered")
	in.World.Document.BranchOID = "abc"
	before := (&scene{Input: in}).draftURL()
	in.World.Elsewhere = &snapshot.Elsewhere{Name: "acme/pm", Repository: snapshot.Repository{ID: 9, Owner: "acme", Name: "pm"}}
	if got := (&scene{Input: in}).draftURL(); got != strings.Replace(before, "/acme/shop/", "/acme/pm/", 1) || got == before {
		t.Errorf("%s, beside the incident %s", got, before)
	}
}
