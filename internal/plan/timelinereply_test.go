package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// replied is the body of the only reply in a plan.
func replied(t *testing.T, p Plan) string {
	t.Helper()
	body := ""
	for _, a := range p.Actions {
		if a.Kind == CommentCreate && strings.HasPrefix(a.Key, "reply ") {
			if body != "" {
				t.Fatal("two replies")
			}
			body = a.Body
		}
	}
	return body
}

func TestTheTimelineIsShownOnceToWhoeverAsks(t *testing.T) {
	in := begin(t)
	in.Config.Team.Zones = []string{"Asia/Tokyo", "America/Los_Angeles"}
	say(&in, ben, 5, "/ack")
	say(&in, incident.Person{ID: 77, Login: "stranger"}, 6, "it is down in Osaka | too\n\n![graph](https://x.example/g.png)")
	say(&in, incident.Person{ID: 77, Login: "stranger"}, 7, "/timeline")
	body := replied(t, make1(t, in))
	for _, want := range []string{"<details>", "| UTC | Tokyo | Los Angeles | What happened |", "Engaged", "down in Osaka", "[graph](https://x.example/g.png)", "d)"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if strings.Index(body, "Engaged") > strings.Index(body, "down in Osaka") || strings.Contains(body, "![") {
		t.Errorf("newest last, and no embedded images:\n%s", body)
	}
	settle(t, &in)
	say(&in, ben, 20, "the queue is growing")
	if again := replied(t, make1(t, in)); again != "" {
		t.Errorf("answered again:\n%s", again)
	}
}

func TestWhoAsksAgainIsShownWhereItStands(t *testing.T) {
	in := begin(t)
	stranger := incident.Person{ID: 77, Login: "stranger"}
	say(&in, stranger, 5, "/timeline")
	settle(t, &in)
	say(&in, stranger, 14, "/timeline")
	if body := replied(t, make1(t, in)); !strings.Contains(body, "was shown a few minutes ago") || strings.Contains(body, "<details>") {
		t.Errorf("within ten minutes:\n%s", body)
	}
	settle(t, &in)
	say(&in, stranger, 40, "/timeline")
	if body := replied(t, make1(t, in)); !strings.Contains(body, "newest last") {
		t.Errorf("later:\n%s", body)
	}
}

func TestATimelineThatIsTooLongLosesItsOldestRows(t *testing.T) {
	in := begin(t)
	for n := range 900 {
		say(&in, ben, 5, fmt.Sprintf("error %d: %s", n, strings.Repeat("日本語 ", 40)))
	}
	say(&in, ben, 6, "/timeline")
	body := replied(t, make1(t, in))
	if n := len([]rune(body)); n > 60_000 || n < 40_000 {
		t.Errorf("%d characters", n)
	}
	if !strings.Contains(body, "error 899") || strings.Contains(body, "error 0:") || !strings.Contains(body, "earlier rows did not fit") {
		t.Errorf("the newest rows count:\n%.300s", body)
	}
}

func TestWhatBecameOfAMarkedCommentIsSaid(t *testing.T) {
	tests := []struct {
		name   string
		change func(*snapshot.World)
		want   string
	}{
		{"nothing", func(*snapshot.World) {}, ""},
		{"it was edited", func(w *snapshot.World) { w.Comments[1].EditedAt = w.Comments[1].CreatedAt.Add(time.Minute) }, "was edited"},
		{"it was deleted", func(w *snapshot.World) { w.Comments = append(w.Comments[:1], w.Comments[2:]...) }, "is gone"},
	}
	for _, tt := range tests {
		in := begin(t)
		say(&in, ben, 4, "hello")
		say(&in, ben, 5, "+1")
		say(&in, ben, 6, "/note ^")
		tt.change(&in.World)
		body := replied(t, make1(t, in))
		if (body != "") != (tt.want != "") || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %q", tt.name, body)
		}
		settle(t, &in)
		if p := make1(t, in); !p.Empty() {
			t.Errorf("%s: said again: %s", tt.name, kinds(p))
		}
	}
}

func TestWhatChangedBeforeStandsOnTheCardAndInTheDocument(t *testing.T) {
	in := begin(t)
	say(&in, ben, 5, "/ack")
	from := in.Incident.Milestones[incident.Started].At
	in.World.Changes = []snapshot.Change{
		{ID: "D2", At: from.Add(5 * time.Minute), Kind: snapshot.Deployment, Title: "roll back", Ref: "v41", Environment: "production", URL: "https://x.example/2"},
		{ID: "D1", At: from.Add(-5 * time.Minute), Kind: snapshot.Deployment, Title: "v42 @hana", Ref: "main", Environment: "production", URL: "https://x.example/1"},
	}
	settle(t, &in)
	card := in.World.Card.Body
	before, after, _ := strings.Cut(card, "Timeline, newest first")
	if !strings.Contains(before, "What changed before (1)") || !strings.Contains(before, "https://x.example/1") || strings.Contains(card, "@hana") {
		t.Errorf("the card:\n%s", card)
	}
	if !strings.Contains(after, "https://x.example/2") || strings.Contains(after, "https://x.example/1") {
		t.Errorf("the card's timeline:\n%s", after)
	}
	say(&in, ben, 30, "/recovered")
	p := make1(t, in)
	text := ""
	for _, a := range p.Actions {
		text += a.Body
		for _, f := range a.Fields {
			text += f
		}
	}
	if !strings.Contains(text, "Deployment to production main: v42") || !strings.Contains(text, "Deployment to production v41: roll back") {
		t.Errorf("the document has no changes:\n%s", text)
	}
}
