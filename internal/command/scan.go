package command

import "strings"

// Line is one visible line of a comment that begins like a command. Whether
// its verb exists is the business of the table: `/tmp` on a line of its own is
// a Line too.
type Line struct {
	Number int    // 1-based line of the body; CRLF, LF and a lone CR each end one
	Text   string // the line as typed, indentation included, without its line ending
	Verb   string // ASCII, lower case, without slash; a Japanese alias is already resolved
	Args   string // what follows the separator, trimmed; digits and spaces folded only behind a full-width slash
	Inc    bool   // came as "/inc verb"
}

// ScanOptions says how a comment was made and what its repository allows.
type ScanOptions struct {
	ByEmail        bool              // made by e-mail: only the text before the first quotation counts
	PrefixRequired bool              // `commands.prefix: required`: only "/inc verb" is a command
	Aliases        map[string]string // verbs outside ASCII, as typed after the slash → ASCII verb
}

// The bounds of what is read. A comment has at most 65,536 characters, and no
// person's comes near these; whoever sends more wants the worker busy. What
// lies beyond them is not run.
const (
	maxCommands = 500  // lines that begin like a command
	maxLines    = 4000 // lines of the body
)

// Scan returns the command lines of a comment's body, top to bottom. Where a
// command may stand and how it is spelt is EXPERIENCE's "Commands": the
// Markdown syntax tree decides, and whatever may be hidden from a reader is
// never run. It does not fail; text that cannot be read holds no command.
func Scan(body string, opt ScanOptions) []Line {
	if opt.ByEmail {
		body = beforeQuotation(body)
	}
	if !strings.ContainsAny(body, "/／") {
		return nil
	}
	lines := splitLines(body)
	lines = lines[:min(len(lines), maxLines)]
	found := make(map[int]Line)
	for i, text := range lines {
		if line, ok := readLine(text, opt); ok && len(found) < maxCommands {
			line.Number = i + 1
			found[i] = line
		}
	}
	if len(found) == 0 {
		return nil
	}
	wanted := func(i int) bool { _, ok := found[i]; return ok }
	var out []Line
	for _, i := range visibleLines(lines, wanted) {
		out = append(out, found[i])
	}
	return out
}

// splitLines cuts a body where CommonMark ends a line: at LF, CRLF or a lone
// CR, and nowhere else (not at U+0085 or U+2028).
func splitLines(body string) []string {
	body = strings.ReplaceAll(body, "\r\n", "\n")
	body = strings.ReplaceAll(body, "\r", "\n")
	return strings.Split(body, "\n")
}
