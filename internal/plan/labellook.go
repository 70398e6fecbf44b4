package plan

import "github.com/sensible-im/sensible/internal/policy"

// LabelLook is how a label of ours looks when it is made: its colour (six hex digits) and what it says about itself.
func LabelLook(cfg policy.Config, name string) (color, description string, err error) {
	s := &scene{Input: Input{Config: cfg}}
	look, meaning := s.look(name)
	text, err := s.render(look.text, meaning)
	return look.color, firstRunes(text, 100), err
}
