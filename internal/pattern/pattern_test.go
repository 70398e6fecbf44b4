package pattern_test

import (
	"regexp"
	"sync"
	"testing"

	"github.com/sensible-im/sensible/internal/pattern"
)

func TestAPatternIsItsExpressionForSeveralAtOnce(t *testing.T) {
	const text = `(\d+)-(\d+)`
	p, plain := pattern.Of(text), regexp.MustCompile(text)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, want := p.ReplaceAllString("1-2 3-4", "$2-$1"), plain.ReplaceAllString("1-2 3-4", "$2-$1"); got != want {
				t.Errorf("%q, not %q", got, want)
			}
		})
	}
	all.Wait()
	if p.String() != text || p.MatchString("a") || len(p.FindAllStringSubmatch("1-2 3-4", -1)) != 2 {
		t.Error("it is another expression")
	}
}

func TestAPatternIsNotCompiledBeforeItIsUsed(t *testing.T) {
	broken := pattern.Of(`(`)
	defer func() {
		if recover() == nil {
			t.Error("it was compiled although it cannot be")
		}
	}()
	broken.MatchString("")
}
