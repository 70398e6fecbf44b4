package github

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

const (
	issuesCached = 512
	labelsHold   = 10 * time.Minute
	mostDoubtful = 20
)

// issueCache is what an earlier observation of an issue left: comments and events that need not be read again. Everything
// in it can be lost, and whatever contradicts a new observation is dropped.
type issueCache struct {
	card     string   // node id
	pinned   bool     // GraphQL does not tell; once pinned, a person may unpin it and it stays so
	overflow []string // node ids
	comments []snapshot.Comment
	onward   []snapshot.Comment // on the continuation
	events   []snapshot.Event
}

// cacheOf returns the cache of an issue, a new one where there is none.
func (c *Client) cacheOf(k reconcile.Key) *issueCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i, ok := c.caches[k.Group()]; ok {
		return i
	}
	return &issueCache{}
}

// remember keeps an incident's world, so that the next observation can be small. Only issues with a card are incidents of
// ours.
func (c *Client) remember(k reconcile.Key, w snapshot.World) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.Card == nil {
		delete(c.caches, k.Group())
		return
	}
	for id := range c.caches {
		if len(c.caches) < issuesCached {
			break
		}
		delete(c.caches, id)
	}
	i := &issueCache{card: w.Card.NodeID, pinned: w.Card.Pinned, events: slices.Clone(w.Events)}
	i.comments, i.onward = apart(w.Comments)
	record, onward := apart(w.Overflow)
	i.onward = append(i.onward, onward...)
	slices.SortFunc(i.onward, byID)
	for _, o := range record {
		i.overflow = append(i.overflow, o.NodeID)
	}
	c.caches[k.Group()] = i
}

// doubtIssue has the next observation read again what a write of unknown outcome may have changed. The comments of the last
// look stay: the next one shows by their number whether they are still all.
func (c *Client) doubtIssue(k reconcile.Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.labels, k.RepositoryID)
	delete(c.checks, k.Group())
}

// known are the node ids to read beside the newest comments: the card, its continuations.
func (i *issueCache) known() []string {
	if i.card == "" {
		return nil
	}
	return append([]string{i.card}, i.overflow...)
}

// doubtful are the node ids of comments with a line that was refused: their authors may mend them, however old they are.
func (i *issueCache) doubtful() []string {
	var out []string
	for n := len(i.comments) - newest - 1; n >= 0 && len(out) < mostDoubtful; n-- {
		c := i.comments[n]
		if slices.Contains(c.Reactions, "CONFUSED") || slices.Contains(c.Reactions, "THUMBS_DOWN") {
			out = append(out, c.NodeID)
		}
	}
	return out
}

// knownBeside counts the known ones that are not among the comments.
func (i *issueCache) knownBeside(comments []snapshot.Comment) int {
	n := 0
	for _, id := range i.known() {
		if !slices.ContainsFunc(comments, func(c snapshot.Comment) bool { return c.NodeID == id }) {
			n++
		}
	}
	return n
}

// labelCache holds the labels of one repository: name → node id.
type labelCache struct {
	ids  map[string]string
	list []string
	at   time.Time
}

func (c *Client) labelsOf(repository int64) *labelCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, ok := c.labels[repository]; ok {
		return l
	}
	return &labelCache{}
}

func (l *labelCache) fresh(now time.Time) bool { return !l.at.IsZero() && now.Sub(l.at) < labelsHold }

func (l *labelCache) names() []string { return slices.Clone(l.list) }

// with returns a copy that knows more labels.
func (l *labelCache) with(more []named) *labelCache {
	out := &labelCache{ids: make(map[string]string, len(l.ids)+len(more)), list: slices.Clone(l.list), at: l.at}
	for n, id := range l.ids {
		out.ids[n] = id
	}
	for _, n := range more {
		if _, has := out.ids[fold(n.Name)]; !has {
			out.list = append(out.list, n.Name)
		}
		out.ids[fold(n.Name)] = n.ID
	}
	return out
}

// id finds a label's node id; GitHub compares names without regard to ASCII case.
func (l *labelCache) id(name string) (string, bool) {
	id, ok := l.ids[fold(name)]
	return id, ok
}

func fold(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func (c *Client) keepLabels(repository int64, l *labelCache) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.labels[repository] = l
}
