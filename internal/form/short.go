package form

import "strings"

// ShortAnswers returns the lines (from 1) of a body that hold the form's headings and its short answers: severity,
// components, times, choices, links. What is left is what people typed freely. Empty where the body is not the form's.
func ShortAnswers(body string) map[int]bool {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n"), "\n")
	found := find(lines, true)
	out := map[int]bool{}
	if !complete(cut(lines, found)) {
		return out
	}
	for _, h := range found {
		out[h.line+1] = true
		if f := fields[h.rank]; f == Seen || f == Impact {
			continue
		}
		started := false
		for i := h.line + 1; i < len(lines) && !strings.HasPrefix(lines[i], "#"); i++ {
			blank := strings.TrimSpace(lines[i]) == ""
			if started && blank {
				break // what follows the answer was added by hand
			}
			started = started || !blank
			out[i+1] = true
		}
	}
	return out
}

// brief is a short answer without what people added below it by editing the body: its first paragraph.
func brief(answer string) string {
	answer = strings.TrimSpace(answer)
	var kept []string
	for _, l := range strings.Split(answer, "\n") {
		if strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#") {
			break
		}
		kept = append(kept, l)
	}
	return strings.Join(kept, "\n")
}
