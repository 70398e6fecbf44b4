package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// silent facts ask for something and tell nothing about the incident.
var silent = map[string]bool{"help": true, "why": true, "quiet": true}

// sentence is what the text of a row is made from.
type sentence struct {
	Args, Login, Label, Whom, From, To, Title, Reason, Repo string
	Number                                                  int
	Assumed                                                 bool
}

// declared tells how the incident began: what the form said, and when it was declared.
func declared(in Input) ([]Entry, error) {
	d := in.Ledger.Declaration
	if d.At.IsZero() {
		return nil, nil
	}
	text := wording.In(in.Config.Language)
	said := sentence{Login: d.By.Login, Args: d.Symptom, Reason: d.DetectedBy, Label: d.Severity}
	name := "timeline/declared"
	if !d.Responder {
		name = "timeline/suspected"
	}
	opened, err := text.Render(name, said)
	if err != nil {
		return nil, err
	}
	out := []Entry{{At: d.At, Text: one(opened), Source: FromFact, ID: "declaration", URL: in.World.Issue.URL, By: d.By, Quality: incident.Observed}}
	if !d.Started.IsZero() {
		started, err := text.Render("timeline/fact/started", sentence{Assumed: d.StartedQ <= incident.Assumed})
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{At: d.Started, Text: one(started), Source: FromFact, ID: "declaration-started", URL: in.World.Issue.URL, By: d.By, Verb: "started", Quality: d.StartedQ})
	}
	return out, nil
}

// facts tells what was accepted; refusals are between their author and the app.
func facts(in Input) ([]Entry, error) {
	text := wording.In(in.Config.Language)
	last := map[string]int{} // a doubtful line may be judged again after an edit: the last judgement counts
	for _, f := range in.Ledger.Facts {
		last[lineID(f)] = max(last[lineID(f)], f.Seq)
	}
	var out []Entry
	for _, f := range in.Ledger.Accepted() {
		if silent[f.Verb] || f.Item != 0 || asks(f) || f.Seq < last[lineID(f)] {
			continue
		}
		told, err := fact(text, f)
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{
			At: f.At, Text: told, Source: FromFact, ID: lineID(f),
			URL: addressOf(in.World, f.Comment), By: f.Actor, Verb: f.Verb, Quality: f.Quality,
		})
	}
	return out, nil
}

// asks says whether a fact of a verb that also tells something only asks: for the timeline, for a mark.
func asks(f ledger.Fact) bool {
	_, mark := command.Marked(f)
	return mark || f.Verb == "timeline" && f.Args == ""
}

func fact(text wording.Book, f ledger.Fact) (string, error) {
	name := "timeline/fact/" + f.Verb
	said := sentence{Args: f.Args, Login: f.Actor.Login, Assumed: f.Quality == incident.Assumed}
	if item, problem := followup.Parse(f.Args); f.Verb == "action" && problem == nil {
		said.Args = item.Title
	}
	if !text.Has(name) {
		name, said.Title = "timeline/fact", f.Verb // of a newer version, or without a sentence of its own
	}
	told, err := text.Render(name, said)
	return one(told), err
}

func lineID(f ledger.Fact) string { return fmt.Sprintf("c%d-l%d", f.Comment, f.Line) }

// permalink is the address of a comment.
func permalink(issueURL string, comment int64) string {
	if issueURL == "" || comment == 0 {
		return ""
	}
	return fmt.Sprintf("%s#issuecomment-%d", issueURL, comment)
}

// addressOf is where a comment stands: here, unless it is seen on the continuation.
func addressOf(w snapshot.World, comment int64) string {
	at, seen := slices.BinarySearchFunc(w.Comments, comment, func(c snapshot.Comment, id int64) int { return cmp.Compare(c.ID, id) })
	if seen && w.Comments[at].Continued {
		return commentURL(w, w.Comments[at])
	}
	return permalink(w.Issue.URL, comment)
}

// one puts a rendered sentence on one line.
func one(text string) string { return strings.Join(strings.Fields(text), " ") }
