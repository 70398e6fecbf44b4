package replay

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Needs lists the people whose permission judging has to know and w.Permissions lacks: authors of comments that are new or
// whose failed lines were edited, whoever declared, whoever changed labels or closed by hand, and (by login only, ID 0) those whom new commands name.
func Needs(w snapshot.World, l ledger.Ledger, cfg policy.Config) []incident.Person {
	n := needs{world: w, asked: map[string]bool{}}
	if l.Version == 0 && !w.Issue.AuthorIsBot {
		n.account(w.Issue.Author)
	}
	for _, c := range w.Comments {
		again := len(openLines(l.Facts, c)) > 0
		if c.ID <= l.Judged && !again || c.Mine || c.Bot {
			continue
		}
		n.account(c.Author)
		if c.EditedAt.IsZero() || again {
			for _, line := range command.Scan(c.Body, scanOptions(cfg, c)) {
				n.named(line.Args)
			}
		}
	}
	for _, e := range w.Events {
		if judgedEvent(l, w, cfg, e) {
			n.account(e.Actor)
		}
	}
	for _, o := range itemAuthors(w, l, cfg) {
		if o.Item.Repo == "" || o.Item.Repo == w.Repository.FullName() {
			n.account(o.Person)
		}
	}
	return n.out
}

// Abroad is somebody whose permission on the repository of an action item is asked for.
type Abroad struct {
	Item   snapshot.Item
	Person incident.Person
}

// NeedsAbroad is Needs for the action items in other repositories: what somebody may say there, that repository decides.
func NeedsAbroad(w snapshot.World, l ledger.Ledger, cfg policy.Config) []Abroad {
	var out []Abroad
	for _, o := range itemAuthors(w, l, cfg) {
		_, known := w.Abroad[o.Item.Repo][o.Person.ID]
		again := slices.ContainsFunc(out, func(x Abroad) bool { return x.Item.Repo == o.Item.Repo && x.Person.ID == o.Person.ID })
		if o.Item.Repo != "" && o.Item.Repo != w.Repository.FullName() && !known && !again && o.Person.ID != 0 {
			out = append(out, o)
		}
	}
	return out
}

// itemAuthors are the people who said something on an action item that is not judged yet.
func itemAuthors(w snapshot.World, l ledger.Ledger, cfg policy.Config) []Abroad {
	var out []Abroad
	for _, it := range w.Items {
		for _, c := range it.Comments {
			fresh := !judged(l, c) && c.EditedAt.IsZero() && len(itemLines(c, cfg)) > 0
			if heard(l, it, c) && (fresh || len(openLines(l.Facts, c)) > 0) {
				out = append(out, Abroad{it, c.Author})
			}
		}
	}
	return out
}

type needs struct {
	world snapshot.World
	asked map[string]bool
	out   []incident.Person
}

func (n *needs) account(p incident.Person) {
	key := strconv.FormatInt(p.ID, 10)
	if _, known := n.world.Permissions[p.ID]; known || p.ID == 0 || n.asked[key] {
		return
	}
	n.asked[key] = true
	n.out = append(n.out, p)
}

// named finds the logins that a command's arguments mention.
func (n *needs) named(args string) {
	for _, word := range strings.FieldsFunc(args, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' }) {
		name, mention := strings.CutPrefix(word, "@")
		login := lowerASCII(name)
		if _, known := n.world.Named[login]; !mention || known || n.asked["@"+login] || !command.IsLogin(name) {
			continue
		}
		n.asked["@"+login] = true
		n.out = append(n.out, incident.Person{Login: name})
	}
}

// people finds whom a command names, among those with access to the repository.
func (j *judging) people(login string) (incident.Person, bool) {
	if p, ok := j.world.Named[lowerASCII(login)]; ok {
		return p, true
	}
	for _, p := range participants(j.world) {
		if lowerASCII(p.Login) == lowerASCII(login) && j.world.Permissions[p.ID] >= incident.Read {
			return p, true
		}
	}
	return incident.Person{}, false
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func ref(kind string, id int64) string { return kind + ":" + strconv.FormatInt(id, 10) }

func participants(w snapshot.World) []incident.Person {
	out := append([]incident.Person{w.Issue.Author}, w.Issue.Assignees...)
	for _, c := range w.Comments {
		out = append(out, c.Author)
	}
	return out
}
