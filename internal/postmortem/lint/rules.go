package lint

// rule is one rule of the review: a new one is a function, a line here, and its texts.
type rule struct {
	id     string
	name   string // for SARIF
	failed Level  // its gravest level, for SARIF
	check  func(*page) []hit
}

// rules are all rules, in the order of their numbers.
var rules = []rule{
	{"PM001", "required-section-empty", Error, emptySections},
	{"PM010", "timeline-order-and-gaps", Warning, timelineOrder},
	{"PM012", "blame", Warning, blamed},
	{"PM020", "action-item-vague", Warning, vagueItems},
	{"PM021", "action-item-unowned", Warning, unownedItems},
	{"PM022", "nothing-prevents-or-detects", Warning, nothingPrevents},
	{"PM030", "secret-or-personal-address", Error, private},
	{"PM040", "broken-link", Warning, brokenLinks},
	{"PM050", "template-text-left", Warning, leftovers},
}
