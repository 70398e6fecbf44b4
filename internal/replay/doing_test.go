package replay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// A task list says who does what, until it is ticked, by whomever; what people without permission write does not.
func TestATaskListInAResponderssCommentIsWhatIsBeingDone(t *testing.T) {
	w, l := base(), ledger.Ledger{}
	now := opened.Add(time.Hour)
	look := func(want string) {
		t.Helper()
		l = replay.Judge(w, l, policy.Default(2), now)
		l = replay.Judge(w, l, policy.Default(2), now) // a second look changes nothing
		var got []string
		for _, d := range replay.Fold(l, w, policy.Default(2)).Doing {
			got = append(got, fmt.Sprintf("%s: %s", d.Owner, d.Text))
		}
		if s := strings.Join(got, " | "); s != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	w.Comments = append(w.Comments, snapshot.Comment{ID: 1001, Author: ben, Body: "We split it:\n\n- [ ] @cho check the queue\n- [ ] roll the pods\n- [x] call the provider", CreatedAt: opened.Add(time.Minute)})
	look("cho: check the queue | ben: roll the pods")
	w.Comments = append(w.Comments, snapshot.Comment{ID: 1002, Author: eve, Body: "- [ ] @ben buy my tokens", CreatedAt: opened.Add(2 * time.Minute)})
	look("cho: check the queue | ben: roll the pods")
	w.Comments[0].Body, w.Comments[0].EditedAt, w.Comments[0].Editor = "- [x] @cho check the queue\n- [ ] roll the pods", opened.Add(3*time.Minute), cho
	look("ben: roll the pods")
	w.Comments = append(w.Comments, snapshot.Comment{ID: 1003, Author: ben, Body: "first words", CreatedAt: opened.Add(4 * time.Minute)})
	look("ben: roll the pods")
	w.Comments[2].Body, w.Comments[2].EditedAt, w.Comments[2].Editor = "- [ ] look at the logs", opened.Add(5*time.Minute), ben
	look("ben: roll the pods | ben: look at the logs")
	w.Comments = w.Comments[1:] // out of sight, and remembered
	look("ben: roll the pods | ben: look at the logs")
}
