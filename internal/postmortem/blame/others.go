package blame

import "strings"

// possessives stand for somebody whose work is spoken of.
var possessives = map[string]class{"my": self, "our": self, "his": individual, "her": individual, "your": individual, "their": perhaps, "somebody's": individual, "someone's": individual}

// asOwner judges somebody's work or fault: @ben's broken PR, the operator's mistake, my bad.
func (s sentence) asOwner(i int) Mark {
	a, next := agent{from: i, to: i + 1}, i+1
	if c, ok := possessives[s.word(i)]; ok {
		a.class = c
	} else if a = s.at(i); a.class == nobody || a.user || s.word(a.to) != "'s" {
		return Mark{}
	} else {
		next = a.to + 1
	}
	if s.before(a.from, 3, deniers) || s.before(a.from, 5, preventing) {
		return Mark{}
	}
	const modifiers = 4
	bad := false
	for j := next; j < len(s.tokens) && j <= next+modifiers; j++ {
		w := s.word(j)
		switch {
		case w == "part" && s.any(max(0, a.from-4), a.from, flaws):
			return s.mark(a.weigh(), Owned, a.from, j)
		case w == "own" || w == "fault" && s.word(j+1) == "tolerance":
		case s.isFault(a, w) && !compounds[s.word(j+1)] && (s.word(i) != "our" || w == "mistake" || w == "fault" || w == "oversight" || w == "negligence"):
			return s.mark(a.weigh(), Owned, a.from, j)
		case w == "bad" && s.word(i) == "my" && (j+1 >= len(s.tokens) || s.tokens[j+1].mark):
			return s.mark(Apology, Sorry, a.from, j)
		case unsound[w]:
			bad = true
		case works[w]:
			return s.work(a, j, bad)
		case s.tokens[j].mark && w != "," || prepositions[w] || auxiliaries[w] || breaks[w] || joins[w] || heads[w] || past(w) || w == "fix" || w == "revert" || w == "rollback":
			return Mark{}
		}
	}
	return Mark{}
}

// isFault: a word that is a fault when it is somebody's. "Their error" may be a system's.
func (s sentence) isFault(a agent, w string) bool {
	if a.class == perhaps {
		return w == "mistake" || w == "fault" || w == "carelessness" || w == "negligence" || w == "incompetence"
	}
	return flaws[w] && w != "errors" && w != "bugs" && w != "vulnerability" && w != "regression"
}

// work judges what somebody's work did, where it was not called broken before.
func (s sentence) work(a agent, j int, bad bool) Mark {
	if bad {
		return s.mark(a.weigh(), Owned, a.from, j)
	}
	for works[s.word(j+1)] {
		j++
	}
	if a.class == self && s.word(a.from) == "our" {
		return Mark{}
	}
	if s.word(j+1) == "that" || s.word(j+1) == "which" || s.word(j+1) == "with" {
		j++
	}
	if kind, end := s.flawed(j); kind != "" {
		return s.mark(a.weigh(), Owned, a.from, end)
	}
	return Mark{}
}

// asAgent judges what was done "by" somebody or came "from" them.
func (s sentence) asAgent(i int) Mark {
	prep := s.word(i)
	if prep != "by" && prep != "from" && prep != "of" {
		return Mark{}
	}
	a, ok := s.named(i + 1)
	if !ok || a.user && prep != "by" {
		return Mark{}
	}
	p := i - 1
	for p > 0 && (adverb(s.word(p)) || s.word(p) == "back" || s.word(p) == "down" || s.word(p) == "out" || s.word(p) == "up") {
		p--
	}
	if w := s.word(p); prep == "by" && past(w) && dutiful(w) && s.before(p, 3, set("never not")) && s.before(p, 4, auxiliaries) {
		return s.mark(a.weigh(), Failing, p, a.to-1)
	}
	if s.before(p, 3, deniers) || s.before(p, 6, preventing) || s.before(i, 1, deniers) {
		return Mark{}
	}
	if kind := s.passive(prep, p); kind != "" {
		return s.mark(a.weigh(), kind, max(p, 0), a.to-1)
	}
	if w := s.word(p); prep == "by" && past(w) && !lucky[w] && (!repairs[w] || w == "removed") {
		if end := s.manner(a.to); end > 0 || s.any(0, p, set("wrong")) {
			return s.mark(a.weigh(), Careless, p, max(end, a.to-1))
		}
	}
	if prep == "by" && s.any(max(0, p-3), p+1, insults) || prep == "by" && past(s.word(p)) && s.word(a.to) == "who" && presuming[s.word(a.to+1)] && !repairs[s.word(p)] {
		return s.mark(a.weigh(), Careless, max(0, p-3), a.to-1)
	}
	if prep != "of" && (works[s.word(p)] || works[s.word(p-1)]) {
		for j := p - 1; j >= 0 && j >= p-3; j-- {
			if unsound[s.word(j)] {
				return s.mark(a.weigh(), Owned, j, a.to-1)
			}
		}
		if w := s.word(a.to); w == "that" || w == "which" || w == "with" || w == "containing" {
			if kind, end := s.flawed(a.to); kind != "" {
				return s.mark(a.weigh(), Owned, p, end)
			}
		}
	}
	return Mark{}
}

// presuming verbs tell that somebody acted on what was not so.
var presuming = set("thought believed assumed presumed misjudged")

// passive judges the word before "by", "from", "of": broken by, a mistake by, the carelessness of.
func (s sentence) passive(prep string, p int) Kind {
	w := s.word(p)
	switch {
	case flaws[w] && prep == "of":
		if set("mistake mistakes negligence carelessness fault oversight incompetence inexperience inattention blunder laziness recklessness ignorance sloppiness forgetfulness")[w] {
			return Owned
		}
	case flaws[w] && w != "bug" && w != "bugs" && w != "errors" || flaws[w] && prep == "by":
		return Owned
	case w == "part" && s.word(p-1) == "the" && s.any(max(p-8, 0), p, flaws):
		return Owned
	case prep != "by" || repairs[w] && w != "caught":
	case failing[w] || mistaken(w) || w == "missed" || w == "skipped":
		return Failing
	case w == "introduced" || w == "triggered" || w == "created" || w == "made":
		if s.any(max(p-8, 0), p, outages) || s.any(max(p-8, 0), p, flaws) {
			return Cause
		}
	case s.before(p+1, 4, mishaps) && past(w):
		return Careless
	case w == "mistake" || w == "accident" || w == "error":
		return Careless
	case past(w) && s.before(p, 1, set("been")) && s.before(p, 4, set("should")) && !granted[w]:
		return Counterfactual
	}
	if prep == "by" && w == "caught" && s.before(p, 1, set("been")) && s.before(p, 4, set("should")) {
		return Counterfactual
	}
	return ""
}

// named reads an agent that begins at j and is not the first part of a longer name: "the developer" but not "the developer
// console". @ben's change counts as @ben.
func (s sentence) named(j int) (agent, bool) {
	const reach = 5
	for k := j; k < len(s.tokens) && k < j+reach; k++ {
		if s.word(k) == "me" || s.word(k) == "us" || s.word(k) == "myself" {
			return agent{class: self, from: k, to: k + 1}, true
		}
		if w := s.word(k); s.tokens[k].mark || prepositions[w] && !(w == "of" && set("one some two member members")[s.word(k-1)]) || breaks[w] || joins[w] || w == "which" {
			return agent{}, false
		}
		a := s.at(k)
		if a.class != individual && a.class != perhaps || s.word(k) == "who" || heads[s.word(k+1)] {
			continue
		}
		next := s.word(a.to)
		if next == "'s" {
			return a, works[s.word(a.to+1)] || works[s.word(a.to+2)]
		}
		if strings.HasPrefix(s.word(k), "@") || a.to >= len(s.tokens) || s.tokens[a.to].mark || prepositions[next] || joins[next] || breaks[next] || auxiliaries[next] || past(next) ||
			adverb(next) || mishaps[next] || next == "who" || next == "which" || strings.HasSuffix(next, "ing") {
			return a, true
		}
	}
	return agent{}, false
}
