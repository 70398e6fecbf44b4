// Package replay judges what people wrote into facts, and folds facts into the incident: the pure heart. The same values
// always give the same result, in whatever order and how often deliveries arrived.
//
// It does not fetch anything (package github), and does not say what GitHub should show (package plan).
package replay

import (
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Judge returns the ledger with everything new in the world added to it: the declaration, what was seen to happen, and the
// commands of comments that were not judged before. A world that is no incident comes back with a ledger of Version 0.
// Whoever is absent from w.Permissions may do nothing.
func Judge(w snapshot.World, l ledger.Ledger, cfg policy.Config, now time.Time) ledger.Ledger {
	l = clone(l)
	fresh := l.Version == 0
	if fresh {
		d, ok := declaration(w, cfg)
		if !ok {
			return l
		}
		l.Version, l.Declaration, l.Judged = ledger.Version, d, before(w, cfg)
	}
	cfg = cfg.Pinned(l.Declaration.Rules)
	j := judging{world: w, config: cfg, now: now.UTC().Truncate(time.Second), ledger: &l}
	if fresh {
		j.signsOfLife()
	}
	for _, happened := range j.news() {
		j.item = 0
		happened.judge()
	}
	j.rows()
	for _, c := range w.Comments {
		l.Judged = max(l.Judged, c.ID)
	}
	for _, e := range w.Events {
		if e.At.After(l.EventsTo) {
			l.EventsTo = e.At
		}
	}
	if fresh && !genuine(w, cfg, l) {
		return ledger.Ledger{}
	}
	return ledger.Shorten(l) // so that what is folded now is what will be read back later
}

// judging is one pass over what is new; state is the fold of the ledger so far, as it stood when the line was written.
type judging struct {
	world  snapshot.World
	config policy.Config
	now    time.Time
	ledger *ledger.Ledger
	state  incident.Incident
	item   int64 // the issue of the action item that is being judged; 0 = the incident

	changes int    // accepted facts that change the state, kept in this pass
	folded  bool   // state was folded in this pass
	upTo    [2]int // … from so many changes and observations
}

// signsOfLife looks at what was said before the issue became an incident: no command of it counts, but a responder was there.
func (j *judging) signsOfLife() {
	for _, c := range j.world.Comments {
		if c.ID <= j.ledger.Judged && !c.Mine && !c.Bot && j.world.Permissions[c.Author.ID].Responder() {
			j.helps(c)
		}
	}
}

// comment judges one new comment. An edited one says what somebody (perhaps somebody else) wrote later, so nothing in it
// runs; our own and those of bots are never input.
func (j *judging) comment(c snapshot.Comment) {
	if c.Mine || c.Bot {
		return
	}
	may := j.world.Permissions[c.Author.ID]
	if may.Responder() {
		j.helps(c)
	}
	j.doing(c)
	if !c.EditedAt.IsZero() {
		return
	}
	for _, line := range command.Scan(c.Body, scanOptions(j.config, c)) {
		j.line(c, line, may)
	}
}

// helps records that a responder wrote: the first of them engaged, and each of the others once. Who may what is asked only
// while a comment is new, so later looks must find it here.
func (j *judging) helps(c snapshot.Comment) {
	o := ledger.Observation{Kind: SeenEngaged, At: c.CreatedAt, Actor: c.Author, Ref: ref("comment", c.ID)}
	for _, s := range j.ledger.Seen {
		switch {
		case (s.Kind == SeenEngaged || s.Kind == SeenHelper) && s.Actor.Same(c.Author):
			return
		case s.Kind == SeenEngaged:
			o.Kind = SeenHelper
		}
	}
	j.ledger.Seen = append(j.ledger.Seen, o)
}

// line judges one command line and lets an accepted one count for those below it. It reports whether there was anything to
// judge.
func (j *judging) line(c snapshot.Comment, line command.Line, may incident.Permission) bool {
	j.fold()
	f, ok := command.Judge(line, may, command.Call{
		Posted: c.CreatedAt, Actor: c.Author, Incident: j.state, Policy: j.config, People: j.people, Before: j.before(c), Item: j.item, Accepted: j.ledger.Accepted(),
	})
	if ok {
		j.keep(c, f)
	}
	return ok
}

// keep appends a fact.
func (j *judging) keep(c snapshot.Comment, f ledger.Fact) {
	f.Seq, f.Comment, f.Accepted, f.SHA = len(j.ledger.Facts)+1, c.ID, j.now, bodyHash(c.Body)
	j.ledger.Facts = append(j.ledger.Facts, f)
	if spec, _ := command.Find(f.Verb); !f.Refused && (spec.Apply != nil || f.Item != 0) {
		j.changes++
	}
}

// see records the first sign of life; later ones add nothing.
func (j *judging) see(o ledger.Observation) {
	for _, s := range j.ledger.Seen {
		if s.Kind == o.Kind {
			return
		}
	}
	j.ledger.Seen = append(j.ledger.Seen, o)
}

// fold brings the state up to what was kept so far. Facts that change nothing, as notes do, are not worth another fold: an
// issue may hold thousands of them.
func (j *judging) fold() {
	now := [2]int{j.changes, len(j.ledger.Seen)}
	if j.folded && now == j.upTo {
		return
	}
	j.state, j.folded, j.upTo = Fold(*j.ledger, j.world, j.config), true, now
}

// scanOptions says how the repository's commands look and how the comment was made.
func scanOptions(cfg policy.Config, c snapshot.Comment) command.ScanOptions {
	return command.ScanOptions{
		ByEmail: c.ByEmail, PrefixRequired: cfg.Commands.Prefix == "required", Aliases: command.JapaneseVerbs,
	}
}

// bodyHash proves which text was judged, whatever becomes of the comment.
func bodyHash(body string) string {
	sum := sha256.Sum256([]byte(body))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// clone copies what judging appends to, so that the caller's ledger stays as it was.
func clone(l ledger.Ledger) ledger.Ledger {
	l.Facts = append([]ledger.Fact(nil), l.Facts...)
	l.Seen = append([]ledger.Observation(nil), l.Seen...)
	posted := make(map[string]int64, len(l.Posted))
	for k, v := range l.Posted {
		posted[k] = v
	}
	l.Posted = posted
	return l
}
