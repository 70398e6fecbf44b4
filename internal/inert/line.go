package inert

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	addressRE   = regexp.MustCompile(`https?://[^\s<>"]+`)
	reference   = regexp.MustCompile(`#([0-9]|$)`)
	ghReference = regexp.MustCompile(`(?i)\b(GH)-([0-9])`)
	issueURL    = regexp.MustCompile(`(?i)/(issues|pull|discussions)/([0-9])`)
	lineStart   = regexp.MustCompile(`^(?:[-+=:#/]|[0-9]{1,9}[.)])`)
)

// line escapes one collapsed line. Addresses are treated apart, because a backslash inside one would become part of it.
func line(text string) string {
	var b strings.Builder
	last := 0
	for _, at := range addressRE.FindAllStringIndex(text, -1) {
		b.WriteString(prose(text[last:at[0]]))
		b.WriteString(address(text[at[0]:at[1]]))
		last = at[1]
	}
	b.WriteString(prose(text[last:]))
	out := b.String()
	// A marker at the beginning would make a heading, a list, a table, or another bot's command.
	if mark := lineStart.FindString(out); mark != "" {
		out = mark[:len(mark)-1] + `\` + out[len(mark)-1:]
	}
	return out
}

var escapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "~", `\~`, "[", `\[`, "]", `\]`, "|", `\|`, "$", `\$`, "!", `\!`,
)

func prose(text string) string { return escapes.Replace(unlink(text)) }

// unlink breaks mentions and references, in every place where GitHub would find them.
func unlink(text string) string {
	text = strings.ReplaceAll(text, "@", "@"+joiner)
	text = reference.ReplaceAllString(text, "#"+joiner+"$1")
	text = ghReference.ReplaceAllString(text, "$1"+joiner+"-$2")
	return issueURL.ReplaceAllString(text, "/$1/"+joiner+"$2")
}

// address keeps a link a link: what Markdown would read inside it is percent-encoded (RFC 3986), except where it points at
// an issue or a pull request, which would show up there as a reference: that one is broken.
func address(url string) string {
	var b strings.Builder
	for n, c := range []byte(url) {
		switch {
		case strings.IndexByte("*~[]|`\\@$!{}^'", c) >= 0, c == '_' && !withinWord(url, n): // within a word it means nothing
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '&':
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return unlink(b.String())
}

// withinWord says whether the byte stands between letters or digits.
func withinWord(text string, n int) bool {
	alnum := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return n > 0 && n+1 < len(text) && alnum(text[n-1]) && alnum(text[n+1])
}

// Link returns a Markdown link with an inert title. An address that is not http or https is shown as text.
func Link(title, url string) string {
	url = clean(strings.TrimSpace(url))
	if !wholeURL.MatchString(url) {
		return Line(strings.TrimSpace(title + " " + url))
	}
	if strings.TrimSpace(title) == "" {
		title = wholeURL.FindStringSubmatch(url)[1]
	}
	safe := strings.NewReplacer("(", "%28", ")", "%29", "`", "%60", `\`, "%5C", "@", "%40", "|", "%7C", "[", "%5B", "]", "%5D",
		"*", "%2A", "~", "%7E", "$", "%24", "_", "%5F", "&", "&amp;").Replace(url)
	return "[" + Line(title) + "](" + safe + ")"
}

var wholeURL = regexp.MustCompile(`^https?://([^\s<>"/?#]+)[^\s<>"]*$`)
