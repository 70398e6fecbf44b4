package plan

import (
	"slices"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

func TestTheClosingCommentWaitsForTheDraftHoweverTheRecoveryWasTold(t *testing.T) {
	for kind, detail := range map[string]string{"closed": "COMPLETED", "phase": "post-incident"} {
		in := after(t, "/ack")
		judge(&in)
		in.Ledger.Seen = append(in.Ledger.Seen, ledger.Observation{Kind: kind, At: in.Now, Actor: ben, Ref: "event:LE_x", Detail: detail})
		in.Incident.Mark(incident.Recovered, incident.Point{At: in.Now, Quality: incident.Observed}, false)
		in.Incident.Derive(incident.Afterwards{PostmortemAsked: true})
		if got := of(make1(t, in), CommentCreate); slices.Contains(got, "closing:0") {
			t.Errorf("%s: told before there is a draft to link to: %v", kind, got)
		}
	}
}
