package command

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

func TestABadTimeNeverLosesTheStateChange(t *testing.T) {
	tests := []struct{ line, code, args, paste string }{
		{"/recovered at 3:10 CST", ledger.AmbiguousTime, "",
			"/recovered at 2026-11-21 03:10 America/Chicago|/recovered at 2026-11-22 03:10 Asia/Shanghai|/recovered at 2026-11-21 03:10 America/Havana"},
		{"/fixed rolled back at 25:61", ledger.ImpossibleTime, "rolled back", "/fixed rolled back at 2026-11-22 01:40 UTC"},
		{"/ack at 2031-01-01 10:05 UTC", ledger.FutureTime, "", "/ack at 2026-11-22 01:40 UTC"},
		{"/severity 1 at 3:10 CST", ledger.AmbiguousTime, "sev1",
			"/severity sev1 at 2026-11-21 03:10 America/Chicago|/severity sev1 at 2026-11-22 03:10 Asia/Shanghai|/severity sev1 at 2026-11-21 03:10 America/Havana"},
		{"/note it began at 3:10 CST", ledger.AmbiguousTime, "it began",
			"/note it began at 2026-11-21 03:10 America/Chicago|/note it began at 2026-11-22 03:10 Asia/Shanghai|/note it began at 2026-11-21 03:10 America/Havana"},
	}
	cfg := team(t, "")
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			f, ok := judgeText(t, tt.line, "recovery", incident.TriageAccess, cfg)
			if !ok || f.Refused || f.Problem == nil {
				t.Fatalf("ok %v, refused %v, problem %v", ok, f.Refused, f.Problem)
			}
			if f.Told || !f.At.Equal(posted) || f.Quality != incident.Assumed || f.Text != tt.line || f.Args != tt.args {
				t.Errorf("it should count at the comment's time, as assumed: %+v", f)
			}
			if got := strings.Join(f.Problem.Paste, "|"); f.Problem.Code != tt.code || got != tt.paste {
				t.Errorf("got %s → %s", f.Problem.Code, got)
			}
		})
	}
}
