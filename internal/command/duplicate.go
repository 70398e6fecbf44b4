package command

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// duplicate ends an incident that another issue already tells.
var duplicate = Spec{
	Verb: "duplicate", Usage: "#12 [at …]", Who: incident.TriageAccess, Time: TextThenTime,
	Judge: func(c Call) (string, *ledger.Problem) {
		n, ok := issueNumber(c.Args)
		if !ok || n == c.Incident.Number {
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "#12", Paste: []string{"/duplicate #…"}}
		}
		return "#" + strconv.Itoa(n), nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) { i.DuplicateOf, _ = issueNumber(f.Args) },
}

// issueNumber reads `#12` or `12`.
func issueNumber(arg string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(strings.Trim(arg, " \t"), "#"))
	return n, err == nil && n > 0
}
