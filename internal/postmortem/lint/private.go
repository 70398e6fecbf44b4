package lint

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	address = pattern.Of(`[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}`)
	// offices are the names that no single person has (RFC 2142 and what companies use).
	offices = words(`abuse account accounts accounting admin administrator admins alert alerts all announce api app billing bot bugs build care
		careers ci compliance contact cs customer customerservice db deploy dev developers devops dl dpo engineering engineers enquiries
		errors feedback finance git github gitlab group hello help helpdesk hg hostmaster hr incident incidents info infra inquiries inquiry
		it jobs legal list lists login mail mailer maintainers management marketing media members monitoring network news newsletter no-reply
		noc nobody noreply notification notifications notify office oncall operations ops orders pager partners payment payments platform
		postgres postmaster press privacy qa recruiting reply reports request requests root sales sec secops security service services sla sre
		staff status subscribe success support svc sysadmin system team teams test tests tech trust ubuntu unsubscribe user users webmaster
		welcome www you your name username someone somebody example jenkins runner donotreply do-not-reply`)
	// reserved are domains that belong to nobody (RFC 2606), or hide who it is.
	reserved = pattern.Of(`(?i)(?:^|\.)(?:example(?:\.(?:com|org|net|edu|co\.jp|jp))?|test|invalid|localhost|local|localdomain|yourcompany\.com|your-company\.com|domain\.com|users\.noreply\.github\.com|noreply\.github\.com|png|jpg|gif|svg|webp|js|css)$`)
)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// private is PM030: what must not be published. The finding never repeats it; the replacement is the line without it.
func private(p *page) []hit {
	var out []hit
	for _, s := range p.Secrets {
		if s.Start < 0 || s.End > len(p.text) || s.Start >= s.End {
			continue
		}
		out = append(out, hit{at: s.Start, text: "secret", level: Error, data: s.Kind, replacement: p.without(s.Start, s.End, "[secret removed]")})
	}
	for _, m := range address.FindAllStringIndex(p.text, -1) {
		if p.personal(m[0], m[1]) {
			out = append(out, hit{at: m[0], text: "address", level: Error, replacement: p.without(m[0], m[1], "[address removed]")})
		}
	}
	return out
}

// personal says whether an address is one person's: not an office's, a reserved domain's, a remote's, or part of an address
// of the web.
func (p *page) personal(from, to int) bool {
	local, domain, _ := strings.Cut(strings.ToLower(p.text[from:to]), "@")
	if reserved.MatchString(domain) || offices[local] {
		return false
	}
	for _, part := range strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }) {
		if offices[part] {
			return false
		}
	}
	if to+1 < len(p.text) && p.text[to] == ':' && p.text[to+1] > ' ' { // git@host:path, user@host:/file
		return false
	}
	line := strings.TrimRight(p.text[strings.LastIndexByte(p.text[:from], '\n')+1:from], " ")
	return !strings.HasSuffix(line, "ssh") && !strings.HasSuffix(line, "scp") && !strings.HasSuffix(line, "/") && !strings.HasSuffix(line, "@")
}

// without is the line with a stretch of it replaced; nil where the stretch is longer than its line.
func (p *page) without(from, to int, by string) *string {
	n, _ := p.position(from)
	start := p.lines[n-1]
	line := p.lineText(n)
	if to > start+len(line) {
		return nil
	}
	fixed := line[:from-start] + by + line[to-start:]
	return &fixed
}
