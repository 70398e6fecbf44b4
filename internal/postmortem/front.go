package postmortem

import (
	"strings"

	"github.com/goccy/go-yaml"
)

// Front is what the front matter of a document tells, as far as it can be read. People edit it: nothing here is trusted
// for the state of the incident.
type Front struct {
	Incident   int               `yaml:"incident" json:"incident"`
	Issue      string            `yaml:"issue" json:"issue,omitempty"`
	Title      string            `yaml:"title" json:"title"`
	Status     string            `yaml:"status" json:"status"`
	Severity   string            `yaml:"severity" json:"severity"`
	Highest    string            `yaml:"highest_severity" json:"highest_severity,omitempty"`
	Drill      bool              `yaml:"drill" json:"drill,omitempty"`
	Components []string          `yaml:"components" json:"components,omitempty"`
	Milestones map[string]*Point `yaml:"milestones" json:"milestones,omitempty"`
}

// Point is a milestone as the front matter writes it.
type Point struct {
	At      string `yaml:"at" json:"at"`
	Quality string `yaml:"quality" json:"quality"`
}

// The values of Front.Status.
const (
	Draft = "draft"
	Ready = "ready"
)

// ReadFront reads the front matter; ok is false where there is none, or where it is not YAML of this shape.
func ReadFront(text string) (f Front, ok bool) {
	lines := linesOf(strings.TrimPrefix(text, "\ufeff"))
	end := frontEnd(lines)
	if end < 2 {
		return f, false
	}
	if err := yaml.Unmarshal([]byte(strings.Join(lines[1:end-1], "")), &f); err != nil {
		return Front{}, false
	}
	for name, p := range f.Milestones {
		if p == nil {
			delete(f.Milestones, name)
		}
	}
	return f, true
}

// MarkReady sets the status in the front matter to ready, and changes nothing else. Without a status in it, the text stays
// as it is.
func MarkReady(text string) string {
	lines := linesOf(text)
	for n, l := range lines[:frontEnd(lines)] {
		if rest, ok := strings.CutPrefix(l, "status:"); ok {
			end := l[len(strings.TrimRight(l, "\r\n")):]
			_, comment, has := strings.Cut(rest, " #")
			lines[n] = "status: " + Ready + end
			if has {
				lines[n] = "status: " + Ready + " #" + comment
			}
			return strings.Join(lines, "")
		}
	}
	return text
}

// FactorsWritten says whether somebody wrote down what contributed: the section is there, and more than the prompt in it.
func FactorsWritten(text, language string) bool {
	title, prompt := wordsOf(language, "factors")
	for _, s := range split(text) {
		if s.key != "## "+title {
			continue
		}
		body := strings.Join(s.lines[1:], "")
		return strings.TrimSpace(body) != "" && !strings.Contains(body, prompt)
	}
	return false
}

// Body is a document without its front matter.
func Body(text string) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[frontEnd(lines):], "")
}
