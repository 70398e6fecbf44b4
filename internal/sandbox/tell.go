package sandbox

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// tokyo shows the story's times also where half of its team lives.
var tokyo = time.FixedZone("JST", 9*60*60)

// tell says who does what, and when.
func (p *Player) tell(b Beat) {
	at := b.At.UTC()
	fmt.Fprintf(p.out, "\n## %s UTC = %s JST · %s\n\n", at.Format("2006-01-02 15:04"), at.In(tokyo).Format("15:04"), b.As)
	switch {
	case b.Fill != nil:
		fmt.Fprintf(p.out, "opens an incident by the form: *%s*\n", b.Fill["title"])
	case b.Say != "":
		fmt.Fprintf(p.out, "> %s\n", strings.ReplaceAll(strings.TrimSpace(b.Say), "\n", "\n> "))
	case b.Merge:
		fmt.Fprintln(p.out, "merges the postmortem")
	case b.Done != "":
		fmt.Fprintf(p.out, "closes the action item *%s* as done\n", b.Done)
	}
}

// answer says what the app made of it: labels, reaction, the card's first lines, a new comment.
func (p *Player) answer(ctx context.Context, s sight) {
	fmt.Fprintf(p.out, "\nsensible: %s", strings.Join(s.labels, ", "))
	if p.said != 0 {
		if got, err := p.reactions(ctx); err == nil && len(got) > 0 {
			fmt.Fprintf(p.out, " · reaction %s", strings.Join(got, ", "))
		}
	}
	fmt.Fprintln(p.out)
	lines := 0
	for _, line := range strings.Split(s.card, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "<") {
			continue
		}
		if lines++; lines > 4 {
			break
		}
		fmt.Fprintf(p.out, "\n    %s", line)
	}
	fmt.Fprintln(p.out)
	if s.comments > max(p.told, 1) { // the first one is the card
		p.tellReply(s.last)
	}
	p.told = s.comments
}

// tellReply quotes the visible part of a comment by the app: what is folded away stays so.
func (p *Player) tellReply(body string) {
	for _, end := range []string{"<details>", "<!--"} {
		body, _, _ = strings.Cut(body, end)
	}
	for _, line := range strings.Split(strings.TrimSpace(body), "\n") {
		fmt.Fprintf(p.out, "\n    %s", line)
	}
	fmt.Fprintln(p.out)
}

// keyTimes are the nine, in the order of an incident's life, with what each measures.
var keyTimes = [][2]string{
	{"ttd", "to detect"}, {"tte", "to engage"}, {"ttf", "to fix"}, {"ttr", "to recover"}, {"ttt", "to triage"},
	{"ttl", "to learn"}, {"tti", "to improve"}, {"ttp", "to prepare"}, {"tbf", "between this failure and the one before"},
}

// tellKeyTimes tells all nine, in seconds.
func (p *Player) tellKeyTimes(got map[string]int64) {
	fmt.Fprintf(p.out, "\n| key time | seconds | |\n|---|---:|---|\n")
	for _, k := range keyTimes {
		value := "none"
		if seconds, ok := got[k[0]]; ok {
			value = fmt.Sprintf("%d (%s)", seconds, time.Duration(seconds)*time.Second)
		}
		fmt.Fprintf(p.out, "| %s | %s | %s |\n", strings.ToUpper(k[0]), value, k[1])
	}
}
