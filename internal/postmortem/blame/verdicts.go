package blame

import "strings"

// hindsight judges "should have": only what a person did not do, never what should have come to them.
func (s sentence) hindsight(a agent, g group) (Kind, int) {
	w := s.word(g.main)
	switch {
	case g.modal == "would" || g.modal == "may" || g.modal == "can" || g.modal == "will":
		return "", 0
	case failing[w] || mistaken(w):
		return Failing, g.main
	case g.modal == "could" && set("anyone everyone everybody people")[s.word(a.to-1)]:
		return "", 0
	case g.modal == "might" || g.modal == "must" || g.modal == "could" && g.negated:
		return "", 0
	case g.be || w == "been":
		if w == "been" {
			g.main++
		}
		if next := s.word(g.main); next == "more" || careful[next] || strings.HasSuffix(next, "ing") && !g.negated {
			return Counterfactual, g.main
		}
		return "", 0
	case s.word(a.from) == "they" && (!dutiful(w) || s.any(0, a.from, users)):
		return "", 0
	case past(w) && !granted[w] || w == "restored" && dutiful(s.word(g.main+1)):
		return Counterfactual, g.main
	}
	return "", 0
}

var careful = set("careful attentive diligent vigilant responsible cautious mindful disciplined thorough professional rigorous")

// admonished reads "should be more careful", "needs to pay more attention".
func (s sentence) admonished(m int) (Kind, int) {
	for s.word(m) == "needs" || s.word(m) == "need" || s.word(m) == "needed" || s.word(m) == "to" || s.word(m) == "be" || s.word(m) == "have" {
		m++
	}
	switch {
	case s.word(m) == "more" && careful[s.word(m+1)], s.word(m) == "pay" && s.any(m, m+4, set("attention")):
		return Careless, m + 1
	}
	return "", 0
}

// undone reads a duty that was not done: did not check, had not tested, was not paying attention.
func (s sentence) undone(a agent, g group) (Kind, int) {
	w := s.word(g.main)
	g.did = g.did || s.word(a.from-1) == "did"
	switch {
	case g.be && (careful[w] || w == "paying" || w == "following" || w == "qualified" || w == "competent" || w == "looking"):
		return Careless, g.main
	case g.be || !g.did && !g.have && !past(w) || a.plural:
		return "", 0
	case acts[stem(w)] && (a.class == individual || authors[s.word(a.to-1)]) && s.any(g.main+1, g.main+4, safeguards):
		return Failing, g.main
	case s.word(g.main-1) == "never" && a.class == individual && undoing[w]:
		return Failing, g.main
	case w == "know" && s.word(g.main+1) == "how" && !a.crowd && a.class == individual, w == "handed" && s.word(g.main+1) == "over":
		return Failing, g.main + 1
	case (w == "take" || w == "make") && s.any(g.main, g.main+4, set("backup backups precautions care")):
		return Failing, g.main
	case (g.main >= len(s.tokens) || s.tokens[g.main].mark) && s.any(a.to, g.main, set("supposed expected asked told")):
		return Failing, g.main
	case w == "have" && s.any(g.main, g.main+5, skills):
		return Careless, g.main
	case noticed(w) && !a.crowd && s.word(a.from) != "they", dutiful(w) && !noticing[stem(w)] && !acts[stem(w)]:
		return Failing, g.main
	}
	return "", 0
}

// undoing verbs put back what was changed for a while.
var undoing = set("turned re-enabled reenabled restored removed reverted undid switched cleaned closed reset returned")

// authors are people whatever their number; a library's author is one too.
var authors = set("author authors owner owners lead leads reviewer")

var skills = set("experience skill skills competence discipline care attention diligence expertise professionalism sense judgment judgement")

func noticed(w string) bool {
	switch stem(w) {
	case "notice", "realize", "realise", "spot":
		return true
	}
	return false
}

func dutiful(w string) bool { b := stem(w); return duties[b] || noticing[b] || acts[b] }

// stem takes a past form back to what the sets hold.
func stem(w string) string {
	if base, ok := bases[w]; ok {
		return base
	}
	for _, cut := range []string{"ed", "d"} {
		base, ok := strings.CutSuffix(w, cut)
		if !ok {
			continue
		}
		if duties[base] || noticing[base] || acts[base] {
			return base
		}
		if n := len(base); n > 2 && base[n-1] == base[n-2] && (duties[base[:n-1]] || acts[base[:n-1]]) {
			return base[:n-1]
		}
	}
	if base, ok := strings.CutSuffix(w, "ied"); ok {
		return base + "y"
	}
	return w
}

var bases = map[string]string{
	"told": "tell", "thought": "think", "understood": "understand", "caught": "catch", "paid": "pay", "saw": "see", "seen": "see",
	"known": "know", "knew": "know", "ran": "run", "wrote": "write", "written": "write", "took": "take", "taken": "take", "made": "make",
	"done": "do", "gave": "give", "given": "give", "kept": "keep",
}

// failed reads what somebody failed at. Failing over, back or out is a manoeuvre.
func (s sentence) failed(a agent, m int) (Kind, int) {
	next := s.word(m + 1)
	switch {
	case next == "to" && (a.class == individual || a.class == self || dutiful(s.word(m+2))):
		return Failing, m + 2
	case a.class != individual && a.class != self || a.user:
		return "", 0
	case next == "" || next == "in" || next == "at" || next == "by" || next == "here" || next == "us" || next == "badly" || next == "." || next == "miserably":
		return Failing, m
	}
	return "", 0
}

// harmless are failing verbs in another sense: broke out, ignored by design.
func (s sentence) harmless(m int) bool {
	next, object := s.word(m+1), s.word(m+2)
	switch s.word(m) {
	case "broke", "broken":
		return set("out down into up glass for even apart off")[next] || set("deadlock tie news silence glass cycle loop lock work task problem incident issue")[object]
	case "screwed", "messed", "fucked":
		return next != "up" && next != "with"
	case "bypassed":
		return !s.any(m, m+6, safeguards)
	case "caused":
		return false
	case "ruined", "violated", "breached":
		return false
	}
	return false
}

var safeguards = set(`review reviews test tests check checks checklist step steps process approval ci safeguard safeguards gate gates
	protection protections guard guardrail guardrails procedure procedures policy policies canary staging runbook pipeline qa validation warning warnings`)

// described judges what somebody was: careless, to blame, slow to respond.
func (s sentence) described(m int) (Kind, int) {
	for s.word(m) == "too" || s.word(m) == "so" || s.word(m) == "very" || s.word(m) == "being" || s.word(m) == "the" || s.word(m) == "a" || s.word(m) == "simply" || s.word(m) == "grossly" {
		m++
	}
	w, next := s.word(m), s.word(m+1)
	switch {
	case careless[w], (next == "and" || next == "or") && careless[s.word(m+2)]:
		return Careless, m
	case w == "at" && next == "fault", w == "to" && next == "blame", w == "culprit", w == "reason", w == "guilty", w == "cause", w == "root" && next == "cause":
		return Cause, m + 1
	case w == "responsible" && next == "for" && s.any(m+2, m+6, outages), w == "behind" && s.any(m+1, m+4, outages):
		return Cause, m + 1
	case (w == "slow" || w == "late") && (next == "to" || next == "in"), w == "asleep" && next == "at":
		return Failing, m
	case (w == "wrong" || w == "mistaken") && next == "to":
		return Careless, m
	}
	return "", 0
}

// idiom reads faults that take several words.
func (s sentence) idiom(m int) (Kind, int) {
	const reach = 6
	w := s.word(m)
	switch w {
	case "made", "committed":
		for j := m + 1; j < m+5; j++ {
			if isFlaw := flaws[s.word(j)] || s.word(j) == "call" && unsound[s.word(j-1)]; isFlaw && !compounds[s.word(j+1)] {
				return Failing, j
			} else if prepositions[s.word(j)] {
				break
			}
		}
	case "took", "taken", "brought", "knocked", "crashed", "corrupted", "destroyed", "wiped", "tore":
		down := s.any(m+1, m+reach, set("down offline out")) || w == "crashed" || w == "corrupted" || w == "destroyed" || w == "wiped"
		if down && s.any(m+1, m+reach, sites) && !s.any(m+1, m+reach+4, set("rate maintenance load latency standby safely snapshot")) {
			return Failing, m
		}
		if w == "took" && s.word(m+1) == "too" && s.word(m+2) == "long" {
			return Failing, m + 2
		}
	case "triggered":
		if s.any(m+1, m+4, outages) {
			return Failing, m + 2
		}
	case "let":
		if s.word(m+2) == "down" {
			return Failing, m + 2
		}
	case "dropped":
		if s.any(m+1, m+3, set("ball")) {
			return Failing, m + 2
		}
	case "slipped", "panicked", "rushed", "lied":
		return Failing, m
	case "skipped", "circumvented", "sidestepped":
		if s.any(m+1, m+reach, safeguards) {
			return Failing, m
		}
	case "refused":
		return Failing, m
	case "lacked", "lacks":
		if s.any(m+1, m+reach, skills) {
			return Careless, m + 1
		}
	case "assumed": // and acted on it
		for j := m + 1; j < len(s.tokens); j++ {
			if joins[s.word(j)] && (removing[s.word(j+1)] || shipping[s.word(j+1)] || meddling[s.word(j+1)]) {
				return Careless, j + 1
			}
		}
	case "slept", "overslept":
		return Failing, m
	case "fell":
		if s.word(m+1) == "asleep" {
			return Failing, m + 1
		}
	}
	return "", 0
}
