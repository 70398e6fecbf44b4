package blame

// removing verbs take something away: only the wrong thing is a fault then, a broken one is well removed.
var removing = set(`removed deleted dropped terminated shut restarted killed stopped rebooted changed edited took checked wiped selected chose clicked picked
	moved sent passed`)

// bringing verbs bring a flaw into the world.
var bringing = set("introduced made added pushed merged shipped deployed committed wrote published left released landed")

// deed judges an act of the agent by what is said around it: by mistake, without testing, of untested code.
func (s sentence) deed(verb int) (Kind, int) {
	w := s.word(verb)
	if end := s.manner(verb + 1); end > 0 && !lucky[w] && !(repairs[w] && regardless[s.word(end)]) && !(repairs[w] && s.pastWithin(verb+1, end)) {
		return Careless, end
	}
	if !repairs[w] && !lucky[w] {
		for j := verb + 1; j < len(s.tokens) && !breaks[s.word(j)] && !joins[s.word(j)] && s.word(j) != "which"; j++ {
			if s.word(j) == "wrong" && determiners[s.word(j-1)] && !past(s.word(j+1)) && !s.any(j, j+4, set("back")) {
				return Careless, j
			}
		}
	}
	if !shipping[w] && !bringing[w] && !removing[w] {
		return "", 0
	}
	return s.object(verb)
}

// lucky verbs are good news also when they happen by accident.
var lucky = set("found noticed discovered saw seen spotted learned learnt caught detected realized realised")

// pastWithin: what was repaired may itself have been done by mistake ("restored the rows deleted by mistake").
func (s sentence) pastWithin(from, to int) bool {
	for ; from < to; from++ {
		if w := s.word(from); past(w) || w == "without" {
			return true
		}
	}
	return false
}

// regardless says that somebody went on against better knowledge.
var regardless = set("anyway anyways regardless")

// manner finds a judgement on how something was done, from j to the end of the clause; 0 where there is none.
func (s sentence) manner(j int) int {
	for ; j < len(s.tokens); j++ {
		w, next := s.word(j), s.word(j+1)
		switch {
		case breaks[w] && w != ":" || joins[w] || w == "which" || w == "who" || w == ".":
			return 0
		case mishaps[w] && !(determiners[s.word(j-1)] && past(next)):
			return j
		case regardless[w] && (j+1 >= len(s.tokens) || s.tokens[j+1].mark):
			return j
		case w == "by" && (next == "mistake" || next == "accident" || next == "error" || next == "oversight"), w == "in" && next == "error":
			return j + 1
		case (w == "bypassing" || w == "skipping" || w == "ignoring") && s.any(j+1, j+5, safeguards):
			return j
		case w == "without":
			if withoutDone[next] || (determiners[next] || adverb(next) || next == "being" || next == "having") && withoutDone[s.word(j+2)] {
				return j + 1
			}
		}
	}
	return 0
}

// object reads the noun phrase after the verb: an untested change, a change with a typo, a change that broke something.
func (s sentence) object(verb int) (Kind, int) {
	const reach = 9
	w := s.word(verb)
	for j := verb + 1; j < len(s.tokens) && j <= verb+reach; j++ {
		o := s.word(j)
		switch {
		case unsound[o] && (o == "wrong" && !s.any(j, j+4, set("back")) || !removing[w]):
			return Careless, j
		case flaws[o] && bringing[w] && !compounds[s.word(j+1)]:
			return Careless, j
		case o == "with" || o == "containing" || o == "that" || o == "which":
			return s.flawed(j)
		case o == "from" || o == "by": // whose work it is does not end the phrase: a PR from @ben that …
		case prepositions[o] && o != "in" && o != "to" && o != "into", joins[o], o == "," || o == "." || o == ";":
			return "", 0
		}
	}
	return "", 0
}

// flawed reads "with a typo", "that contained a bug", "which broke the build" from j.
func (s sentence) flawed(j int) (Kind, int) {
	const reach = 6
	with := s.word(j) == "with" || s.word(j) == "containing"
	verb := s.verbs(j + 1)
	if verb.negated {
		return "", 0
	}
	v := s.word(verb.main)
	holds := with || v == "contained" || v == "had" || v == "included" || v == "introduced" || v == "contains" || v == "has"
	for k := j + 1; holds && k < len(s.tokens) && k <= j+reach; k++ {
		if w := s.word(k); flaws[w] && !compounds[s.word(k+1)] || unsound[w] || mistaken(w) {
			return Owned, k
		} else if w == "for" || w == "," || joins[w] || w == "no" || w == "without" {
			return "", 0
		}
	}
	switch {
	case with:
	case breaking[v] && v != "contained", (v == "took" || v == "brought") && s.any(verb.main, verb.main+5, set("down offline")):
		return Owned, verb.main
	case verb.be && (unsound[v] || mistaken(v)), v == "lacked":
		return Owned, verb.main
	}
	return "", 0
}
