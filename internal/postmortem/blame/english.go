package blame

import "strings"

// sentence is a tokenised English sentence while it is judged.
type sentence struct {
	tokens   []token
	question bool
	reproach bool // a question that asks why somebody did not
}

func judgeEnglish(text string) Mark {
	s := sentence{tokens: tokens(text)}
	if len(s.tokens) == 0 {
		return Mark{}
	}
	s.question = strings.HasSuffix(strings.TrimRight(text, " \t)_*\"”’"), "?")
	s.reproach = s.question && s.word(0) == "why" && (s.word(1) == "did" || s.word(1) == "has" || s.word(1) == "was")
	if s.question && !s.reproach {
		return Mark{}
	}
	var found Mark
	for i := range s.tokens {
		for _, rule := range []func(int) Mark{s.asSubject, s.asOwner, s.asAgent, s.asCause, s.asNoun, s.asApology} {
			found = graver(found, rule(i))
		}
		if found.Verdict == Blame {
			return found
		}
	}
	return found
}

// word is the i-th word, "" outside the sentence.
func (s sentence) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.tokens[i].word
}

func (s sentence) mark(v Verdict, k Kind, from, to int) Mark {
	to = min(to, len(s.tokens)-1)
	return Mark{Verdict: v, Kind: k, Start: s.tokens[from].start, End: max(s.tokens[to].end, s.tokens[from].end)}
}

// before says whether one of a set stands among the n words before i, in the same clause.
func (s sentence) before(i, n int, in words) bool {
	for j := i - 1; j >= 0 && j >= i-n; j-- {
		if in[s.word(j)] {
			return true
		}
		if s.tokens[j].mark && s.word(j) != "\"" {
			return false
		}
	}
	return false
}

// any says whether one of a set stands anywhere in the sentence from i on, up to j.
func (s sentence) any(i, j int, in words) bool {
	for ; i < j && i < len(s.tokens); i++ {
		if in[s.word(i)] {
			return true
		}
	}
	return false
}

// adverb says whether a word may stand between subject and verb without changing who did it.
func adverb(w string) bool {
	return linking[w] || strings.HasSuffix(w, "ly") && len(w) > 4 && !mishaps[w] && w != "reply" && w != "apply" && w != "supply"
}

// past says whether a word looks like a verb in the past.
func past(w string) bool {
	return strings.HasSuffix(w, "ed") && len(w) > 3 || irregular[w]
}

var irregular = set(`ran wrote put set left took did made went gave chose drove sent shut cut let hit got built broke began brought
	kept held meant read lost led undid overwrote rewrote reran ssh'd rebuilt reset typed spent told thought found knew saw forgot
	been known seen done caught forgotten broken misread mistook run written gone put given begun chosen taken`)
