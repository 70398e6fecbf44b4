package command

import (
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// pageCommand calls somebody through the pager: whoever is on call, a person, a team, or everyone. The answer says by which way
// and whether it arrived; where there is no pager it gives telephone numbers.
var pageCommand = Spec{
	Verb: "page", Aliases: []string{"escalate"}, Usage: "[@u, team or everyone]", Who: incident.TriageAccess, Moves: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		words := blankFields(c.Args)
		switch {
		case len(words) == 0:
			return "", nil
		case len(words) > 1:
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "@login", Paste: []string{"/page", "/page everyone"}}
		case lowerASCII(words[0]) == "everyone":
			return "everyone", nil
		case strings.Contains(words[0], "/"):
			return "@" + strings.TrimPrefix(words[0], "@"), nil
		}
		return judgePerson(c)
	},
}
