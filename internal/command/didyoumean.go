package command

import (
	"slices"

	"github.com/agnivade/levenshtein"
)

// furthest is how many letters may be wrong for a word to still look like one of ours.
const furthest = 2

// others are words that are never guessed at: verbs of other command bots (Prow, GitLab, Dependabot, Mergify, triagebot),
// which somebody else answers, and directories.
var others = map[string]bool{
	"approve": true, "area": true, "assign": true, "cc": true, "cherry-pick": true, "cherrypick": true, "hold": true,
	"honk": true, "joke": true, "kind": true, "label": true, "lgtm": true, "lifecycle": true, "lock": true, "meow": true,
	"merge": true, "milestone": true, "ok-to-test": true, "override": true, "priority": true, "project": true,
	"rebase": true, "remove": true, "retest": true, "retitle": true, "rerun": true, "review": true, "shrug": true,
	"skip": true, "squash": true, "stale": true, "status": true, "test": true, "title": true, "transfer": true,
	"triage": true, "unassign": true, "uncc": true, "unhold": true, "unlock": true, "wip": true, "woof": true,
	// Directories: a path on a line of its own is no command.
	"bin": true, "boot": true, "dev": true, "etc": true, "home": true, "lib": true, "media": true, "mnt": true, "opt": true,
	"proc": true, "root": true, "sbin": true, "srv": true, "sys": true, "tmp": true, "usr": true, "var": true,
	"due": true, "estimate": true, "spend": true, "todo": true, "done": true, "weight": true, "epic": true, "run": true,
	// Our own prefix without a verb.
	prefixVerb: true,
}

// didYouMean offers a verb for a line that holds one unknown word and nothing else: near to exactly one of ours, and no
// other bot's. It is only ever offered, never run.
func didYouMean(line Line) (verb string, ok bool) {
	if line.Args != "" || others[line.Verb] || len(line.Verb) < 3 {
		return "", false
	}
	best := furthest + 1
	for _, s := range Table() {
		for _, candidate := range append([]string{s.Verb}, s.Aliases...) {
			d := levenshtein.ComputeDistance(line.Verb, candidate)
			switch {
			case d > furthest || !near(line.Verb, candidate, d):
			case d < best:
				best, verb, ok = d, s.Verb, true
			case d == best && s.Verb != verb:
				ok = false
			}
		}
	}
	return verb, ok && best <= furthest
}

// near says whether a word at this distance still looks like ours: the shorter ours is, the less may be wrong.
func near(typed, ours string, distance int) bool {
	switch {
	case len(ours) <= 3:
		return slipped(typed, ours)
	case len(ours) == 4 && distance == 2:
		return swapped(typed, ours)
	}
	return true
}

// slipped says whether a short word is ours with letters swapped or one too many: with so few letters a wrong one makes
// another word (/dev, /opt, /set).
func slipped(typed, short string) bool {
	return swapped(typed, short) || len(typed) == len(short)+1 && levenshtein.ComputeDistance(typed, short) == 1
}

// swapped says whether both words have the same letters. Of four letters two wrong ones make another word (/node, /hello).
func swapped(typed, word string) bool {
	a, b := []byte(typed), []byte(word)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
