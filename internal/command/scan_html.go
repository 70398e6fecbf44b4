package command

import "slices"

// openTags follows the raw HTML of a comment the way a browser reads it: which
// elements are open decides what is hidden. The Markdown tree does not know,
// since it ends an HTML block at a blank line. In doubt an element stays open.
type openTags struct {
	tokens     htmlTokens
	open       []string // elements, outermost first; "" where a container begins
	formatting []string // <b>, <s> …: these go on behind the end of their parent
	mark       int      // how many were open when the paragraph began
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
	if len(t.open)+len(t.formatting) > maxDepth {
		t.giveUp()
	}
}

// enter begins a quote, list, table or heading; leave ends it, with all the
// elements that were opened within.
func (t *openTags) enter() { t.open = append(t.open, "") }

func (t *openTags) leave() {
	for len(t.open) > 0 {
		last := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		if last == "" {
			return
		}
	}
}

// beginParagraph and endParagraph bracket the inline HTML of a paragraph: with
// it end the elements that a browser would not carry over.
func (t *openTags) beginParagraph() { t.mark = len(t.open) }

func (t *openTags) endParagraph() {
	mark := min(t.mark, len(t.open))
	rest := slices.DeleteFunc(slices.Clone(t.open[mark:]), func(name string) bool { return !outlivesParagraph(name) })
	t.open = append(t.open[:mark], rest...)
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
	if n := len(t.open); n > 0 && t.open[n-1] == name && endIsImplied(name) {
		return // <li> after an unclosed <li>
	}
	t.open = append(t.open, name)
}

// close ends the innermost element of that name, with those inside whose end
// is implied. Others inside stay open, and no end reaches out of a container,
// a table cell or a raw text such as <textarea>.
func (t *openTags) close(name string) {
	if isFormatting(name) && !t.inRawText() {
		if i := lastIndex(t.formatting, name); i >= 0 {
			t.formatting = slices.Delete(t.formatting, i, i+1)
		}
		return
	}
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i] == name {
			inside := slices.DeleteFunc(slices.Clone(t.open[i+1:]), endIsImplied)
			t.open = append(t.open[:i], inside...)
			return
		}
		if t.open[i] == "" || isRawText(t.open[i]) || boundsScope(t.open[i], name) {
			return
		}
	}
}

func (t *openTags) inRawText() bool { return slices.ContainsFunc(t.open, isRawText) }

func lastIndex(names []string, name string) int {
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] == name {
			return i
		}
	}
	return -1
}
