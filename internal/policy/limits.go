package policy

import (
	"bytes"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// What a file may hold. The YAML library needs time and memory that grow with the square of the
// keys and of the depth, and it nests its calls; these limits are far above any real policy and keep
// the worst file under 50 ms and 32 MiB. They are checked before the step that they protect.
const (
	mostBytes  = 256 << 10
	mostSigns  = 20_000 // signs that YAML may read as punctuation: before it is cut into tokens
	mostTokens = 8_000  // before it is made a tree
	mostKeys   = 1_500
	mostDepth  = 12
	longestKey = 128    // bytes; the library joins the keys of all levels into a path
	mostVisits = 10_000 // values that aliases may grow the file to
)

// signs are the bytes at which the library may begin a token.
const signs = "[]{},:&*!|>?-%@`#'\""

// checkSize refuses a text before anything looks into it.
func checkSize(file string, text []byte) Problems {
	if len(text) > mostBytes {
		return refuse(file, 1, 1, "the file is larger than %d KiB: keep only the policy in it", mostBytes>>10)
	}
	return nil
}

// checkText refuses a text that must not reach the YAML library: not UTF-8, with characters that
// YAML does not allow, or with too much punctuation. Lines end in \n alone.
func checkText(file string, text []byte) Problems {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return refuse(file, 1, 1, "the file is in UTF-16: save it as UTF-8")
	}
	line, column, punctuation, comment := 1, 0, 0, false
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		if column++; column == 1 {
			comment = r == '#'
		}
		switch {
		case r == utf8.RuneError && size == 1:
			return refuse(file, line, column, "this is not UTF-8: save the file as UTF-8")
		case r == '\n':
			line, column = line+1, 0
		case r == '\t' && column == 1 && !isBlankLine(rest):
			return refuse(file, line, column, "a tab begins this line: YAML is indented with spaces")
		case r < ' ' && r != '\t' || r == 0x7f:
			return refuse(file, line, column, "the control character U+%04X is not allowed here: remove it", r)
		case !comment && r < utf8.RuneSelf && bytes.IndexByte([]byte(signs), byte(r)) >= 0:
			punctuation++
		}
	}
	if punctuation > mostSigns {
		return refuse(file, 1, 1, "the file is too big: it holds %d signs of punctuation, at most %d are read", punctuation, mostSigns)
	}
	return nil
}

// isBlankLine tells whether the rest of a line holds nothing, or a comment.
func isBlankLine(rest []byte) bool {
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	line = bytes.TrimLeft(line, " \t")
	return len(line) == 0 || line[0] == '#'
}

// checkTokens refuses tokens that must not reach the parser: too many, too deep, or of a second
// document, which the library drops without a word.
func checkTokens(file string, tokens token.Tokens) Problems {
	if len(tokens) > mostTokens {
		at := tokens[mostTokens].Position
		return refuse(file, at.Line, at.Column, "the file is too big: it holds %d words and signs, at most %d are read", len(tokens), mostTokens)
	}
	var nest nesting
	var docs documents
	keys := 0
	for i, tk := range tokens {
		at := tk.Position
		if tk.Type == token.InvalidType {
			return refuse(file, at.Line, at.Column, "this is not YAML: %s", tk.Error)
		}
		if docs.second(tk) {
			return refuse(file, at.Line, at.Column, "a second document begins here: one file is one policy; remove the line with --- or ...")
		}
		if nest.add(tokens, i) > mostDepth {
			return refuse(file, at.Line, at.Column, "this is nested deeper than %d levels", mostDepth)
		}
		if tk.Type == token.MappingValueType || tk.Type == token.MappingKeyType {
			keys++
		}
		if keys > mostKeys {
			return refuse(file, at.Line, at.Column, "the file is too big: it holds more than %d keys", mostKeys)
		}
		if tk.Type == token.MappingValueType && i > 0 && len(tokens[i-1].Value) > longestKey {
			return refuse(file, at.Line, tokens[i-1].Position.Column, "this key is longer than %d bytes", longestKey)
		}
	}
	return nil
}
