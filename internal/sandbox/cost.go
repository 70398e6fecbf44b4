package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Cost tells what the app asked of GitHub, from the hub's log of requests: calls by operation, the people's own left out.
func Cost(log []byte) string {
	counts, total := map[string]int{}, 0
	for _, line := range bytes.Split(bytes.TrimSpace(log), []byte("\n")) {
		var call struct {
			Token     string `json:"token"`
			Operation string `json:"operation"`
		}
		if json.Unmarshal(line, &call) != nil || (call.Token != "app" && call.Token != "installation") {
			continue
		}
		counts[call.Operation]++
		total++
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	fmt.Fprintf(&b, "\n## What it cost\n\nThe app made %d calls to GitHub for the whole story.\n\n| calls | operation |\n|---:|---|\n", total)
	for _, name := range names {
		fmt.Fprintf(&b, "| %d | %s |\n", counts[name], name)
	}
	return b.String()
}
