package form

import (
	"maps"
	"slices"
	"testing"
)

func TestShortAnswersAreTheFormsOwnLines(t *testing.T) {
	body := "### What do you see?\n\n10:05 down\n\n### Severity\n\nSEV2\n\n### Started at\n\n10:05 JST\n\n- 10:20 added by hand\n\n### Mode\n\nReal"
	got := slices.Sorted(maps.Keys(ShortAnswers(body)))
	if want := []int{1, 5, 6, 7, 9, 10, 11, 15, 16, 17}; !slices.Equal(got, want) {
		t.Errorf("lines %v, want %v", got, want)
	}
	if got := ShortAnswers("- 10:05 down"); len(got) != 0 {
		t.Errorf("a body that is not the form's has short answers: %v", got)
	}
}

func TestWhatIsAddedBelowAnAnswerIsNoPartOfIt(t *testing.T) {
	body := "### What do you see?\n\nDown\n\n### Severity\n\nSEV2\n\n## Notes\n\nx\n\n### Started at\n\n10:05 JST\n\n- 10:20 up\n\n### Mode\n\nDrill\n\n## Timeline\n\n- 10:05 page\n"
	report, ok := Parse(body)
	if !ok || report.Severity != "SEV2" || report.Started != "10:05 JST" || !report.Drill {
		t.Errorf("%+v %v", report, ok)
	}
}
