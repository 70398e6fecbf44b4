package command

import (
	"regexp"
	"testing"
)

func TestVerbsAndAliasesAreUniqueAndSpeltAsTheyAreScanned(t *testing.T) {
	spelling := regexp.MustCompile(`^[a-z][a-z-]*$`)
	owner := map[string]string{}
	for _, s := range Table() {
		for _, word := range append([]string{s.Verb}, s.Aliases...) {
			if other, taken := owner[word]; taken {
				t.Errorf("/%s belongs to %s and to %s", word, other, s.Verb)
			}
			owner[word] = s.Verb
			if !spelling.MatchString(word) || word == prefixVerb {
				t.Errorf("/%s can never be scanned", word)
			}
			if found, ok := Find(word); !ok || found.Verb != s.Verb {
				t.Errorf("/%s finds %s", word, found.Verb)
			}
		}
	}
	if _, ok := Find("nothing"); ok {
		t.Error("an unknown verb was found")
	}
}

func TestJapaneseVerbsResolve(t *testing.T) {
	for spelt, verb := range JapaneseVerbs {
		if s, ok := Find(verb); !ok || s.Verb != verb {
			t.Errorf("%s means /%s, which is no verb", spelt, verb)
		}
		for _, slash := range []string{"/", "／"} {
			lines := Scan(slash+spelt, ScanOptions{Aliases: JapaneseVerbs})
			if len(lines) != 1 || lines[0].Verb != verb {
				t.Errorf("%s%s is scanned as %v", slash, spelt, lines)
			}
		}
	}
}

func TestTheSevenToKnowAreSeven(t *testing.T) {
	want := []string{"ack", "severity", "note", "update", "fixed", "recovered", "action"}
	var got []string
	for _, s := range Table() {
		if s.Seven {
			got = append(got, s.Verb)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestDidYouMeanIsShy(t *testing.T) {
	tests := []struct{ line, want, why string }{
		{"/fxied", "fixed", "two letters swapped"},
		{"/fix", "fixed", "two letters short"},
		{"/recoverd", "recovered", "one letter short"},
		{"/resolvd", "recovered", "near to an alias: its verb is offered"},
		{"/akc", "ack", "swapped, however short"},
		{"/aack", "ack", "one letter too many"},
		{"/leda", "lead", "swapped"},
		{"/severty", "severity", "one letter short"},
		{"/actions", "action", "one letter too many"},
		{"/postmortm", "postmortem", "one letter short"},
		{"/fxied it", "", "not alone on its line"},
		{"/etc", "", "a directory"}, {"/tmp", "", "a directory"}, {"/dev", "", "a directory"}, {"/opt", "", "a directory"},
		{"/api", "", "a path"}, {"/app", "", "a path"}, {"/hello", "", "two letters of four are another word"},
		{"/lgtm", "", "Prow's"}, {"/approve", "", "Prow's"}, {"/retest", "", "Prow's"}, {"/status", "", "another bot's"},
		{"/rebase", "", "Dependabot's"}, {"/label", "", "Prow's"}, {"/assign", "", "Prow's"}, {"/merge", "", "Mergify's"},
		{"/xyzzy", "", "far from anything"}, {"/ak", "", "too short to tell"}, {"/inc", "", "our prefix alone"},
		{"/learne", "learned", "one letter short"},
	}
	for _, tt := range tests {
		lines := Scan(tt.line, ScanOptions{})
		if len(lines) != 1 {
			t.Fatalf("%s: %v", tt.line, lines)
		}
		got, ok := didYouMean(lines[0])
		if ok != (tt.want != "") || (ok && got != tt.want) {
			t.Errorf("%s: %q, %v; want %q (%s)", tt.line, got, ok, tt.want, tt.why)
		}
	}
}
