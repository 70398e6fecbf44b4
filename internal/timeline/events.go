package timeline

import (
	"strings"

	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// events tells what people did on GitHub beside talking. What bots did, this program above all, follows from facts; what a
// merge or a push did is told of the pull request or the commit, whoever it was by.
func events(in Input) ([]Entry, error) {
	text := wording.In(in.Config.Language)
	var out []Entry
	for _, e := range in.World.Events {
		name, said := event(in, e)
		if !text.Has(name) || beginning(in, e) || !isNews(in, e) {
			continue
		}
		words, err := text.Render(name, said)
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{At: e.At, Text: one(words), Source: FromEvent, ID: e.ID, URL: e.URL, By: e.Actor})
	}
	return out, nil
}

// isNews says whether an event is news. Pull requests and commits are, also where a bot made the reference; but not ours: the
// postmortem's.
func isNews(in Input, e snapshot.Event) bool {
	switch {
	case e.Actor.Same(in.World.Viewer):
		return false
	case e.Kind == "CrossReferenced" || e.Kind == "Connected" || e.Kind == "Referenced":
		return (e.Number != 0 || e.Commit != "") && !ownPull(in, e)
	}
	return !e.Bot
}

func ownPull(in Input, e snapshot.Event) bool {
	pm, repo := in.World.Postmortem, ""
	if in.World.Away() {
		repo = in.World.DocumentRepository().FullName()
	}
	return pm != nil && e.Pull && strings.EqualFold(e.Repo, repo) && e.Number == pm.Number
}

// event chooses the sentence and what it shows.
func event(in Input, e snapshot.Event) (name string, said sentence) {
	said = sentence{
		Login: e.Actor.Login, Label: e.Label, Whom: e.Whom.Login, From: e.From, To: e.To,
		Number: e.Number, Title: e.Title, Repo: e.Repo, Reason: strings.ToLower(strings.ReplaceAll(e.Reason, "_", " ")),
	}
	switch e.Kind {
	case "Labeled", "Unlabeled":
		return label(in, e, said)
	case "CrossReferenced", "Connected", "Referenced", "Closed":
		if e.Pull {
			said.To = "pull request"
		}
		said.From = e.Commit[:min(len(e.Commit), shortCommit)]
	}
	if e.Closes && e.Kind == "CrossReferenced" {
		said.Reason = "closes"
	}
	return "timeline/event/" + e.Kind, said
}

// shortCommit is how much of a commit's id people read.
const shortCommit = 7

// label tells a severity or a phase that was set by hand as such; taking the old one off belongs to it.
func label(in Input, e snapshot.Event, said sentence) (string, sentence) {
	for _, known := range []struct{ prefix, name string }{{in.Config.Labels.Severity, "severity"}, {in.Config.Labels.Phase, "phase"}} {
		if known.prefix == "" || len(e.Label) <= len(known.prefix) || !strings.EqualFold(e.Label[:len(known.prefix)], known.prefix) {
			continue
		}
		if e.Kind == "Unlabeled" {
			return "", said
		}
		said.Label = e.Label[len(known.prefix):]
		return "timeline/event/" + known.name, said
	}
	return "timeline/event/" + e.Kind, said
}

// beginning says whether the event only belongs to opening the issue, as the labels of the form do.
func beginning(in Input, e snapshot.Event) bool {
	return e.Kind == "Labeled" && e.At.Unix()-in.World.Issue.CreatedAt.Unix() <= 2
}
