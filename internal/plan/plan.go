package plan

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem/lint"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Input is all that planning may look at.
type Input struct {
	World    snapshot.World
	Ledger   ledger.Ledger     // after judging
	Incident incident.Incident // the fold of Ledger over World
	Config   policy.Config     // the one in force (the last good one where the file is broken)
	Broken   policy.Problems   // what is wrong with the file: one line on the card
	Key      ledger.Key        // signs the ledger; the zero key leaves it unsigned
	Timers   bool              // somebody will look again at WakeAt (serve); false in Action mode, and the card says so
	Now      time.Time
	Secrets  []lint.Secret // that the edge found in World.Document.Text
	Full     int           // from how many comments on the talk goes on in another issue; 0 = NearlyFull
}
