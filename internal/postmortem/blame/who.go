package blame

import "strings"

// class is how surely an agent is a person who can be at fault.
type class int

const (
	nobody     class = iota // no agent, or nobody
	self                    // I, we
	perhaps                 // may be software or a crowd: only what people alone do counts
	individual              // a person or a role
)

// agent is a noun phrase that names somebody.
type agent struct {
	class    class
	from, to int // tokens; to is the one after
	crowd    bool
	user     bool
	plural   bool // we
}

// at reads the agent whose head is the i-th token.
func (s sentence) at(i int) agent {
	t := s.tokens[i]
	a := agent{from: i, to: i + 1}
	switch {
	case strings.HasPrefix(t.word, "@") && len(t.word) > 1:
		a.class = individual
		if s.word(i+1) == "/" && i+2 < len(s.tokens) { // a team's login
			a.to = i + 3
		}
	case t.word == "i" || t.word == "we":
		a.class, a.plural = self, t.word == "we"
	case pronouns[t.word]:
		a.class = individual
		if t.word == "they" {
			a.class = perhaps
		}
	case users[t.word]:
		a.class, a.user = individual, true
	case heads[t.word] || numberedMember(t.word):
		a = s.role(i)
	case s.name(i):
		a.class = individual
	case t.word == "who" || t.word == "whoever":
		return s.relative(i)
	}
	return a
}

// numberedMember reads "team-member-1", as reports that leave names out write.
func numberedMember(w string) bool {
	return strings.HasPrefix(w, "team-member-") || strings.HasPrefix(w, "engineer-") && len(w) <= len("engineer-")+2
}

// role reads back from the head over determiner and modifiers.
func (s sentence) role(i int) agent {
	const modifiers = 4
	a := agent{class: individual, from: i, to: i + 1, crowd: crowds[s.word(i)]}
	for j := i - 1; j >= 0 && j >= i-modifiers; j-- {
		w := s.word(j)
		if s.tokens[j].mark || prepositions[w] || auxiliaries[w] || breaks[w] || joins[w] || past(w) && !human[w] && !careless[w] {
			break
		}
		a.from = j
		if nobodies[w] || w == "not" || w == "nobody" {
			a.class = nobody
			return a
		}
		if w == "my" || w == "our" && a.crowd {
			if s.word(i) == "team" || s.word(i) == "teams" {
				a.class, a.plural = self, true
			}
			return a
		}
		if determiners[w] {
			break
		}
	}
	if doubtful[s.word(i)] && i > 0 && !s.tokens[i-1].mark && !human[s.word(i-1)] && !breaks[s.word(i-1)] && !joins[s.word(i-1)] {
		a.class = nobody // a package manager, the Kubernetes operator
	} else if doubtful[s.word(i)] {
		a.class = perhaps
	}
	if s.word(i) == "team" && i+1 < len(s.tokens) && s.tokens[i+1].capital { // team Payments
		a.to++
	}
	return a
}

// name reads a given name with a capital letter: Ben, Ben Miller, Ben-san, Mr. Miller.
func (s sentence) name(i int) bool {
	t := s.tokens[i]
	base, san := strings.CutSuffix(t.word, "-san")
	if !t.capital {
		return false
	}
	if san || names[base] {
		return true
	}
	prior := i > 0 && s.tokens[i-1].capital && names[s.word(i-1)]
	return prior || i > 0 && titles[s.word(i-1)] || i > 1 && s.word(i-1) == "." && titles[s.word(i-2)]
}

// relative reads "who": it is who stands before it.
func (s sentence) relative(i int) agent {
	a := agent{class: individual, from: i, to: i + 1}
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if s.tokens[j].mark {
			continue
		}
		if w := s.word(j); strings.HasPrefix(w, "@") {
			return a
		} else if nobodies[w] || w == "nobody" {
			return agent{from: i, to: i + 1}
		} else if users[w] {
			a.user = true
		} else if w == "those" || w == "people" || w == "anyone" || w == "everyone" {
			return agent{from: i, to: i + 1} // people in general
		} else if w == "i" || w == "me" || w == "we" {
			a.class = self
		}
	}
	return a
}

// weigh turns an agent and its fault into a verdict: one's own is an apology, another's is blame.
func (a agent) weigh() Verdict {
	switch a.class {
	case nobody:
		return Fine
	case self:
		return Apology
	}
	return Blame
}
