package plan

import (
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// nudged is what the surface of nudges wants; it is called by itself, as long as it has no line in the table of surfaces.
func nudged(t *testing.T, in Input) []Action {
	t.Helper()
	in.Timers = true
	s := &scene{Input: in, wakes: map[Aspect]time.Time{}}
	s.Ledger = s.remembered()
	if err := nudges(s); err != nil {
		t.Fatal(err)
	}
	return s.actions
}

func TestANudgeAsksOnePersonForOneThingAndFoldsAway(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"the team has heard nothing for", "One sentence is enough", "`/update how it stands`", "`nudges.rules.no_update`", "`/quiet 30m`"},
		"ja": {"チームに状況が伝わっていません", "一文で十分です", "`/update 現在の状況`", "`nudges.rules.no_update`", "`/quiet 30m`"},
	} {
		in := after(t, "/ack", "/severity 1")
		in.Config.Language = language
		if got := nudged(t, in); len(got) != 0 {
			t.Fatalf("%s: asked at once: %+v", language, got)
		}
		in.Now = in.Now.Add(45 * time.Minute)
		got := nudged(t, in)
		if len(got) != 1 || got[0].Kind != CommentCreate {
			t.Fatalf("%s: %+v", language, got)
		}
		body := got[0].Body
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s lacks %q:\n%s", language, w, body)
			}
		}
		if strings.Count(body, "@") != 1 || !marker.Has(body, got[0].Key) {
			t.Errorf("%s mentions more than one:\n%s", language, body)
		}
		in.World.Comments = append(in.World.Comments, snapshot.Comment{ID: 5000, NodeID: "IC_5000", Mine: true, Bot: true, Body: body, CreatedAt: in.Now})
		if again := nudged(t, in); len(again) != 0 {
			t.Errorf("%s: asked twice: %+v", language, again)
		}
		say(&in, hana, 100, "/update we roll back")
		in.Now = in.Now.Add(time.Hour)
		in.World.Comments[len(in.World.Comments)-1].CreatedAt = in.Now
		var folded bool
		for _, a := range nudged(t, in) {
			folded = folded || a.Kind == CommentMinimise && a.Node == "IC_5000"
		}
		if !folded {
			t.Errorf("%s: answered, and it stays open", language)
		}
	}
}
