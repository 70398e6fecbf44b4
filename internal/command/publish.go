package command

import (
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

const (
	titleFlag   = "--title"
	retractFlag = "--retract"
)

// publish makes a text public: the status page shows it, and nothing else of the incident. Before the first one nothing is
// public; `--retract` takes the incident off the page.
var publish = Spec{
	Verb: "publish", Usage: "text [--title title] | --retract", Who: incident.TriageAccess, Moves: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		text, title, retract := Published(c.Args)
		switch {
		case retract && text == "" && title == "" && c.Incident.Public():
			return retractFlag, nil
		case retract && text == "" && title == "":
			return "", &ledger.Problem{Code: ledger.NothingPublic}
		case text == "" || retract:
			return "", &ledger.Problem{Code: ledger.NeedsArgument, Detail: "text [--title title]",
				Paste: []string{"/publish some of you cannot check out at present; we are on it"}}
		case title != "":
			return text + " " + titleFlag + " " + title, nil
		}
		return text, nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		text, title, retract := Published(f.Args)
		i.Published = append(i.Published[:len(i.Published):len(i.Published)],
			incident.Publication{At: f.At, By: f.Actor, Text: text, Title: title, Retracted: retract})
	},
}

// Published reads the arguments of `/publish`: the text, then perhaps a title of one line, or --retract.
func Published(args string) (text, title string, retract bool) {
	words := blankFields(args)
	for n, w := range words {
		switch lowerASCII(w) {
		case titleFlag:
			return strings.Join(words[:n], " "), unquoted(strings.Join(words[n+1:], " ")), false
		case retractFlag:
			return strings.Join(append(words[:n:n], words[n+1:]...), " "), "", true
		}
	}
	return strings.Join(words, " "), "", false
}

// unquoted takes quotation marks off that a title stands in.
func unquoted(title string) string {
	for _, pair := range []string{`""`, "''", "“”", "「」"} {
		r := []rune(pair)
		if inner, ok := strings.CutPrefix(title, string(r[0])); ok {
			if inner, ok = strings.CutSuffix(inner, string(r[1])); ok {
				return inner
			}
		}
	}
	return title
}
