package blame

import "strings"

// asSubject judges what is said about the agent at i: its own verb, and those joined to it ("rolled back and forgot to").
func (s sentence) asSubject(i int) Mark {
	a := s.at(i)
	if a.class == nobody || s.word(a.to) == "'s" {
		return Mark{}
	}
	conditional := s.before(a.from, 2, conditions) || s.word(a.from-1) == "that" && s.word(a.from-2) == "so"
	if conditional {
		return s.hadOnly(a)
	}
	if first := a.from - 1; first >= 0 && s.word(first) == "had" && (first == 0 || s.tokens[first-1].mark) {
		return s.inverted(a)
	}
	if s.word(a.to) == "that" && s.before(a.from, 6, often) && habits[s.word(a.to+1)] {
		return s.mark(a.weigh(), Failing, a.from, a.to+1) // it is always the same team that breaks the build
	}
	for _, j := range s.starts(a) {
		if m := s.predicate(a, j); m.Verdict != Fine {
			return m
		}
	}
	return Mark{}
}

// starts are the tokens where a verb of the agent may begin: after it, after what is said beside it, after each join.
func (s sentence) starts(a agent) []int {
	const beside = 7
	out := []int{a.to}
	next := s.word(a.to)
	switch {
	case next == "," || next == "(" || next == "–" || next == "—":
		for j := a.to + 1; j < len(s.tokens) && j <= a.to+beside; j++ {
			if w := s.word(j); w == "," || w == ")" || w == "–" || w == "—" {
				out = append(out, j+1)
				break
			}
		}
	case next == "who" || s.word(a.from) == "whoever":
		out = append(out, s.afterWho(a.to+1)...)
	case prepositions[next] || next == "working" || next == "responsible":
		for j := a.to + 2; j < len(s.tokens) && j <= a.to+beside && !s.tokens[j].mark; j++ {
			if s.word(j-1) != "that" && s.word(j-1) != "who" && !prepositions[s.word(j-1)] {
				out = append(out, j)
			}
			if past(s.word(j)) {
				break
			}
		}
	case s.word(a.from) == "team" && past(s.word(a.to+1)): // team payments forgot
		out = append(out, a.to+1)
	}
	for j := a.to + 1; j < len(s.tokens); j++ {
		w := s.word(j)
		if breaks[w] || w == "which" || w == "who" || w == "." {
			break
		}
		if joins[w] || w == "," && s.word(j+1) != "" && (failing[s.word(j+1)] || s.word(j+1) == "failed" || mishaps[s.word(j+1)]) {
			out = append(out, j+1)
		}
	}
	return out
}

// afterWho finds the verb of "the person who wrote this did not …": behind the relative clause.
func (s sentence) afterWho(j int) []int {
	const clause = 10
	var out []int
	for end := j + clause; j < len(s.tokens) && j < end; j++ {
		w := s.word(j)
		if breaks[w] || w == "which" || w == "." {
			break
		}
		if (w == "did" || w == "had") && s.word(j+1) == "not" || personal[w] || w == "ignored" || w == "should" || w == "never" {
			out = append(out, j)
		}
	}
	return out
}

// hadOnly reads "if @ben had checked": a counterfactual about a person.
func (s sentence) hadOnly(a agent) Mark {
	j := a.to
	if s.word(j) != "had" || a.user {
		return Mark{}
	}
	for j++; s.word(j) == "not" || adverb(s.word(j)); j++ {
	}
	if w := s.word(j); past(w) && w != "been" && !granted[w] {
		return s.mark(a.weigh(), Counterfactual, a.from, j)
	}
	return Mark{}
}

// inverted reads "had @ben checked, …", the same without "if".
func (s sentence) inverted(a agent) Mark {
	j := a.to
	for ; s.word(j) == "not" || adverb(s.word(j)); j++ {
	}
	if w := s.word(j); a.user || !past(w) || w == "been" || granted[w] {
		return Mark{}
	}
	return s.mark(a.weigh(), Counterfactual, a.from, j)
}

// granted are things that come to a person: "should have had access", "should have received the page".
var granted = set(`received gotten got had been limited restricted elevated dedicated shared unlimited reduced increased automated
	given updated required improved read-only restored`)

// group is the verb of a clause, taken apart.
type group struct {
	main    int // token of the main verb
	negated bool
	did     bool
	modal   string
	have    bool // have, has, had before the main verb
	be      bool // was, were … directly before the main verb
	mishap  bool
	often   bool
}

// verbs reads auxiliaries and adverbs up to the main verb.
func (s sentence) verbs(j int) group {
	var g group
	for ; j < len(s.tokens); j++ {
		w := s.word(j)
		switch {
		case w == "not" || w == "never":
			g.negated = true
		case (w == "did" || w == "does" || w == "do") && s.word(j+1) == "not":
			g.did = true
		case modals[w]:
			g.modal = w
		case w == "have" || w == "has" || w == "had":
			if next := s.word(j + 1); !past(next) && next != "been" && next != "not" && !adverb(next) && !mishaps[next] && next != "never" {
				g.main = j
				return g
			}
			g.have = true
		case auxiliaries[w]:
			g.be = true
		case mishaps[w]:
			g.mishap = true
		case often[w] || adverb(w):
			g.often = g.often || often[w]
		default:
			g.main = j
			return g
		}
	}
	g.main = j
	return g
}

// predicate judges the verb that begins at j as said of the agent.
func (s sentence) predicate(a agent, j int) Mark {
	g := s.verbs(j)
	if g.main >= len(s.tokens) && !g.negated {
		return Mark{}
	}
	kind, end := s.fault(a, g)
	if kind == "" {
		return Mark{}
	}
	if a.user && kind != Careless || a.class == self && kind == Counterfactual && g.main == 0 {
		return Mark{}
	}
	return s.mark(a.weigh(), kind, a.from, end)
}

// fault names the fault in a verb group and where it ends; no kind where there is none.
func (s sentence) fault(a agent, g group) (Kind, int) {
	w, m := s.word(g.main), g.main
	they := s.word(a.from) == "they"
	switch {
	case g.modal != "" && g.have:
		return s.hindsight(a, g)
	case g.modal != "" || w == "needs" || w == "need" || w == "needed":
		return s.admonished(m)
	case g.negated:
		return s.undone(a, g)
	case g.mishap && (past(w) && !g.be || strings.HasSuffix(w, "ing")) && !lucky[w] && !s.before(a.from, 6, preventing):
		return Careless, m
	case w == "failed":
		return s.failed(a, m)
	case w == "missed" && !g.be && !they && s.word(m+1) != "out":
		return Failing, m
	case g.often && habits[w] || w == "keeps" && (s.word(m+1) == "forgetting" || s.word(m+1) == "breaking" || s.word(m+1) == "ignoring"):
		return Failing, m
	case g.be:
		return s.described(m)
	case failing[w] || mistaken(w):
		if they && !personal[w] && !mistaken(w) || s.harmless(m) {
			return "", 0
		}
		return Failing, m
	case faultyGerund(w) && !s.before(a.from, 6, preventing) && a.from > 0:
		return Failing, m
	}
	if kind, end := s.idiom(m); kind != "" {
		return kind, end
	}
	if past(w) {
		return s.deed(m)
	}
	return "", 0
}

// mistaken reads the verbs that begin with mis-: misconfigured, misjudged.
func mistaken(w string) bool {
	return strings.HasPrefix(w, "mis") && strings.HasSuffix(w, "ed") && w != "missed" && w != "mismatched"
}

func faultyGerund(w string) bool {
	switch w {
	case "forgetting", "neglecting", "ignoring", "overlooking", "breaking", "failing", "mistyping", "misreading", "causing":
		return true
	}
	return strings.HasPrefix(w, "mis") && strings.HasSuffix(w, "ing") && w != "missing"
}
