package incident

import "testing"

// life is an incident of which these milestones are set, a minute apart, by what people said.
func life(set ...Milestone) Incident {
	i := New(1, "Checkout 502")
	i.Declared = true
	for n, m := range set {
		i.Mark(m, stated(n), false)
	}
	return i
}

func with(i Incident, change func(*Incident)) Incident { change(&i); return i }

var (
	doNext   = ActionItem{Key: "a", Quadrant: "do-next"}
	prepare  = ActionItem{Key: "b", Kind: "prepare", Quadrant: "plan"}
	planned  = ActionItem{Key: "c", Quadrant: "plan"}
	declined = ActionItem{Key: "d", Quadrant: "do-next", Declined: true}
)

func done(a ActionItem, minutes int) ActionItem { a.DoneAt = at(minutes); return a }

func TestPhaseAndStatusFollowFromWhatIsKnown(t *testing.T) {
	items := func(list ...ActionItem) func(*Incident) { return func(i *Incident) { i.Actions = list } }
	tests := []struct {
		name   string
		i      Incident
		asked  bool // for a postmortem
		phase  Phase
		status Status
	}{
		{"nobody with the right to has declared it", with(life(Detected), func(i *Incident) { i.Declared = false }), true, Suspected, Investigating},
		{"declared", life(Detected), true, Detection, Investigating},
		{"somebody is on it", life(Detected, Engaged), true, Detection, Investigating},
		{"the cause is found", life(Detected, MilestoneIdentified), true, Detection, Identified},
		{"the fix has begun", with(life(Detected), func(i *Incident) { i.Fixing = true }), true, Recovery, BeingFixed},
		{"the impact is smaller", life(Detected, Mitigated), true, Recovery, BeingFixed},
		{"mitigated and identified: the fix goes on", life(Detected, MilestoneIdentified, Mitigated), true, Recovery, BeingFixed},
		{"fixed", life(Detected, Fixed), true, Recovery, Monitoring},
		{"recovered straight away", life(Detected, Recovered), true, PostIncident, Resolved},
		{"triaged only", life(Detected, Recovered, Triaged), true, PostIncident, Resolved},
		{"learned, nothing to do", life(Detected, Recovered, Learned), true, Closed, Resolved},
		{"recovered and no postmortem asked for, nothing to do", life(Detected, Recovered), false, Closed, Resolved},
		{"learned, an item in Do next is open", with(life(Recovered, Learned), items(doNext)), true, PostIncident, Resolved},
		{"no postmortem asked for, an item in Do next is open", with(life(Recovered), items(doNext)), false, PostIncident, Resolved},
		{"items outside Do next hold nothing up", with(life(Recovered, Learned), items(planned)), true, Closed, Resolved},
		{"decided against is done with", with(life(Recovered, Learned), items(declined)), true, Closed, Resolved},
		{"Do next done, preparation open", with(life(Recovered, Learned), items(done(doNext, 60), prepare)), true, Preparation, Resolved},
		{"preparation of Do next does not hold improved up", with(life(Recovered, Learned),
			items(ActionItem{Kind: "prepare", Quadrant: "do-next"})), true, Preparation, Resolved},
		{"all done", with(life(Recovered, Learned), items(done(doNext, 60), done(prepare, 70))), true, Closed, Resolved},
		{"preparation decided against", with(life(Recovered, Learned),
			items(ActionItem{Kind: "prepare", Declined: true})), true, Closed, Resolved},
		{"preparation done before the rest", with(life(Recovered, Learned), items(doNext, done(prepare, 70))), true, PostIncident, Resolved},
		{"items done while a postmortem is owed", with(life(Recovered), items(done(doNext, 60))), true, PostIncident, Resolved},
		{"cancelled wins over everything but duplicate", with(life(Recovered, Learned), func(i *Incident) { i.Cancelled = "no" }), true, PhaseCancelled, Resolved},
		{"duplicate", with(life(Detected), func(i *Incident) { i.DuplicateOf, i.Cancelled = 7, "no" }), true, PhaseDuplicate, Resolved},
		{"a suspected one can be cancelled", with(life(Detected), func(i *Incident) { i.Declared, i.Cancelled = false, "no" }), true, PhaseCancelled, Resolved},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.i.Derive(Afterwards{PostmortemAsked: tt.asked})
			if tt.i.Phase != tt.phase || tt.i.Status != tt.status {
				t.Errorf("got %s, %s; want %s, %s", tt.i.Phase, tt.i.Status, tt.phase, tt.status)
			}
		})
	}
}

func TestWhatIsDerivedGoesWhenItsReasonGoes(t *testing.T) {
	i := life(Recovered, Learned)
	i.Actions = []ActionItem{done(doNext, 60), done(prepare, 70)}
	i.Derive(Afterwards{PostmortemAsked: true})
	expect(t, i, Improved, Point{at(60), Observed, true})
	expect(t, i, Prepared, Point{at(70), Observed, true})

	i.Actions[0] = doNext // reopened
	i.Derive(Afterwards{PostmortemAsked: true})
	if i.Has(Improved) || i.Has(Prepared) || i.Phase != PostIncident {
		t.Errorf("an item was reopened, but: %s %v", i.Phase, i.Milestones)
	}
}

func TestOpenEndedAndOverTellThePhasesApart(t *testing.T) {
	want := map[Phase][3]bool{ // open, ended, over
		Suspected: {true, false, false}, Detection: {true, false, false}, Recovery: {true, false, false},
		PostIncident: {}, Preparation: {}, Closed: {false, false, true},
		PhaseCancelled: {false, true, true}, PhaseDuplicate: {false, true, true},
	}
	for _, p := range Phases {
		i := Incident{Phase: p}
		if got := [3]bool{i.Open(), i.Ended(), i.Over()}; got != want[p] {
			t.Errorf("%s: open, ended, over = %v, want %v", p, got, want[p])
		}
	}
}
