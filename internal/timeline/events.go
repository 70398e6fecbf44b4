package timeline

import (
	"strings"

	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// events tells what people did on GitHub beside talking. What bots did, this program above all, follows from facts.
func events(in Input) ([]Entry, error) {
	text := wording.In(in.Config.Language)
	var out []Entry
	for _, e := range in.World.Events {
		name := "timeline/event/" + e.Kind
		if e.Bot || e.Actor.Same(in.World.Viewer) || !text.Has(name) || beginning(in, e) {
			continue
		}
		told, err := text.Render(name, sentence{
			Login: e.Actor.Login, Label: e.Label, Whom: e.Whom.Login, From: e.From, To: e.To,
			Number: e.Number, Title: e.Title, Reason: strings.ToLower(strings.ReplaceAll(e.Reason, "_", " ")),
		})
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{At: e.At, Text: one(told), Source: FromEvent, ID: e.ID, By: e.Actor})
	}
	return out, nil
}

// beginning says whether the event only belongs to opening the issue, as the labels of the form do.
func beginning(in Input, e snapshot.Event) bool {
	return e.Kind == "Labeled" && e.At.Unix()-in.World.Issue.CreatedAt.Unix() <= 2
}
