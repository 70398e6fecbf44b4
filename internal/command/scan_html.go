package command

import "slices"

// openTags follows the raw HTML of a comment the way a browser reads it: which
// elements are open decides what is hidden. The Markdown tree does not know,
// since it ends an HTML block at a blank line. In doubt an element stays open.
type openTags struct {
	tokens     htmlTokens
	open       []string // elements, outermost first; "" where a container begins
	formatting []string // <b>, <s> …: these go on behind the end of their parent
	held       int      // how many of them a container may not close
	mark       int      // how many were open when the paragraph began
	broken     bool     // a block tag ended the paragraph before its text did
	gaveUp     bool
}

// maxDepth bounds how many elements can be open at once.
const maxDepth = 200

// hiding reports whether what comes now may be hidden or shown as something
// else than plain text.
func (t *openTags) hiding() bool {
	return t.gaveUp || t.tokens.unfinished() || len(t.open) > 0 || len(t.formatting) > 0
}

// giveUp hides all the rest of the comment.
func (t *openTags) giveUp() { t.gaveUp = true }

// feed reads the next piece of raw HTML, in the order of the page.
func (t *openTags) feed(html string) {
	if t.gaveUp {
		return
	}
	t.tokens.read(html, func(name string, end bool) {
		switch {
		case end:
			t.close(name)
		case !isVoid(name):
			t.start(name)
		}
	})
	// Half a tag at the end of a piece would be ended by whatever quotes and
	// brackets the page puts around the next one: no telling what is hidden.
	if t.tokens.inTag() || len(t.open)+len(t.formatting) > maxDepth {
		t.giveUp()
	}
}

// enter begins a quote, list, table or heading; leave ends it, with the inline
// elements that were opened within. A block, a raw text or a comment left open
// swallows the end of the container, which then goes on unseen.
func (t *openTags) enter() { t.open, t.held = append(t.open, ""), len(t.formatting) }

func (t *openTags) leave() {
	begin := max(lastIndex(t.open, ""), 0)
	if t.tokens.unfinished() || slices.ContainsFunc(t.open[begin:], outlivesParagraph) {
		t.giveUp()
	}
	t.open, t.held = t.open[:begin], 0
}

// beginParagraph and endParagraph bracket the inline HTML of a paragraph. With
// it end the inline elements, unless a block tag within ended it before them.
func (t *openTags) beginParagraph() { t.mark, t.broken = len(t.open), false }

func (t *openTags) endParagraph() {
	if !t.broken {
		t.open = t.open[:min(t.mark, len(t.open))]
	}
	t.mark = 0
	if slices.ContainsFunc(t.open, isRawText) {
		t.giveUp()
	}
}

func (t *openTags) start(name string) {
	if len(t.open)+len(t.formatting) > maxDepth {
		t.giveUp()
		return
	}
	if isFormatting(name) {
		t.formatting = append(t.formatting, name)
		return
	}
	t.broken = t.broken || outlivesParagraph(name)
	if n := len(t.open); n > 0 && t.open[n-1] == name && endIsImplied(name) {
		return // <li> after an unclosed <li>
	}
	t.open = append(t.open, name)
}

// close ends the innermost element of that name, with those inside whose end
// is implied. Others inside stay open, and no end reaches out of a container,
// a table cell or a raw text such as <textarea>.
func (t *openTags) close(name string) {
	if isFormatting(name) {
		if i := lastIndex(t.formatting, name); i >= t.held && !slices.ContainsFunc(t.open, isRawText) {
			t.formatting = slices.Delete(t.formatting, i, i+1)
		}
		return
	}
	t.broken = t.broken || name == "p"
	inline := !outlivesParagraph(name) // its end stays within its paragraph and block
	for i := len(t.open) - 1; i >= 0 && (!inline || i >= t.mark); i-- {
		if t.open[i] == name {
			inside := slices.DeleteFunc(slices.Clone(t.open[i+1:]), endIsImplied)
			t.open = append(t.open[:i], inside...)
			return
		}
		if t.open[i] == "" || isRawText(t.open[i]) || boundsScope(t.open[i], name) || inline && outlivesParagraph(t.open[i]) {
			return
		}
	}
}

func lastIndex(names []string, name string) int {
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] == name {
			return i
		}
	}
	return -1
}
