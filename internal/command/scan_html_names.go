package command

// What HTML's parsing rules (https://html.spec.whatwg.org/multipage/parsing.html)
// say of an element, by name.

// isVoid: has no content, so nothing is ever inside it.
func isVoid(name string) bool {
	switch name {
	case "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img",
		"input", "keygen", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// isFormatting: unclosed, it is opened again in every following paragraph.
func isFormatting(name string) bool {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

// isRawText: its content is not read as HTML until its own end. GitHub shows
// some of these tags as text; in doubt the element is open, its content counts.
func isRawText(name string) bool {
	switch name {
	case "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp":
		return true
	}
	return false
}

// endIsImplied: the end of its parent ends it too.
func endIsImplied(name string) bool {
	switch name {
	case "caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc",
		"tbody", "td", "tfoot", "th", "thead", "tr":
		return true
	}
	return false
}

// boundsScope: the end tag of `name` does not reach out of the element.
func boundsScope(element, name string) bool {
	switch element {
	case "table", "template", "html":
		return true
	case "applet", "caption", "marquee", "object", "td", "th":
		switch name {
		case "caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr":
			return false
		}
		return true
	}
	return false
}

// outlivesParagraph: opened inside a paragraph, it ends the paragraph or goes
// on behind it. All others (<span>, <kbd>, <sub>, or a name that HTML does not
// know, such as the <string> of a List<String>) end with the paragraph.
func outlivesParagraph(name string) bool {
	switch name {
	case "abbr", "audio", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "map", "mark", "meter",
		"output", "picture", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "samp", "span", "sub", "sup", "time",
		"var", "video":
		return false
	case "address", "article", "aside", "blockquote", "body", "button", "canvas", "caption", "center", "colgroup",
		"dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
		"frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "legend", "li",
		"listing", "main", "menu", "menuitem", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section",
		"select", "summary", "svg", "math", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul":
		return true
	}
	return isRawText(name) || boundsScope(name, "")
}
