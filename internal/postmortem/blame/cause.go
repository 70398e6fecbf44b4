package blame

// asCause judges a person given as the reason: because @ben pushed, due to the operator, the culprit was, we blame.
func (s sentence) asCause(i int) Mark {
	switch w := s.word(i); w {
	case "because", "since":
		return s.because(i)
	case "due", "owing", "thanks", "result", "attributable", "attributed", "down":
		return s.dueTo(i)
	case "blame", "blamed", "blames", "blaming", "reprimand", "reprimanded", "punish", "punished", "fired", "shame":
		return s.blamed(i)
	case "culprit", "fault", "cause", "reason":
		return s.culprit(i)
	}
	return Mark{}
}

func (s sentence) because(i int) Mark {
	ill := s.any(0, i, badEnds)
	if i == 0 {
		ill = s.any(0, len(s.tokens), badEnds)
	}
	if s.word(i+1) == "of" {
		return s.reason(i, i+2, ill)
	}
	for j := i + 1; ill && j < len(s.tokens) && j <= i+5; j++ {
		a := s.at(j)
		if a.class != individual || a.user {
			continue
		}
		g := s.verbs(a.to)
		if meddling[s.word(g.main)] && !g.negated && !g.be && g.modal == "" {
			return s.mark(Blame, Cause, i, g.main)
		}
	}
	return Mark{}
}

func (s sentence) dueTo(i int) Mark {
	next := i + 2
	switch {
	case s.word(i) == "result" && s.word(i+1) != "of", s.word(i) != "result" && s.word(i+1) != "to":
		return Mark{}
	}
	return s.reason(i, next, s.any(0, len(s.tokens), badEnds))
}

// reason judges the person who stands as the reason from j on.
func (s sentence) reason(i, j int, ill bool) Mark {
	a, ok := s.named(j)
	if !ok || !ill || a.user || a.class == perhaps || s.before(i, 3, deniers) {
		return Mark{}
	}
	return s.mark(a.weigh(), Cause, i, a.to-1)
}

func (s sentence) blamed(i int) Mark {
	if s.word(i-1) == "git" || s.before(i, 5, deniers) || s.before(i, 4, preventing) || s.word(i-1) == "to" && s.word(i) == "blame" && auxiliaries[s.word(i-2)] {
		return Mark{}
	}
	j := i + 1
	for j < i+4 && (s.word(j) == "on" || s.word(j) == ":" || s.word(j) == "lies" || s.word(j) == "falls" || s.word(j) == "goes" || s.word(j) == "with" || s.word(j) == "to" || s.word(j) == "for" || s.word(j) == "it" || s.word(j) == "this") {
		j++
	}
	if a, ok := s.named(j); ok && !a.user {
		if a.class == self {
			return s.mark(Apology, Sorry, i, a.to-1)
		}
		return s.mark(Blame, Cause, i, a.to-1)
	}
	return Mark{}
}

func (s sentence) culprit(i int) Mark {
	j := i + 1
	switch s.word(j) {
	case "was", "is", ":":
		j++
	case "lies", "lay":
		j += 2
	case "turned", "appears", "seems":
		for j++; s.word(j) == "out" || s.word(j) == "to"; j++ {
		}
		if s.word(j) != "be" {
			return Mark{}
		}
		j++
	default:
		return Mark{}
	}
	if s.word(j) == "not" || s.before(i, 4, set("no not")) {
		return Mark{}
	}
	if a, ok := s.named(j); ok && !a.user && a.class == individual && (s.word(a.to) != "'s" || works[s.word(a.to+1)]) {
		return s.mark(Blame, Cause, i, a.to-1)
	}
	return Mark{}
}

// kindsOfPeople stand before "error": human error, operator error.
var kindsOfPeople = set("human operator user pilot engineer engineering administrator admin developer programmer employee staff people personnel manual")

// vices are faults of people that need no owner.
var vices = set(`carelessness negligence incompetence recklessness sloppiness inattention pebkac laziness forgetfulness fat-finger fat-fingered
	human-error inattentiveness thoughtlessness`)

// insults are adjectives that no report gives to people.
var insults = set("incompetent lazy stupid clueless sloppy careless negligent unprofessional irresponsible foolish reckless useless")

// asNoun judges human error as a name for the cause.
func (s sentence) asNoun(i int) Mark {
	w, next, end := s.word(i), s.word(i+1), i
	switch {
	case kindsOfPeople[w] && (next == "error" || next == "mistake" || next == "negligence" || next == "carelessness" || next == "blunder" ||
		w != "user" && w != "manual" && (next == "errors" || next == "mistakes")):
		end = i + 1
	case vices[w]:
	case insults[w] && (heads[next] && s.word(i+2) != "'s" || next == "vendor" || next == "provider" || next == "supplier"):
		end = i + 1
	case w == "reprimanded" || w == "disciplined" || w == "sacked":
		return s.mark(Blame, Cause, i, i)
	case (w == "bothered" || w == "cared") && next == "to" && s.any(max(0, i-6), i, nobodies):
		end = i + 1
		return s.mark(Blame, Failing, i, end)
	case flaws[w] && next == "was" && s.word(i+2) == "human":
		end = i + 2
	case w == "lack" && next == "of" && (skills[s.word(i+2)] && s.word(i+2) != "experience" && s.word(i+2) != "expertise"):
		end = i + 2
	case (w == "lapse" || w == "error") && next == "in" && skills[s.word(i+2)], w == "lapse" && next == "of" && skills[s.word(i+2)]:
		end = i + 2
	case (w == "poor" || w == "bad") && (next == "judgment" || next == "judgement"):
		end = i + 1
	default:
		return Mark{}
	}
	if compounds[s.word(end+1)] || s.before(i, 4, deniers) || s.before(i, 6, preventing) || s.takenBack(end+1) || s.conditioned(i) {
		return Mark{}
	}
	return s.mark(Blame, Nominal, i, end)
}

// takenBack reads what denies the noun before it: "human error is never a root cause", "… is only a symptom".
func (s sentence) takenBack(j int) bool {
	g := s.verbs(j)
	return g.negated || g.modal == "can" || g.modal == "could" || g.modal == "may" || g.modal == "might" ||
		g.be && s.any(g.main, g.main+5, set("symptom inevitable start starting expected always where often rarely"))
}

func (s sentence) conditioned(i int) bool { return s.before(i, 5, conditions) }

// asApology reads the apologies that have no verb of failing, and the failings that have no subject.
func (s sentence) asApology(i int) Mark {
	own := set("i my me myself i'd")
	switch w := s.word(i); w {
	case "sorry", "apologies", "oops", "whoops", "apologize", "apologise":
		if s.any(0, len(s.tokens), personal) || s.any(0, len(s.tokens), own) && !s.any(0, i, set("we our")) {
			return s.mark(Apology, Sorry, i, i)
		}
	case "on":
		if s.word(i+1) == "me" && auxiliaries[s.word(i-1)] && (i+2 >= len(s.tokens) || s.tokens[i+2].mark) {
			return s.mark(Apology, Sorry, i, i+1)
		}
	case "mea":
		if s.word(i+1) == "culpa" {
			return s.mark(Apology, Sorry, i, i+1)
		}
	case "forgot", "overlooked", "neglected", "misread", "mistyped", "misconfigured":
		if i == 0 {
			return s.mark(Apology, Sorry, i, i)
		}
	case "responsibility", "blame":
		if (s.word(i-1) == "full" || s.word(i-1) == "the" || s.word(i-1) == "take") && s.any(0, i, set("i")) {
			return s.mark(Apology, Sorry, i, i)
		}
	}
	return Mark{}
}
