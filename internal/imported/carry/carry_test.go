package carry

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/imported"
)

// pretend is a repository in memory that dies before, or after, a write.
type pretend struct {
	issues map[string]*Issue
	lag    int // lists that do not show the newest issue yet
	made   int
	writes int
	die    int  // at this write; 0 = never
	after  bool // the write is carried out, and the answer lost
}

var errDied = errors.New("killed")

func (p *pretend) write() (do bool, err error) {
	if p.writes++; p.writes == p.die {
		return p.after, errDied
	}
	return true, nil
}

func (p *pretend) Existing(context.Context) (map[string]Issue, error) {
	out := map[string]Issue{}
	for key, i := range p.issues {
		if i.Number == p.made && p.lag > 0 {
			p.lag--
			continue
		}
		out[key] = *i
	}
	return out, nil
}

func (p *pretend) Create(_ context.Context, title, body string) (Issue, error) {
	do, err := p.write()
	if do {
		p.made++
		if p.issues[body] != nil {
			panic("twice: " + title)
		}
		p.issues[body] = &Issue{Number: p.made, Open: true}
	}
	if err != nil {
		return Issue{}, err
	}
	return *p.issues[body], nil
}

func (p *pretend) set(i Issue, change func(*Issue)) error {
	do, err := p.write()
	for _, one := range p.issues {
		if do && one.Number == i.Number {
			change(one)
		}
	}
	return err
}

func (p *pretend) Close(_ context.Context, i Issue) error {
	return p.set(i, func(i *Issue) { i.Open = false })
}

func (p *pretend) Finish(_ context.Context, i Issue, _ imported.Entry) error {
	return p.set(i, func(i *Issue) { i.Done = true })
}

// stopped stands still but for those who wait.
type stopped struct{ at time.Time }

func (c *stopped) Now() time.Time { return c.at }

func (c *stopped) Sleep(_ context.Context, d time.Duration) error {
	c.at = c.at.Add(d)
	return nil
}

func someEntries(n int) (out []imported.Entry) {
	for i := range n {
		key := fmt.Sprintf("k%d", i)
		out = append(out, imported.Entry{Key: key, ID: key, Body: key, Line: i + 2})
	}
	return out
}

func TestAnImportThatIsKilledAnywhereGoesOnAndMakesNothingTwice(t *testing.T) {
	for _, after := range []bool{false, true} {
		for die := 1; die <= 9; die++ {
			p := &pretend{issues: map[string]*Issue{}, die: die, after: after}
			c := Carrier{Repository: p, Clock: &stopped{}, Pace: &Pace{}}
			if err := c.Run(t.Context(), someEntries(3)); !errors.Is(err, errDied) {
				t.Fatalf("killed at write %d: %v", die, err)
			}
			counts := map[string]int{}
			c.Tell = func(_ imported.Entry, _ Issue, what string) { counts[what]++ }
			if err := c.Run(t.Context(), someEntries(3)); err != nil {
				t.Fatal(err)
			}
			if len(p.issues) != 3 || p.made != 3 {
				t.Errorf("killed at write %d: %d issues", die, p.made)
			}
			for key, i := range p.issues {
				if i.Open || !i.Done {
					t.Errorf("killed at write %d: %s is %+v", die, key, *i)
				}
			}
			before := p.writes
			if err := c.Run(t.Context(), someEntries(3)); err != nil || p.writes != before {
				t.Errorf("a third time: %v, %d writes", err, p.writes-before)
			}
		}
	}
}

// unclear loses the answer to every creation once.
type unclear struct {
	*pretend
	lost map[string]bool
}

func (u *unclear) Create(ctx context.Context, title, body string) (Issue, error) {
	i, err := u.pretend.Create(ctx, title, body)
	if !u.lost[body] {
		u.lost[body] = true
		return Issue{}, fmt.Errorf("%w: 502", ErrUnclear)
	}
	return i, err
}

func TestAnAnswerThatIsLostIsLookedForBeforeAnotherIssueIsOpened(t *testing.T) {
	u := &unclear{&pretend{issues: map[string]*Issue{}, lag: 2}, map[string]bool{}}
	c := Carrier{Repository: u, Clock: &stopped{}, Pace: &Pace{}}
	if err := c.Run(t.Context(), someEntries(4)); err != nil || u.made != 4 {
		t.Errorf("%d issues, %v", u.made, err)
	}
}

func TestCreatingKeepsWithinAMinuteAndAnHour(t *testing.T) {
	clock := &stopped{at: time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)}
	var p Pace
	var made []time.Time
	for range 1000 {
		at := p.Next(clock.at)
		clock.at = at
		made = append(made, at)
	}
	for _, limit := range []struct {
		n    int
		span time.Duration
	}{{80, time.Minute}, {500, time.Hour}} {
		for i := limit.n; i < len(made); i++ {
			if made[i].Sub(made[i-limit.n]) < limit.span {
				t.Fatalf("%d within %s", limit.n+1, made[i].Sub(made[i-limit.n]))
			}
		}
	}
	if made[59] != made[0] {
		t.Error("a short import has to wait")
	}
}
