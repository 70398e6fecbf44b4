package reconcile

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Hint is a new comment as a delivery told it. It saves a look, and nothing rests on it: deliveries come late, twice, in any
// order, and tell of comments that were edited or deleted since. Whether we wrote it, and whether it came by e-mail, no
// delivery says.
type Hint struct {
	Comment  snapshot.Comment
	Comments int // how many comments the issue had then; 0 = the delivery does not say
}

const (
	mostHints  = 50          // that wait for one issue; more are a reason to look
	hintHolds  = time.Minute // how old a comment may be for its delivery to be believed
	freshHolds = 5 * time.Second
)

// Heard takes note of a new comment that a delivery told of. The next run of the issue starts from it, if that is possible at
// all; else it looks.
func (r *Reconciler) Heard(k Key, h Hint) {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	i, known := r.memory.issues[k.Group()]
	if !known || i.ledger == nil {
		return // the next run looks anyway
	}
	if len(i.hints) >= mostHints {
		i.doubt = true
		return
	}
	i.hints = append(i.hints, h)
}

// Doubt says that something else happened to the issue than a new comment: its next run looks.
func (r *Reconciler) Doubt(k Key) {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	if i, known := r.memory.issues[k.Group()]; known {
		i.doubt = true
	}
}

// waits says whether a comment was heard that no run has taken up yet.
func (m *memory) waits(k Key) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, known := m.issues[k.Group()]
	return known && len(i.hints) > 0
}

// last is how the last run left an issue: what GitHub showed then, without what anybody may do.
type last struct {
	world snapshot.World
	want  Want
	at    time.Time // of the last look
}

// start is what a run may start from without looking.
type start struct {
	last
	hints  []Hint
	handed bool // the other aspect's run ended just now, and handed over
}

// take returns what a run may start from, nil where it must look, and forgets the hints: the run takes them up one way or
// the other.
func (m *memory) take(k Key, now time.Time) *start {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, known := m.issues[k.Group()]
	if !known {
		return nil
	}
	s := start{hints: i.hints, handed: i.handed == k.Aspect && i.hands}
	if s.handed {
		i.hands = false
	}
	sure := i.last != nil && !i.doubt && len(i.presses) == 0 && i.ledger != nil
	i.hints, i.doubt = nil, false
	if !sure {
		return nil
	}
	s.last = *i.last
	if age := now.Sub(s.at); s.handed && (age < 0 || age > freshHolds) {
		s.handed = false
	}
	if !s.handed && (len(s.hints) == 0 || k.Aspect != "") {
		return nil
	}
	return &s
}

// leave keeps how a run left an issue.
func (m *memory) leave(k Key, l last) {
	l.world.Permissions, l.world.Named = nil, nil
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	i.last = &l
}

// unsure forgets how an issue was left: the next run looks.
func (m *memory) unsure(k Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, known := m.issues[k.Group()]; known {
		i.last = nil
	}
}

// merge adds what was heard to a world. It is false where that cannot be all that there is, or where too much is unsure: a
// comment that is older than one we know (something came out of order, or was deleted), one that lies back, one that would
// say something else had it been written by e-mail.
func merge(w snapshot.World, hints []Hint, judged int64, cfg policy.Config, now time.Time) (snapshot.World, bool) {
	hints = slices.Clone(hints)
	slices.SortFunc(hints, func(a, b Hint) int { return cmp.Compare(a.Comment.ID, b.Comment.ID) })
	w.Comments = slices.Clone(w.Comments)
	newest, count := newestOf(w, judged), countOf(w)
	for _, h := range hints {
		c := h.Comment
		if knows(w, c.ID) {
			continue
		}
		age := now.Sub(c.CreatedAt)
		lies := age > hintHolds || age < -hintHolds
		gap := h.Comments != 0 && h.Comments != count+1 && h.Comments != count
		if c.ID <= newest || lies || gap || c.Author.ID == 0 || c.Author.Same(w.Viewer) || !replay.Plain(c, cfg) {
			return w, false
		}
		w.Comments = append(w.Comments, c)
		newest, count = c.ID, count+1
	}
	return w, true
}

func newestOf(w snapshot.World, judged int64) int64 {
	newest := judged
	for _, c := range all(w) {
		newest = max(newest, c.ID)
	}
	return newest
}

func countOf(w snapshot.World) int { return len(all(w)) }

func knows(w snapshot.World, id int64) bool {
	return slices.ContainsFunc(all(w), func(c snapshot.Comment) bool { return c.ID == id })
}

// all are the comments of the issue, the card and the ledger's continuations among them.
func all(w snapshot.World) []snapshot.Comment {
	out := slices.Concat(w.Comments, w.Overflow)
	if w.Card != nil {
		out = append(out, *w.Card)
	}
	return out
}
