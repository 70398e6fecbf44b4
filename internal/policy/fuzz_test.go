package policy

import (
	"os"
	"testing"
)

// FuzzParse holds that no text stops the program, that every problem has a place inside the text,
// and that a file with errors changes nothing.
func FuzzParse(f *testing.F) {
	every, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(every)
	for _, text := range []string{"", "a: &a [*a]", "<<: {a: 1}", "? [a]: b", "- - -", "!!binary x: y", "a: |\n", "%YAML 1.2\n---\n", "{a: b,\n c}", "\"\\x00\"", "*a : b", "&a : b", "? &a\n: *a", "a: >\n\n b\n", "severities: [{name: a}, ~]"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, problems := Parse("f", text)
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Line > len(text)+1 || p.Column > len(text)+2 || p.Message == "" {
				t.Fatalf("no place: %+v", p)
			}
			if p.Message == unreadable {
				t.Fatalf("the library gave up on %q", text)
			}
		}
		if problems.Errors() && len(c.Written) > 0 || len(c.Severities) == 0 || len(c.Zones()) == 0 || len(c.ZonesFor("a")) == 0 {
			t.Fatalf("half applied: %+v", c)
		}
		c.Effective()
	})
}
