package github

import (
	"fmt"
	"regexp"
	"strings"
)

var queryParts = regexp.MustCompile(`(?s)^((?:#[^\n]*\n)*query \w+\()(.*?)(\) \{\n)(.*)\}\s*$`)

// joined puts what the query document more asks into the query document name, so that both are one request. Variables of
// the same name are the same.
func joined(name, more string) (string, error) {
	var parts [2][]string
	for i, n := range []string{name, more} {
		raw, err := documents.ReadFile("documents/" + n + ".graphql")
		if err != nil {
			return "", fmt.Errorf("read the embedded document %s: %w", n, err)
		}
		if parts[i] = queryParts.FindStringSubmatch(string(raw)); parts[i] == nil {
			return "", fmt.Errorf("the embedded document %s has an unexpected shape", n)
		}
	}
	head := strings.TrimRight(parts[0][2], " \n")
	for _, declared := range strings.Split(parts[1][2], ",") {
		if declared = strings.TrimSpace(declared); !strings.Contains(head, strings.SplitAfter(declared, ":")[0]) {
			head += ",\n  " + declared
		}
	}
	return withFragments(parts[0][1] + head + "\n" + parts[0][3] + parts[0][4] + parts[1][4] + "}\n")
}
