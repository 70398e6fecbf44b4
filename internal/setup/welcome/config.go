package welcome

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
)

// SchemaLine points editors at the schema that is committed with the program.
const SchemaLine = "# yaml-language-server: $schema=https://raw.githubusercontent.com/sensible-im/sensible/main/.github/sensible.schema.json"

// longestConfig is how many lines a config that we write may have: what nobody reads is no config.
const longestConfig = 10

// choice is what a config that we write depends on, besides what was found.
type choice struct {
	stage    int
	language string
	board    bool
}

// config writes a config that holds only what differs from the defaults. Components that do not fit are left out.
func config(c choice, found Found) string {
	usual := policy.Default(1)
	lines := []string{SchemaLine}
	if c.stage != usual.Stage {
		lines = append(lines, fmt.Sprintf("stage: %d", c.stage))
	}
	if c.language != usual.Language {
		lines = append(lines, "language: "+c.language)
	}
	if len(found.Bots) > 0 {
		var names []string
		for _, b := range found.Bots {
			names = append(names, b.Name)
		}
		lines = append(lines, "commands: {prefix: required, ignore: ["+strings.Join(names, ", ")+"]}")
	}
	if c.board {
		lines = append(lines, "followups: {board: "+scalar(usual.Followups.Board)+"}")
	}
	fit := min(len(found.Components), longestConfig-len(lines)-1)
	if fit > 0 {
		lines = append(lines, "components:")
		for _, part := range found.Components[:fit] {
			lines = append(lines, part.line())
		}
	}
	if len(lines) == 1 {
		lines = append(lines, "# Everything is as it comes (stage 1). The editor offers every key; so does: sensible config explain KEY")
	}
	return strings.Join(lines, "\n") + "\n"
}

// line is a component in the config.
func (c Component) line() string {
	var owners []string
	for _, o := range c.Owners {
		owners = append(owners, scalar(o))
	}
	return fmt.Sprintf("  %s: {owners: [%s], paths: [%s]}", scalar(c.Name), strings.Join(owners, ", "), scalar(c.Path))
}

// chosen finds the choice by which we would have written a config: then a new wish may replace it. Another config is a
// person's.
func chosen(text string, found Found) (choice, bool) {
	for stage := range 3 {
		for _, language := range Languages() {
			for _, board := range []bool{false, true} {
				c := choice{stage, language, board}
				if config(c, found) == text {
					return c, true
				}
			}
		}
	}
	return choice{}, false
}

// Languages are those that people can choose.
func Languages() []string { return []string{"en", "ja"} }

var plainScalar = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9]$`)

// scalar writes a text so that YAML reads it as this text, in flow style too.
func scalar(text string) string {
	words := []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
	if plainScalar.MatchString(text) && !slices.Contains(words, strings.ToLower(text)) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
