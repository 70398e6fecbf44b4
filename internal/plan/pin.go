package plan

// pin wants the card pinned to the top of the comments, where the stage pins it. A card that was only just planned has no
// number yet: its pin follows with the next look.
func pin(s *scene) error {
	if c := s.World.Card; c != nil && !c.Pinned && s.Config.Effective().PinCard {
		s.do(Action{Kind: CardPin, ID: c.ID, Node: c.NodeID})
	}
	return nil
}
