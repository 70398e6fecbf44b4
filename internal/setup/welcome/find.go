package welcome

import (
	"path"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
)

// Found is what the facts mean for the config.
type Found struct {
	Bots       []Bot       // other command bots: with one, `/inc` is mandatory
	Components []Component // from CODEOWNERS, in its order
	Owners     []string    // of everything else (the line `*`)
	Labels     []string    // labels there are that have to do with incidents
	Teams      []string
}

// Bot is a command bot and what gave it away.
type Bot struct {
	Name string // for commands.ignore
	Sign string // a file, a label, or an account
}

// Component is a part of the system by its folder in CODEOWNERS.
type Component struct {
	Name   string
	Owners []string // without @
	Path   string   // a glob of the config
}

// Find reads the facts.
func Find(f Facts) Found {
	out := Found{Bots: bots(f), Teams: f.Teams, Labels: relatedLabels(f.Labels)}
	for _, name := range []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"} {
		if text, ok := f.Files[name]; ok { // GitHub uses the first of them
			out.Components, out.Owners = codeowners(text)
			out.Components = usable(out.Components)
			break
		}
	}
	return out
}

// sign is one thing by which a bot is known.
type sign struct {
	bot     string
	files   []string // base names, or folders with a slash at the end
	labels  []string // all of them must be there
	writers []string // logins; a star at an end stands for anything
}

// signs is the table of command bots whose verbs would meet ours (`/close`, `/reopen`, `/lead`, …).
var signs = []sign{
	{bot: "prow", files: []string{".prow.yaml", ".prow/", "OWNERS", "OWNERS_ALIASES"}, labels: []string{"lgtm", "approved"},
		writers: []string{"k8s-ci-robot", "openshift-ci", "*-prow", "*-prow-bot", "prow-*", "istio-testing", "knative-prow*", "google-oss-prow", "ti-chi-bot", "tide"}},
	{bot: "lighthouse", files: []string{".lighthouse/"}, writers: []string{"jenkins-x-bot*"}},
	{bot: "pipelines-as-code", files: []string{".tekton/"}},
	{bot: "slash-command-dispatch", files: []string{"slash-command-dispatch.yml", "slash-commands.yml", "slash-command.yml", "chatops.yml"}},
}

// foreign are folders with other projects' files, which say nothing about this one.
var foreign = []string{"vendor", "third_party", "node_modules", "testdata", "examples"}

func bots(f Facts) []Bot {
	var out []Bot
	for _, s := range signs {
		if mark := s.in(f); mark != "" {
			out = append(out, Bot{Name: s.bot, Sign: mark})
		}
	}
	return out
}

// in returns what of a bot was found, empty where nothing was.
func (s sign) in(f Facts) string {
	for _, p := range f.Paths {
		if slices.ContainsFunc(strings.Split(p, "/"), func(part string) bool { return slices.Contains(foreign, part) }) {
			continue
		}
		for _, name := range s.files {
			if folder, is := strings.CutSuffix(name, "/"); is && strings.HasPrefix(p, folder+"/") || path.Base(p) == name {
				return p
			}
		}
	}
	if len(s.labels) > 0 && !slices.ContainsFunc(s.labels, func(l string) bool { return !hasFolded(f.Labels, l) }) {
		return strings.Join(s.labels, ", ")
	}
	for _, login := range f.Commenters {
		plain := strings.TrimSuffix(strings.ToLower(login), "[bot]")
		for _, pattern := range s.writers {
			if ok, err := path.Match(pattern, plain); ok && err == nil {
				return plain
			}
		}
	}
	return ""
}

func hasFolded(list []string, want string) bool {
	return slices.ContainsFunc(list, func(l string) bool { return strings.EqualFold(l, want) })
}

// relatedLabels are those that people may have used for incidents so far: they are shown, and not touched.
func relatedLabels(all []string) []string {
	var out []string
	for _, l := range all {
		low := strings.ToLower(l)
		if slices.ContainsFunc([]string{"incident", "outage", "severity", "sev1", "sev-1", "sev2", "sev-2", "postmortem", "post-mortem", "p0", "priority/critical"},
			func(word string) bool { return strings.Contains(low, word) }) {
			out = append(out, l)
		}
	}
	return out
}

// notParts are folders that are no part of a system that can be down.
var notParts = []string{"docs", "doc", "test", "tests", "examples", "scripts", "tools", "hack", "vendor", "third_party", "node_modules", "testdata"}

// codeowners reads the folders of a CODEOWNERS file that have owners. A later line for the same folder wins, as on GitHub.
func codeowners(text string) (parts []Component, everything []string) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, " #")
		words := strings.Fields(line)
		if len(words) < 2 || strings.HasPrefix(words[0], "#") || strings.HasPrefix(words[0], "[") || strings.HasPrefix(words[0], "!") {
			continue
		}
		owners := ownersOf(words[1:])
		if words[0] == "*" || words[0] == "/" || words[0] == "**" {
			everything = owners
			continue
		}
		part, ok := component(words[0], owners)
		if !ok || len(owners) == 0 {
			continue
		}
		parts = slices.DeleteFunc(parts, func(c Component) bool { return c.Name == part.Name })
		parts = append(parts, part)
	}
	return parts, everything
}

// ownersOf drops e-mail addresses and the @.
func ownersOf(words []string) []string {
	var out []string
	for _, w := range words {
		if login, ok := strings.CutPrefix(w, "@"); ok && login != "" {
			out = append(out, login)
		}
	}
	return out
}

// component turns a folder's pattern into a component; a single file and an extension are none.
func component(pattern string, owners []string) (Component, bool) {
	folder, whole := strings.CutSuffix(strings.TrimSuffix(strings.TrimPrefix(pattern, "/"), "**"), "/")
	folder = strings.TrimSuffix(folder, "/*")
	name := path.Base(folder)
	switch {
	case folder == "" || strings.ContainsAny(folder, "*?[]{}\\,") || strings.HasPrefix(folder, "."),
		!whole && strings.Contains(name, "."),
		slices.Contains(notParts, strings.ToLower(name)):
		return Component{}, false
	}
	return Component{Name: name, Path: folder + "/**", Owners: owners}, true
}

// usable leaves out what the config's grammar does not take, among those that may come into a config; the others are only
// told of.
func usable(parts []Component) []Component {
	var out []Component
	for n, c := range parts {
		if len(out) == longestConfig {
			return append(out, parts[n:]...)
		}
		if _, problems := policy.Parse(ConfigFile, []byte("components:\n"+c.line()+"\n")); len(problems) == 0 {
			out = append(out, c)
		}
	}
	return out
}
