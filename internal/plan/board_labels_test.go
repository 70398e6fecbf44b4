package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// labelledIn is an incident of somebody whose boards no App reaches.
func labelledIn(t *testing.T, line string) Input {
	t.Helper()
	in := begin(t)
	in.World.BoardState = snapshot.BoardUnreachable
	judge(&in)
	say(&in, ben, 5, line)
	say(&in, ben, 6, "/recovered")
	quiet(t, &in)
	anew(&in)
	return in
}

func labelsNow(in Input) string {
	var out []string
	for _, l := range in.World.Items[0].Labels {
		if strings.HasPrefix(l, snapshot.LabelPrefix) {
			out = append(out, strings.TrimPrefix(l, snapshot.LabelPrefix))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestLabelsSayWhatTheBoardWouldAndAPersonsLabelDrivesOutOurs(t *testing.T) {
	in := labelledIn(t, "/action Alert I:high S:s U:high C:high")
	if got := labelsNow(in); got != "confidence-high importance-high size-s stage-next urgency-high" {
		t.Fatal(got)
	}
	it := &in.World.Items[0]
	it.Labels = append(slices.Clone(it.Labels), "isu/importance-low")
	it.Labels = slices.DeleteFunc(it.Labels, func(l string) bool { return l == "isu/size-s" })
	judge(&in)
	quiet(t, &in)
	if got := labelsNow(in); got != "confidence-high importance-low stage-inbox urgency-high" {
		t.Error(got)
	}
	anew(&in)
	say(&in, ben, 30, "/isu #50 I:medium S:m")
	quiet(t, &in)
	if got := labelsNow(in); got != "confidence-high importance-medium size-m stage-next urgency-high" {
		t.Error(got)
	}
}
