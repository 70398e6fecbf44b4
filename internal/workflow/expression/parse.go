package expression

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// token is a part of an expression: a sign, a name, or a literal with its value.
type token struct {
	text    string
	literal bool
	value   any
}

var signs = []string{"&&", "||", "==", "!=", "!", "(", ")", ",", ".", "*"}

func split(text string) ([]token, error) {
	var out []token
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		t, rest, err := first(text)
		if err != nil {
			return nil, err
		}
		out, text = append(out, t), rest
	}
	return out, nil
}

func first(text string) (token, string, error) {
	if text[0] == '\'' {
		return quoted(text)
	}
	for _, s := range signs {
		if rest, ok := strings.CutPrefix(text, s); ok {
			return token{text: s}, rest, nil
		}
	}
	n := strings.IndexFunc(text, func(r rune) bool {
		return !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	})
	if n < 0 {
		n = len(text)
	}
	word := text[:n]
	number, err := strconv.ParseFloat(word, 64)
	switch {
	case n == 0:
		return token{}, "", fmt.Errorf("unexpected %q", text)
	case err == nil && word[0] <= '9':
		return token{text: word, literal: true, value: number}, text[n:], nil
	case word == "true" || word == "false":
		return token{text: word, literal: true, value: word == "true"}, text[n:], nil
	case word == "null":
		return token{text: word, literal: true}, text[n:], nil
	}
	return token{text: word}, text[n:], nil
}

// quoted reads 'it”s'.
func quoted(text string) (token, string, error) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return token{text: text[:i+1], literal: true, value: b.String()}, text[i+1:], nil
	}
	return token{}, "", errors.New("a text does not end")
}

// parser evaluates while it reads. Both sides of && and || are evaluated: nothing here has an effect.
type parser struct {
	tokens   []token
	at       int
	depth    int
	contexts map[string]any
}

func (p *parser) next(sign string) bool {
	if p.at < len(p.tokens) && !p.tokens[p.at].literal && p.tokens[p.at].text == sign {
		p.at++
		return true
	}
	return false
}

func (p *parser) or() (any, error) {
	left, err := p.and()
	for err == nil && p.next("||") {
		var right any
		if right, err = p.and(); !True(left) {
			left = right
		}
	}
	return left, err
}

func (p *parser) and() (any, error) {
	left, err := p.comparison()
	for err == nil && p.next("&&") {
		var right any
		if right, err = p.comparison(); True(left) {
			left = right
		}
	}
	return left, err
}

func (p *parser) comparison() (any, error) {
	left, err := p.unary()
	for err == nil {
		same := p.next("==")
		if !same && !p.next("!=") {
			break
		}
		var right any
		right, err = p.unary()
		left = equal(left, right) == same
	}
	return left, err
}

func (p *parser) unary() (any, error) {
	if p.depth++; p.depth > deepest {
		return nil, errors.New("nested too deeply")
	}
	defer func() { p.depth-- }()
	if p.next("!") {
		value, err := p.unary()
		return !True(value), err
	}
	return p.operand()
}

func (p *parser) operand() (any, error) {
	if p.next("(") {
		value, err := p.or()
		if err == nil && !p.next(")") {
			err = errors.New("a bracket is not closed")
		}
		return value, err
	}
	if p.at >= len(p.tokens) {
		return nil, errors.New("it ends too early")
	}
	t := p.tokens[p.at]
	p.at++
	switch {
	case t.literal:
		return t.value, nil
	case p.next("("):
		args, err := p.arguments()
		if err != nil {
			return nil, err
		}
		return call(strings.ToLower(t.text), args)
	case strings.Contains("&&||==!=!(),.*", t.text):
		return nil, fmt.Errorf("unexpected %q", t.text)
	}
	return p.path(p.contexts[t.text])
}

func (p *parser) arguments() ([]any, error) {
	var args []any
	for !p.next(")") {
		if len(args) > 0 && !p.next(",") {
			return nil, errors.New("an argument is not closed")
		}
		value, err := p.or()
		if err != nil {
			return nil, err
		}
		args = append(args, value)
	}
	return args, nil
}

// path follows .name and .* from a value.
func (p *parser) path(value any) (any, error) {
	filtered := false
	for p.next(".") {
		if p.next("*") {
			list, _ := value.([]any)
			value, filtered = append([]any{}, list...), true
			continue
		}
		if p.at >= len(p.tokens) || p.tokens[p.at].literal {
			return nil, errors.New("a name is missing after a dot")
		}
		name := p.tokens[p.at].text
		p.at++
		if !filtered {
			value = member(value, name)
			continue
		}
		var out []any
		for _, one := range value.([]any) {
			out = append(out, member(one, name))
		}
		value = out
	}
	return value, nil
}

func member(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
