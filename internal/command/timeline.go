package command

import "github.com/sensible-im/sensible/internal/incident"

// timeline asks for the timeline; a reply shows it. With text it is GitLab's spelling of a note: `/timeline text |
// 2026-09-07 09:30`.
var timeline = Spec{
	Verb: "timeline", Usage: "[text | 2026-09-07 09:30]", Who: incident.NoAccess, Time: TextThenTime,
}
