package policy

import (
	"slices"
	"strings"
)

// Source is one file of a policy.
type Source struct {
	File string // as problems name it
	Text []byte
}

// Parse reads a `.github/sensible.yml`. An empty file is the default policy. With errors the
// returned Config is the default one, nothing half-applied: the caller keeps its last good one.
func Parse(file string, text []byte) (Config, Problems) {
	return ParseLayers(Source{File: file, Text: text})
}

// ParseLayers reads several files, each over the one before: the organisation's first, then the
// repository's, since the nearest wins. Keys and map entries replace one by one, lists as a whole.
// A file with errors counts as if it were empty; the others still do.
func ParseLayers(sources ...Source) (Config, Problems) {
	var problems Problems
	var good []layer
	stage, formats := Default(1).Stage, newChecker()
	for _, s := range sources {
		root, wrong := readTree(s.File, s.Text)
		if root != nil && !wrong.Errors() {
			probe := Default(1)
			wrong = apply(&probe, layer{s.File, root}, formats)
			if !wrong.Errors() {
				good = append(good, layer{s.File, root})
			}
			if !wrong.Errors() && probe.wrote("stage") {
				stage = probe.Stage
			}
		}
		problems = append(problems, wrong...)
	}
	c := Default(stage)
	for _, l := range good {
		apply(&c, l, formats)
		c.Stage = stage
	}
	return c, problems.sorted()
}

// layer is a file that has been read.
type layer struct {
	file string
	root *node
}

// apply puts what one file says over a policy.
func apply(c *Config, l layer, formats checker) Problems {
	r := reader{file: l.file, stage: c.Stage, written: map[string]Position{}, formats: formats}
	r.config(c, l.root)
	if !r.problems.Errors() {
		r.check(c)
	}
	for path := range r.written { // a list replaces the one below as a whole
		for old := range c.Written {
			if strings.HasPrefix(old, path+"[") {
				delete(c.Written, old)
			}
		}
	}
	for path, at := range r.written {
		c.Written[path] = at
	}
	c.dropIncomplete()
	for i := range c.Severities {
		if c.Severities[i].Title == "" {
			c.Severities[i].Title = c.Severities[i].Name
		}
	}
	return r.problems
}

// dropIncomplete leaves out entries that say too little to have an effect; each has been warned of.
func (c *Config) dropIncomplete() {
	for i := range c.Oncall.Rotations {
		layers := &c.Oncall.Rotations[i].Layers
		*layers = slices.DeleteFunc(*layers, func(l Layer) bool { return len(l.People) == 0 })
	}
	c.Oncall.Overrides = slices.DeleteFunc(c.Oncall.Overrides, func(o Override) bool {
		return o.Who == "" || o.From.IsZero() || o.Until.IsZero()
	})
	c.Oncall.Ladder = slices.DeleteFunc(c.Oncall.Ladder, func(r Rung) bool { return r.Notify == "" })
	c.Pagers = slices.DeleteFunc(c.Pagers, func(p Pager) bool { return p.Type == "" || p.KeyEnv == "" && p.URLEnv == "" })
	c.Announce.Webhooks = slices.DeleteFunc(c.Announce.Webhooks, func(w Webhook) bool { return w.URLEnv == "" })
}
