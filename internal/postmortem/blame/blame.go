// Package blame judges one sentence of a postmortem: is a person, a role or "human error" at fault in it, does somebody
// apologise, or does it tell what systems and people did? It reads English (english_*.go) and Japanese (japanese.go) by a
// grammar: who is the subject, what is said about them, and what takes it back (negation, conditions, questions, quotes).
//
// A system may fail, forget or break as it likes; a user who failed to log in is not blamed; who repairs is praised. The
// package knows nothing of Markdown (package lint) and judges no person: it judges sentences, and keeps no figure.
package blame

import "unicode"

// Verdict is how a sentence is judged.
type Verdict int

// The verdicts, in rising weight.
const (
	Fine    Verdict = iota
	Apology         // somebody speaks of a fault of their own: "sorry, I forgot"
	Blame           // another person, a role or "human error" is at fault
)

// Kind is what gives the sentence away. Each has its own advice (templates: lint/PM012/<kind>).
type Kind string

// The kinds.
const (
	Failing        Kind = "failing"        // a person is the subject of a failure
	Counterfactual Kind = "counterfactual" // "should have": what a person did not do
	Careless       Kind = "careless"       // a person's action with a judgement on it: "by mistake", "untested"
	Owned          Kind = "owned"          // somebody's broken work: "@ben's broken PR"
	Nominal        Kind = "nominal"        // "human error" as a cause
	Cause          Kind = "cause"          // a person as the cause: "because @ben", "to blame"
	Sorry          Kind = "sorry"          // an apology
)

// Mark is where and why a sentence was judged so. Start and End are byte offsets in the sentence.
type Mark struct {
	Verdict    Verdict
	Kind       Kind
	Start, End int
}

// Judge returns the gravest mark of one sentence; its Verdict is Fine where there is nothing to say.
func Judge(sentence string) Mark {
	latin, kana := scripts(sentence)
	switch {
	case kana == 0:
		return judgeEnglish(sentence)
	case latin > kana: // an English sentence with a Japanese name in it, or both languages in one
		return graver(judgeJapanese(sentence), judgeEnglish(sentence))
	}
	return judgeJapanese(sentence)
}

// scripts counts the letters of either language.
func scripts(sentence string) (latin, kana int) {
	for _, r := range sentence {
		switch {
		case r < unicode.MaxASCII && unicode.IsLetter(r):
			latin++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han):
			kana++
		}
	}
	return latin, kana
}

// graver returns the graver of two marks, the first where they weigh the same.
func graver(a, b Mark) Mark {
	if b.Verdict > a.Verdict {
		return b
	}
	return a
}
