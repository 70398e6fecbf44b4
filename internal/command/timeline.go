package command

import "github.com/sensible-im/sensible/internal/incident"

// timeline is GitLab's spelling of a note: `/timeline text | 2026-09-07 09:30`.
var timeline = Spec{
	Verb: "timeline", Usage: "text | 2026-09-07 09:30", Who: incident.NoAccess, Time: TextThenTime,
	Judge: needs("text | 2026-09-07 09:30", "/note what was seen"),
}
