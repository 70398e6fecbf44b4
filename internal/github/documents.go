package github

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed documents/*.graphql documents/fragments/*.graphql documents/write/*.graphql
var documents embed.FS

var (
	spread   = regexp.MustCompile(`\.\.\.\s*([A-Z]\w*)`)
	variable = regexp.MustCompile(`\$(\w+)`)
	header   = regexp.MustCompile(`(?s)^mutation \w+\((.*?)\) \{\n(.*)\}\s*$`)
)

// document returns a GraphQL document with the fragments that it uses; "a+b" are the queries a and b as one.
func document(name string) (string, error) {
	if name, more, two := strings.Cut(name, "+"); two {
		return joined(name, more)
	}
	text, err := documents.ReadFile("documents/" + name + ".graphql")
	if err != nil {
		return "", fmt.Errorf("read the embedded document %s: %w", name, err)
	}
	return withFragments(string(text))
}

// withFragments appends the fragments that a document spreads, and those that they spread.
func withFragments(text string) (string, error) {
	var done []string
	for all := text; ; {
		next := ""
		for _, m := range spread.FindAllStringSubmatch(all, -1) {
			if slices.Contains(done, m[1]) {
				continue
			}
			done = append(done, m[1])
			fragment, err := documents.ReadFile("documents/fragments/" + m[1] + ".graphql")
			if err != nil {
				return "", fmt.Errorf("read the embedded fragment %s: %w", m[1], err)
			}
			next += "\n" + string(fragment)
		}
		if next == "" {
			return text, nil
		}
		text, all = text+next, next
	}
}

// mutation is one write, to be sent together with others. Document names a file of documents/write.
type mutation struct {
	document string
	vars     map[string]any
}

// alias is the name under which the answer to the i-th mutation stands.
func alias(i int) string { return "a" + strconv.Itoa(i) }

// compose joins mutations into one document: GitHub carries them out in this order. The answer to the i-th stands under
// the alias a<i>.
func compose(name string, ms []mutation) (text string, vars map[string]any, err error) {
	var heads, bodies []string
	vars = map[string]any{}
	for i, m := range ms {
		raw, err := documents.ReadFile("documents/write/" + m.document + ".graphql")
		if err != nil {
			return "", nil, fmt.Errorf("read the embedded mutation %s: %w", m.document, err)
		}
		parts := header.FindStringSubmatch(string(raw))
		if parts == nil {
			return "", nil, fmt.Errorf("the embedded mutation %s has an unexpected shape", m.document)
		}
		own := alias(i)
		heads = append(heads, variable.ReplaceAllString(parts[1], "$$"+own+"_$1"))
		bodies = append(bodies, "  "+own+": "+strings.TrimSpace(variable.ReplaceAllString(parts[2], "$$"+own+"_$1")))
		for k, v := range m.vars {
			vars[own+"_"+k] = v
		}
	}
	text = "mutation " + name + "(" + strings.Join(heads, ", ") + ") {\n" + strings.Join(bodies, "\n") + "\n}\n"
	text, err = withFragments(text)
	return text, vars, err
}
