package command

import (
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// severity says how bad it is: a number, a configured name, or unknown; and why.
var severity = Spec{
	Verb: "severity", Aliases: []string{"sev"}, Usage: "1 [because …] [at …]",
	Who: incident.TriageAccess, Time: TextThenTime, Seven: true,
	Judge: judgeSeverity,
	Apply: func(i *incident.Incident, f ledger.Fact) {
		name, why := cutBecause(f.Args)
		i.Severity, i.Because = incident.Severity(name), why
	},
}

// judgeSeverity takes `1`, `sev1`, `Critical because …`; without "because" the first word is the severity and the rest
// the reason.
func judgeSeverity(c Call) (string, *ledger.Problem) {
	left, why := cutBecause(c.Args)
	name, ok := c.Policy.Severity(left)
	if !ok && why == "" {
		word, rest := cutWord(strings.Trim(c.Args, " \t"))
		if name, ok = c.Policy.Severity(strings.TrimRight(word, ",.:;!")); ok {
			why = strings.TrimLeft(rest, "-–—:,; \t")
		}
	}
	if !ok {
		return "", &ledger.Problem{Code: ledger.UnknownSeverity, Detail: left, Paste: legalSeverities(c)}
	}
	if why != "" {
		return name + " because " + why, nil
	}
	return name, nil
}

func legalSeverities(c Call) []string {
	var out []string
	for _, s := range c.Policy.Severities {
		out = append(out, "/severity "+s.Name)
	}
	return append(out, "/severity unknown")
}

// cutBecause splits "1 because it is down" at the word because; Japanese writers say なぜなら or 理由.
func cutBecause(args string) (name, why string) {
	for _, word := range []string{"because", "なぜなら", "理由:", "理由"} {
		if i := indexWord(args, word); i >= 0 {
			return strings.Trim(args[:i], " \t,"), strings.TrimRight(strings.TrimLeft(args[i+len(word):], " \t:,"), " \t")
		}
	}
	return strings.Trim(args, " \t"), ""
}

// indexWord finds an ASCII word in any capitals, standing between blanks, a colon or a comma after it allowed; any other word is found as it is.
func indexWord(text, word string) int {
	low := lowerASCII(text)
	for from := 0; from < len(low); {
		i := strings.Index(low[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if word[0] >= 0x80 || (i == 0 || isBlank(low[i-1])) && (end == len(low) || isBlank(low[end]) || low[end] == ':' || low[end] == ',') {
			return i
		}
		from = end
	}
	return -1
}
