package command

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/when"
)

// note adds a row to the timeline and nothing else, whoever may comment. `/note ^` makes a row of the comment before, which
// it remembers by its id, so that it stays that one whatever is written or deleted between.
var note = Spec{
	Verb: "note", Usage: "text [at …], or ^", Who: incident.NoAccess, Time: TextThenTime, Seven: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		switch {
		case marked.MatchString(c.Args):
			return caret + " " + c.Args[len(caret):], nil // text that only looks like what stands below
		case !isCaret(c.Args):
			return needs("text", "/note what was seen")(c)
		case c.Before == 0:
			return "", &ledger.Problem{Code: ledger.NothingBefore, Paste: []string{"/note what was seen"}}
		}
		return caret + strconv.FormatInt(c.Before, 10), nil
	},
}

// caret stands for the comment before.
const caret = "^"

// isCaret takes the full-width one too, as an input method types it.
func isCaret(args string) bool { return args == caret || args == "＾" }

var marked = regexp.MustCompile(`^\^([1-9][0-9]{0,18})$`)

// Marked returns the id of the comment that an accepted `/note ^` marks; ok is false for any other fact.
func Marked(f ledger.Fact) (id int64, ok bool) {
	m := marked.FindStringSubmatch(f.Args)
	if f.Verb != note.Verb || f.Refused || m == nil {
		return 0, false
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	return id, err == nil
}

// OnlyMarks says whether a comment holds nothing but `/note ^`: it is no comment that could be meant by another one.
func OnlyMarks(body string, o ScanOptions) bool {
	lines := Scan(body, o)
	if len(lines) == 0 {
		return false
	}
	for _, l := range lines {
		args, _, _ := when.Split(l.Args)
		if spec, ok := Find(l.Verb); !ok || spec.Verb != note.Verb || !isCaret(args) {
			return false
		}
	}
	written := 0
	for _, l := range strings.Split(body, "\n") {
		if strings.TrimSpace(l) != "" {
			written++
		}
	}
	return len(lines) == written
}
