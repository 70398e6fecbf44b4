package lint

import "github.com/sensible-im/sensible/internal/pattern"

// left are words and marks that templates leave for people to replace. In code they are somebody's text.
var left = pattern.Of(`\b(?:TODO|TBD|TBC|FIXME|XXX)\b|(?i:lorem ipsum)|\{\{[^}\n]*\}\}|_?No response_?$|\bYYYY-MM-DD\b|\bHH:MM\b|` +
	`(?i:[\[(<](?:insert|your|enter|describe|replace|fill|add|placeholder|name|date|link|time|title)\b[^\])>\n]{0,60}[\])>])(?:$|[^(\[])|` +
	`(?i:\b(?:replace this|fill (?:this )?in|to be (?:filled|written|completed|determined|announced)|delete this (?:line|section)|write here)\b)|` +
	`要記入|未記入|(?:ここに|を)(?:記入|記載|入力)(?:する|して(?:ください|下さい))|（(?:記入|記載|例)[^）\n]*）|〇〇|○○`)

// leftovers is PM050: the template's text where the incident's should be.
func leftovers(p *page) []hit {
	var out []hit
	for _, b := range p.blocks {
		if b.quoted {
			continue
		}
		for _, m := range left.FindAllStringIndex(b.flat, -1) {
			out = append(out, hit{at: b.place(m[0]), level: Warning, data: b.flat[m[0]:m[1]]})
		}
	}
	return out
}
