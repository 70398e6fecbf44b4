package command

import "strings"

// htmlTokens is the part of HTML's tokenizer that finds tags: the state lives
// on between pieces, since a comment that one HTML block leaves open swallows
// the paragraphs behind it.
type htmlTokens struct {
	state tokenState
	name  []byte
	end   bool // of an end tag
}

type tokenState int

// The states of https://html.spec.whatwg.org/multipage/parsing.html#tokenization
// that matter here, under its names.
const (
	inData tokenState = iota
	inComment
	inBogusComment // <!…>, <?…>, </…>: up to the next ">"
	inTagName
	beforeAttribute
	inAttributeName
	afterAttributeName
	beforeValue
	inDoubleQuotes
	inSingleQuotes
	inUnquotedValue
)

// unfinished reports a token that still waits for its end.
func (t *htmlTokens) unfinished() bool { return t.state != inData }

// inTag reports a token that waits for its end and is no comment.
func (t *htmlTokens) inTag() bool { return t.unfinished() && t.state != inComment }

// read calls tag for every start and end tag that is complete, names in lower
// case.
func (t *htmlTokens) read(s string, tag func(name string, end bool)) {
	for s != "" {
		switch t.state {
		case inData:
			s = t.data(s)
		case inComment:
			s = t.comment(s)
		case inBogusComment:
			_, after, found := strings.Cut(s, ">")
			if found {
				t.state = inData
			}
			s = after
		default:
			t.state = t.next(s[0])
			s = s[1:]
			if t.state == inData {
				tag(strings.ToLower(string(t.name)), t.end)
			}
		}
	}
}

// data skips text up to what can begin a token.
func (t *htmlTokens) data(s string) string {
	_, s, found := strings.Cut(s, "<")
	if !found || s == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(s, "!--"); ok {
		for _, empty := range []string{">", "->"} {
			if after, ok := strings.CutPrefix(rest, empty); ok {
				return after
			}
		}
		t.state = inComment
		return rest
	}
	rest, end := strings.CutPrefix(s, "/")
	switch {
	case rest != "" && isLetter(rest[0]):
		t.state, t.name, t.end = inTagName, nil, end
		return rest
	case end && strings.HasPrefix(rest, ">"):
		return rest[1:]
	case end || s[0] == '!' || s[0] == '?':
		t.state = inBogusComment
		return s[1:]
	}
	return s
}

// comment skips to behind "-->" or "--!>".
func (t *htmlTokens) comment(s string) string {
	for {
		_, after, found := strings.Cut(s, "--")
		if !found {
			return ""
		}
		for _, close := range []string{">", "!>"} {
			if rest, ok := strings.CutPrefix(after, close); ok {
				t.state = inData
				return rest
			}
		}
		if s = after; strings.HasPrefix(after, "-") {
			s = "-" + after // "--->" ends a comment too
		}
	}
}

// next is the state inside a tag after one more byte; inData means that the
// tag is complete.
func (t *htmlTokens) next(c byte) tokenState {
	switch t.state {
	case inDoubleQuotes:
		return unless(c == '"', inDoubleQuotes, beforeAttribute)
	case inSingleQuotes:
		return unless(c == '\'', inSingleQuotes, beforeAttribute)
	}
	switch {
	case c == '>':
		return inData
	case isHTMLSpace(c):
		return t.afterSpace()
	case c == '/' && t.state != beforeValue && t.state != inUnquotedValue:
		return beforeAttribute
	case c == '=' && (t.state == inAttributeName || t.state == afterAttributeName):
		return beforeValue
	}
	switch t.state {
	case inTagName:
		t.name = append(t.name, c)
		return inTagName
	case beforeValue:
		return valueState(c)
	case inUnquotedValue:
		return inUnquotedValue
	}
	return inAttributeName
}

// afterSpace is the state inside a tag after white space.
func (t *htmlTokens) afterSpace() tokenState {
	switch t.state {
	case inAttributeName, afterAttributeName:
		return afterAttributeName
	case beforeValue:
		return beforeValue
	}
	return beforeAttribute
}

func unless(done bool, stay, leave tokenState) tokenState {
	if done {
		return leave
	}
	return stay
}

// valueState is the state that the first byte of an attribute's value begins.
func valueState(c byte) tokenState {
	switch c {
	case '"':
		return inDoubleQuotes
	case '\'':
		return inSingleQuotes
	}
	return inUnquotedValue
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isHTMLSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == 1 // 1: see parseBlocks
}
