package command

// openTags follows the raw HTML of a comment the way a browser reads it: which
// elements are open decides what is hidden. The Markdown tree does not know,
// since it ends an HTML block at a blank line.
type openTags struct{ gaveUp bool }

func (t *openTags) feed(string)   {}
func (t *openTags) enter()        {}
func (t *openTags) leave()        {}
func (t *openTags) endParagraph() {}
func (t *openTags) giveUp()       { t.gaveUp = true }
func (t *openTags) hiding() bool  { return t.gaveUp }
