package plan

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/wording"
)

func TestEveryCommandHasItsTexts(t *testing.T) {
	book := wording.In("en")
	for _, spec := range command.Table() {
		if !book.Has("command/" + spec.Verb) {
			t.Errorf("/%s has no sentence for /help: templates/en/commands.md.tmpl", spec.Verb)
		}
		if spec.Verb != "help" && spec.Verb != "why" && !book.Has("timeline/fact/"+spec.Verb) {
			t.Errorf("/%s has no sentence for the timeline: templates/en/timeline.md.tmpl", spec.Verb)
		}
	}
}

func TestEveryNextStepHasItsText(t *testing.T) {
	for _, rule := range nextRules {
		out, err := wording.In("en").Render("next/"+rule.name, nextView{Who: "hana", Paste: []string{"/x"}})
		if err != nil || (out == "") != (rule.name == "over") {
			t.Errorf("%s: %q %v", rule.name, out, err)
		}
	}
}

func TestEveryProblemHasASentenceOfItsOwn(t *testing.T) {
	seen := map[string]string{}
	for _, code := range []string{
		ledger.NotPermitted, ledger.UnknownVerb, ledger.BadArguments, ledger.NeedsArgument, ledger.AmbiguousTime, ledger.FutureTime,
		ledger.ImpossibleTime, ledger.UnreadableTime, ledger.TooLate, ledger.NotNow, ledger.UnknownPerson, ledger.NoIncident, ledger.UnknownSeverity, ledger.NothingBefore, ledger.IgnoredWords, ledger.WhichItem,
	} {
		out, err := wording.In("en").Render("problem", ledger.Fact{Problem: &ledger.Problem{Code: code, Detail: "x"}})
		if err != nil || !strings.HasSuffix(strings.TrimSpace(out), ".") && !strings.Contains(out, "`x`") || strings.HasPrefix(out, code) || seen[out] != "" {
			t.Errorf("%s: %q %v (%s)", code, out, err, seen[out])
		}
		seen[out] = code
	}
	if out, err := wording.In("en").Render("problem", ledger.Fact{Problem: &ledger.Problem{Code: "of-a-newer-version"}}); err != nil || !strings.Contains(out, "newer") {
		t.Errorf("%q %v", out, err)
	}
}

func TestEveryPhaseHasALookAndAText(t *testing.T) {
	for _, p := range incident.Phases {
		if look, ok := phaseLooks[p]; !ok || !wording.In("en").Has(look.text) {
			t.Errorf("%s", p)
		}
	}
}

// TestNoTextBlamesAnybody holds the words of the templates to the rule that no person is the subject of a failure.
func TestNoTextBlamesAnybody(t *testing.T) {
	in := after(t, "/ack", "/fxied", "/action Alert I:high S:s U:medium C:low", "/recovered", "/help")
	for range 4 {
		p := make1(t, in)
		for _, a := range p.Actions {
			for _, word := range []string{"failed to", "forgot", "fault of", "caused by", "human error", "your mistake", "you failed", "you did not"} {
				if strings.Contains(strings.ToLower(a.Body), word) {
					t.Errorf("%s says %q", a.Kind, word)
				}
			}
		}
		pretend(t, &in, p)
	}
}
