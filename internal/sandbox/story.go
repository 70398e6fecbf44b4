// Package sandbox plays stories on the in-memory GitHub: people act through GitHub's own REST API with their own tokens, the
// app reacts to the webhooks, and every step says what must have come of it. Stories are data (stories/*.yml).
//
// It is neither the GitHub (package hub) nor the app: both are started by cmd, and reached over HTTP only.
package sandbox

import (
	"embed"
	"fmt"
	"time"

	"github.com/goccy/go-yaml"
)

//go:embed stories/*.yml
var stories embed.FS

// Story is one incident from the form to the last action item.
type Story struct {
	Title  string            `yaml:"title"`
	Source string            `yaml:"source"`
	People map[string]string `yaml:"people"` // login → role on the repository
	Org    string            `yaml:"org"`
	Repo   string            `yaml:"repo"` // owner/name
	Config string            `yaml:"config"`
	Board  string            `yaml:"board"`
	Start  time.Time         `yaml:"start"`  // of the hub's clock
	Before []Past            `yaml:"before"` // incidents of the past, for the time between failures
	Beats  []Beat            `yaml:"beats"`
}

// Past is a closed incident that lies there from before.
type Past struct {
	Title    string    `yaml:"title"`
	Body     string    `yaml:"body"`
	User     string    `yaml:"user"`
	Created  time.Time `yaml:"created_at"`
	Closed   time.Time `yaml:"closed_at"`
	Comments []struct {
		User    string    `yaml:"user"`
		Body    string    `yaml:"body"`
		Created time.Time `yaml:"created_at"`
	} `yaml:"comments"`
}

// Beat is one act of one person at one time, and what must have come of it. Exactly one of Fill, Say, Merge, Done is set.
type Beat struct {
	At     time.Time         `yaml:"at"`
	As     string            `yaml:"as"`
	Fill   map[string]string `yaml:"fill"` // the incident form: answers by the field's id, and the title
	Say    string            `yaml:"say"`
	Merge  bool              `yaml:"merge"` // the postmortem's pull request
	Done   string            `yaml:"done"`  // closes the action item of this title as completed
	Expect Expect            `yaml:"expect"`
}

// Expect is what GitHub must show after a beat. What is empty is not looked at.
type Expect struct {
	Phase    string                       `yaml:"phase"`
	Severity string                       `yaml:"severity"`
	Labels   []string                     `yaml:"labels"`
	Reaction string                       `yaml:"reaction"` // the app's, on the comment of this beat
	Card     []string                     `yaml:"card"`     // texts that stand on the card
	Pinned   bool                         `yaml:"pinned"`
	Comments *int                         `yaml:"comments"` // how many comments of the app there are, the card included
	Pull     []string                     `yaml:"pull"`     // texts in the postmortem's file on its branch
	Merged   bool                         `yaml:"merged"`
	Board    map[string]map[string]string `yaml:"board"` // item → field → value
	State    string                       `yaml:"state"` // of the issue: open, closed
	KeyTimes map[string]int64             `yaml:"key_times"`
}

// LoadStory reads one of the stories that come with the product.
func LoadStory(name string) (Story, error) {
	text, err := stories.ReadFile("stories/" + name + ".yml")
	if err != nil {
		return Story{}, fmt.Errorf("no story %q: %w", name, err)
	}
	var s Story
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return Story{}, fmt.Errorf("story %s: %w", name, err)
	}
	return s, nil
}
