package action

import (
	"strings"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
)

// Annotations are a file's problems as commands to the runner, one a line: GitHub shows them beside the lines of the file.
func Annotations(problems policy.Problems) []string {
	var out []string
	for _, p := range problems {
		level := "error"
		if p.Severity == policy.Warning {
			level = "warning"
		}
		out = append(out, command(level, p.Message, "file", p.File, "line", number(p.Line), "col", number(p.Column)))
	}
	return out
}

// Failure is a command to the runner that shows why a run failed.
func Failure(message string) string { return command("error", message, "title", "Sensible") }

// command writes a workflow command: ::level key=value,…::message, with whatever would end it early in escapes. Empty values
// are left out.
func command(level, message string, properties ...string) string {
	var list []string
	for n := 0; n+1 < len(properties); n += 2 {
		if value := properties[n+1]; value != "" {
			list = append(list, properties[n]+"="+inProperty.Replace(value))
		}
	}
	head := "::" + level
	if len(list) > 0 {
		head += " " + strings.Join(list, ",")
	}
	return head + "::" + inMessage.Replace(message)
}

// The escapes of the runner's own toolkit.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func number(n int) string {
	if n <= 0 {
		return ""
	}
	return itoa(n)
}

// Output is one output of the action.
type Output struct{ Name, Value string }

// Outputs writes GITHUB_OUTPUT's lines. A value is put on one line, so that nothing in it can be a line of its own.
func Outputs(list []Output) string {
	var b strings.Builder
	for _, o := range list {
		b.WriteString(o.Name + "=" + inert.Plain(o.Value) + "\n")
	}
	return b.String()
}
