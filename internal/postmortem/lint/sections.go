package lint

import (
	"strings"

	"github.com/sensible-im/sensible/internal/wording"
)

// written are the sections that people write; the texts pm/title/<name> and pm/prompt/<name> belong to each.
var written = []string{"summary", "impact", "detection", "factors", "well", "hard", "lucky", "surprised", "unknowns"}

// languages are those a document may be written in.
var languages = []string{"en", "ja"}

// prompts are the template's prompts, in all languages.
func prompts() []string {
	var out []string
	for _, language := range languages {
		for _, name := range written {
			out = append(out, one(wording.In(language), "pm/prompt/"+name, nil))
		}
	}
	return out
}

// required are the titles of the sections that people write, in small letters.
func required() map[string]bool {
	out := map[string]bool{"root cause": true, "root causes": true, "概要": true, "影響": true, "原因": true, "要因": true}
	for _, language := range languages {
		for _, name := range written {
			out[strings.ToLower(one(wording.In(language), "pm/title/"+name, nil))] = true
		}
	}
	return out
}

// emptySections is PM001: a section with nothing in it, or with the template's prompt still there. It fails only where the
// document asks to be taken as ready.
func emptySections(p *page) []hit {
	level := Warning
	if p.ready() {
		level = Error
	}
	titles, texts := required(), prompts()
	var out []hit
	for i, b := range p.blocks {
		if b.kind != heading || b.quoted || !titles[strings.ToLower(strings.TrimSpace(b.flat))] {
			continue
		}
		from, to := p.sectionBody(i)
		content := htmlComment.ReplaceAllString(p.text[from:to], "")
		flat := strings.Join(strings.Fields(content), " ")
		empty := flat == "" || flat == "-" || flat == "*" || flat == "_No response_"
		for _, prompt := range texts {
			if prompt != "" && strings.Contains(flat, prompt) {
				empty = true
			}
		}
		if empty {
			out = append(out, hit{at: b.start, level: level, data: strings.TrimSpace(b.flat)})
		}
	}
	return out
}

// sectionBody is the text below a heading, up to the next of any level that is not below it.
func (p *page) sectionBody(i int) (from, to int) {
	line, _ := p.position(p.blocks[i].start)
	from, to = len(p.text), len(p.text)
	if line < len(p.lines) {
		from = p.lines[line]
	}
	if line < len(p.lines) && setext(p.lineText(line+1)) {
		from += len(p.lineText(line+1)) + 1
	}
	for _, b := range p.blocks[i+1:] {
		if b.kind == heading && b.level <= p.blocks[i].level {
			next, _ := p.position(b.start)
			to = p.lines[next-1]
			break
		}
	}
	from = min(from, len(p.text))
	return from, max(from, to)
}

// setext says whether a line underlines the heading above it.
func setext(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && (strings.Trim(line, "=") == "" || strings.Trim(line, "-") == "")
}
