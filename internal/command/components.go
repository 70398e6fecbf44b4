package command

import (
	"maps"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// components says which parts of the system are touched: `+api -web`, or plain names, which are added.
var components = Spec{
	Verb: "components", Aliases: []string{"component"}, Usage: "+api -web [at …]", Who: incident.TriageAccess, Time: TextThenTime,
	Judge: judgeComponents,
	Apply: func(i *incident.Incident, f ledger.Fact) {
		for _, word := range blankFields(f.Args) {
			name, on := strings.TrimLeft(word, "+-"), !strings.HasPrefix(word, "-")
			i.Components = without(i.Components, name)
			if on {
				i.Components = append(i.Components, name)
			}
		}
	},
}

func judgeComponents(c Call) (string, *ledger.Problem) {
	var out, unknown []string
	for _, word := range blankFields(strings.ReplaceAll(c.Args, ",", " ")) {
		name := strings.TrimLeft(word, "+-")
		if _, known := c.Policy.Components[name]; !known && len(c.Policy.Components) > 0 {
			unknown = append(unknown, name)
			continue
		}
		sign := "+"
		if strings.HasPrefix(word, "-") {
			sign = "-"
		}
		out = append(out, sign+name)
	}
	if len(unknown) > 0 || len(out) == 0 {
		return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "+api -web", Paste: knownComponents(c)}
	}
	return strings.Join(out, " "), nil
}

func without(list []string, name string) []string {
	var out []string
	for _, l := range list {
		if l != name {
			out = append(out, l)
		}
	}
	return out
}

// knownComponents offers what the policy knows, in a fixed order.
func knownComponents(c Call) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(c.Policy.Components)) {
		out = append(out, "/components +"+name)
	}
	return out
}
