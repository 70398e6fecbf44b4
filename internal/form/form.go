// Package form is the incident issue form, both ways: it writes the issue form that GitHub shows
// (.github/ISSUE_TEMPLATE/incident.yml) and reads the Markdown that GitHub makes of a filled one. It does the same for the form
// of action items (action-item.yml).
//
// The words of both come from the same catalogue (templates/<language>/form.yml), so that what is written can be read.
// It does not read times (package when does, from Report.Started), decide who may declare, or judge the report; and
// it does not make the text safe to quote.
package form

// Field names a field of the form; it is the id in the issue form too.
type Field string

// The fields, in the order of the form.
const (
	Seen       Field = "seen"
	Severity   Field = "severity"
	Components Field = "components"
	Started    Field = "started"
	DetectedBy Field = "detected_by"
	Impact     Field = "impact"
	Links      Field = "links"
	Mode       Field = "mode"
)

// fields lists the fields in the order of the form; the place in it is the field's rank.
var fields = [...]Field{Seen, Severity, Components, Started, DetectedBy, Impact, Links, Mode}

// required are the two fields without which a body is no incident.
var required = [...]Field{Seen, Severity}

// Unknown is Report.Severity where the severity is not known: "I don't know", or not answered.
const Unknown = "unknown"

// Report is what somebody told by the form. Absent answers are empty.
type Report struct {
	// Seen is Markdown, as typed.
	Seen string
	// Severity is the option without its meaning ("SEV1", or a configured name), or Unknown. Never empty.
	Severity string
	// Components are the chosen ones, in the order of the form, each once.
	Components []string
	// Started is the time as typed ("10:05 JST", "15m ago"); read it with package when.
	Started string
	// DetectedBy is "alert", "customer", "colleague" or "myself", in any language of the form; another text as typed.
	DetectedBy string
	// Impact is Markdown, as typed.
	Impact string
	// Links are the non-empty lines of the answer, without list markers.
	Links []string
	// Drill tells that it is an exercise.
	Drill bool
}
