package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// watcher is somebody with access to everything, who only looks.
func (p *Player) watcher() person {
	for login, role := range p.story.People {
		if role == "admin" {
			return p.person(login)
		}
	}
	return person{}
}

// check tells and counts what did not hold.
func (p *Player) check(holds bool, format string, args ...any) {
	if !holds {
		p.failed++
		fmt.Fprintf(p.out, "\n**DID NOT HOLD:** "+format+"\n", args...)
	}
}

// look compares GitHub with what the beat expects, and tells what the app answered.
func (p *Player) look(ctx context.Context, b Beat) error {
	seen, err := p.see(ctx)
	if err != nil {
		return err
	}
	p.answer(ctx, seen)
	e := b.Expect
	if e.Phase != "" {
		p.check(slices.Contains(seen.labels, "phase/"+e.Phase), "phase %s, the labels are %v", e.Phase, seen.labels)
	}
	if e.Severity != "" {
		p.check(slices.Contains(seen.labels, "severity/"+e.Severity), "severity %s, the labels are %v", e.Severity, seen.labels)
	}
	for _, l := range e.Labels {
		p.check(slices.Contains(seen.labels, l), "label %s, the labels are %v", l, seen.labels)
	}
	for _, text := range e.Card {
		p.check(strings.Contains(seen.card, text), "the card says %q", text)
	}
	if e.Pinned {
		p.check(seen.pinned, "the card is pinned")
	}
	if e.Comments != nil {
		p.check(seen.comments == *e.Comments, "%d comments by the app, there are %d", *e.Comments, seen.comments)
	}
	if e.State != "" {
		p.check(seen.state == e.State, "the issue is %s, it is %s", e.State, seen.state)
	}
	if e.Reaction != "" {
		reactions, err := p.reactions(ctx)
		if err != nil {
			return err
		}
		p.check(slices.Contains(reactions, e.Reaction), "reaction %s, there are %v", e.Reaction, reactions)
	}
	return p.lookFurther(ctx, e)
}

// lookFurther looks beyond the issue: the postmortem, the board, the key times.
func (p *Player) lookFurther(ctx context.Context, e Expect) error {
	if len(e.Pull) > 0 || e.Merged {
		if err := p.lookAtPostmortem(ctx, e); err != nil {
			return err
		}
	}
	if len(e.Board) > 0 {
		items, err := p.Board(ctx)
		if err != nil {
			return err
		}
		for title, fields := range e.Board {
			got := items.fields(title)
			for name, value := range fields {
				p.check(got[name] == value, "on the board %q has %s = %q, it has %q", title, name, value, got[name])
			}
		}
	}
	if len(e.KeyTimes) == 0 {
		return nil
	}
	text, err := p.Export(ctx)
	if err != nil {
		return err
	}
	got, err := p.stage.KeyTimes(ctx, text)
	if err != nil {
		return err
	}
	p.tellKeyTimes(got)
	for name, want := range e.KeyTimes {
		value, ok := got[name]
		p.check(ok && value == want, "%s is %d s, it is %d s (known: %t)", strings.ToUpper(name), want, value, ok)
	}
	return nil
}

func (p *Player) lookAtPostmortem(ctx context.Context, e Expect) error {
	pr, err := p.pull(ctx)
	if err != nil {
		p.check(false, "one pull request: %v", err)
		return nil
	}
	if e.Merged {
		p.check(pr.Merged != "", "pull request #%d is merged", pr.Number)
	}
	if len(e.Pull) == 0 {
		return nil
	}
	text, err := p.Postmortem(ctx)
	if err != nil {
		return err
	}
	for _, want := range e.Pull {
		p.check(strings.Contains(text, want), "the postmortem says %q", want)
	}
	return nil
}
