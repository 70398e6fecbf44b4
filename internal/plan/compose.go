package plan

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
)

// composed is the card as it should be: its visible text, the ledger's block, and the continuations that the block needs.
// All of it is empty where write is false: GitHub shows it already.
type composed struct {
	visible string
	head    string
	tail    []string
	write   bool
	idle    bool // only the text is another by now: the ledger is as it was, and nobody touched the card
}

// compose renders the card and decides whether it must be written. Running times, ages and "as of" would make every look
// a change, so the text is rendered twice, with and without them, and the ledger remembers a hash of each:
//
//   - Stable, of the rendering without them: differs when something about the incident changed;
//   - Visible, of the text as it was written: differs from what GitHub shows when somebody edited it.
//
// The block is compared by what it says, never by its bytes. Nothing is written while all three agree.
func (s *scene) compose() (composed, error) {
	if s.composed != nil {
		return *s.composed, nil
	}
	stable, err := s.cardText(false)
	if err != nil {
		return composed{}, err
	}
	var c composed
	if differs := s.cardDamaged(); differs || s.cardDiffers(hash(stable)) {
		if c, err = s.rewritten(hash(stable)); err != nil {
			return composed{}, err
		}
		c.idle = !differs
	}
	s.composed = &c
	return c, nil
}

// rewritten is the card with everything that runs with the clock, and the ledger that remembers how it was written.
func (s *scene) rewritten(stable string) (composed, error) {
	full, err := s.cardText(true)
	if err != nil {
		return composed{}, err
	}
	l := s.Ledger
	l.Card = ledger.Card{Visible: hash(full), Stable: stable}
	head, tail, err := ledger.Split(l, s.binding(), s.Key, ledger.DefaultLimit)
	return composed{visible: full, head: head, tail: tail, write: true}, err
}

// cardDiffers says whether another text would be written now than was written last.
func (s *scene) cardDiffers(stable string) bool {
	return !s.cardNewer() && s.Ledger.Card.Stable != stable
}

// cardNewer says that a newer version keeps this card: writing over it would lose what it knows.
func (s *scene) cardNewer() bool {
	if s.World.Card == nil {
		return false
	}
	_, _, err := ledger.Join(s.World.Card.Body, s.overflowBodies(), s.binding(), ledger.Keyring{Current: s.Key})
	return errors.Is(err, ledger.ErrNewer)
}

// cardDamaged says whether GitHub shows no card, one that somebody edited, or one whose ledger is not what was accepted.
func (s *scene) cardDamaged() bool {
	c := s.World.Card
	if c == nil {
		return true
	}
	there, verdict, err := ledger.Join(c.Body, s.overflowBodies(), s.binding(), ledger.Keyring{Current: s.Key})
	if errors.Is(err, ledger.ErrNewer) {
		return false
	}
	trusted := verdict == ledger.Valid || verdict == ledger.Unsigned && s.Key.IsZero()
	return err != nil || !trusted || !ledger.Equal(lasting(there), lasting(s.Ledger)) || s.Ledger.Card.Visible != hash(visibleText(c.Body))
}

// lasting is a ledger without how far looking has come, and which comments of ours were seen on the way. That alone is no
// reason to write: what lies between was seen and changed nothing (our own comments and labels, other bots), and would
// change nothing when seen again, for it stays in sight until the next writing.
func lasting(l ledger.Ledger) ledger.Ledger {
	l.Judged, l.EventsTo, l.Posted = 0, time.Time{}, nil
	return l
}

// body is the whole comment.
func (c composed) body() string { return c.visible + "\n\n" + c.head }

// blockStart begins the ledger's block in the card.
const blockStart = "<!-- sensible:ledger "

// visibleText is a card's body without the ledger's block: what stands before it, and whatever somebody put behind it.
func visibleText(body string) string {
	at := strings.LastIndex(body, blockStart)
	if at < 0 {
		return body
	}
	_, after, _ := strings.Cut(body[at:], "-->")
	return body[:at] + after
}

// hash is the identity of a text, whichever line endings GitHub returns. 12 bytes tell two cards apart and keep the
// ledger small.
func hash(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func (s *scene) binding() ledger.Binding {
	return ledger.Binding{RepositoryID: s.World.Repository.ID, IssueNodeID: s.World.Issue.NodeID}
}

func (s *scene) overflowBodies() []string {
	bodies := make([]string, len(s.World.Overflow))
	for n, o := range s.World.Overflow {
		bodies[n] = o.Body
	}
	return bodies
}

// once are the beginnings of the keys of comments of ours that must exist once.
var once = []string{closingPrefix, learnedPrefix, labelPrefix, nudgePrefix, latePrefix, continuedPrefix}

// remembered is the ledger with the comments and action items of ours that must exist once and are in sight: when they are
// far up and out of sight, or somebody deleted them, the ledger still knows them. It also takes down where the postmortem lies, before that is committed.
func (s *scene) remembered() ledger.Ledger {
	l := s.Ledger
	if l.Document == "" && s.postmortemWanted() {
		l.Document = s.documentPath()
	}
	l.Board = s.boardMemory(l.Board)
	for _, c := range s.World.Comments {
		for _, prefix := range once {
			if rest, ok := marker.Find(c.Body, prefix); ok && c.Mine {
				l.Posted = withPosted(l.Posted, prefix+rest, c.ID)
			}
		}
	}
	l.Posted = s.rememberItems(l.Posted)
	if on := s.World.Continuation; on != nil {
		l.Posted = withPosted(l.Posted, s.continuesKey(), on.ID)
	}
	return l
}

// withPosted adds what is new, in a map of its own.
func withPosted(known map[string]int64, key string, id int64) map[string]int64 {
	if _, there := known[key]; there {
		return known
	}
	posted := map[string]int64{key: id}
	maps.Copy(posted, known)
	return posted
}

// overflow wants the ledger's oldest facts in continuation comments where the card cannot hold them. They are written
// before the card, whose block counts on them.
func overflow(s *scene) error {
	c, err := s.compose()
	if err != nil || !c.write || len(c.tail) == 0 {
		return err
	}
	if _, _, err := ledger.Join(c.head, s.overflowBodies(), s.binding(), ledger.Keyring{Current: s.Key}); err == nil {
		return nil
	}
	for n, block := range c.tail {
		key := fmt.Sprintf("overflow %d", n+1)
		text, err := s.render("overflow", n+1)
		if err != nil {
			return err
		}
		body := text + "\n\n" + marker.Of(key) + "\n" + block
		if there, ok := s.overflowed(key); !ok {
			s.do(Action{Kind: OverflowCreate, Key: key, Body: body})
		} else if !strings.Contains(there.body, block) {
			s.do(Action{Kind: OverflowUpdate, Node: there.node, Body: body})
		}
	}
	return nil
}

type overflowComment struct{ node, body string }

func (s *scene) overflowed(key string) (overflowComment, bool) {
	for _, o := range s.World.Overflow {
		if o.Mine && marker.Has(o.Body, key) {
			return overflowComment{o.NodeID, o.Body}, true
		}
	}
	return overflowComment{}, false
}
