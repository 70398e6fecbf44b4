package form

import (
	"slices"
	"strings"
)

// noResponse is what GitHub writes for an input or text area that was left empty, in whatever language.
const noResponse = "_No response_"

func text(answer string) string {
	if strings.TrimSpace(answer) == noResponse {
		return ""
	}
	return answer
}

// choice reads a dropdown with one answer; an empty one renders as "None". Ticked boxes are read too, for forms that a
// team changed: the first ticked one counts.
func choice(answer string) string {
	if ticked, boxes := ticks(answer); boxes {
		if len(ticked) == 0 {
			return ""
		}
		return ticked[0]
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text(answer)), "\n")
	if first = strings.TrimSpace(first); first == "None" {
		return ""
	}
	return first
}

// severity takes the option before " - meaning".
func severity(answer string) string {
	option := choice(answer)
	if vocabulary().options[fold(option)] == "unknown" {
		return Unknown
	}
	for _, dash := range []string{" - ", " – ", " — "} {
		option, _, _ = strings.Cut(option, dash)
	}
	option = strings.TrimSpace(option)
	if option == "" || vocabulary().options[fold(option)] == "unknown" || strings.EqualFold(option, Unknown) {
		return Unknown
	}
	return shownName(option)
}

func detection(answer string) string {
	option := choice(answer)
	switch name := vocabulary().options[fold(option)]; name {
	case "alert", "customer", "colleague", "myself":
		return name
	}
	return option
}

func drill(answer string) bool { return vocabulary().options[fold(choice(answer))] == "drill" }

// components splits "a, b" at the commas between names; a known name that holds a comma is taken whole, the longest
// first.
func components(answer string, known []string) []string {
	if ticked, boxes := ticks(answer); boxes {
		return unique(ticked)
	}
	rest := strings.TrimSpace(text(answer))
	if rest == "None" && !slices.Contains(known, "None") {
		return nil
	}
	byLength := slices.Clone(known)
	for i, k := range byLength {
		byLength[i] = oneLine(k)
	}
	slices.SortFunc(byLength, func(a, b string) int { return len(b) - len(a) })
	var names []string
	for rest != "" {
		var name string
		name, rest = nextName(rest, byLength)
		names = append(names, name)
	}
	return unique(names)
}

func nextName(s string, known []string) (name, rest string) {
	for _, k := range known {
		after, is := strings.CutPrefix(s, k)
		if !is || k == "" {
			continue
		}
		if after == "" {
			return k, ""
		}
		if after, is := strings.CutPrefix(after, ", "); is {
			return k, strings.TrimSpace(after)
		}
	}
	if i := strings.IndexAny(s, ",\n"); i >= 0 {
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	}
	return s, ""
}

// unique keeps the first of each, in order, without empty ones.
func unique(names []string) []string {
	var kept []string
	seen := map[string]bool{"": true}
	for _, n := range names {
		if n = strings.TrimSpace(n); !seen[n] {
			seen[n] = true
			kept = append(kept, n)
		}
	}
	return kept
}

// links takes the non-empty lines, without list markers.
func links(answer string) []string {
	var kept []string
	for line := range strings.SplitSeq(text(answer), "\n") {
		line = strings.TrimSpace(line)
		for _, marker := range []string{"- ", "* ", "+ "} {
			line = strings.TrimPrefix(line, marker)
		}
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// ticks reads "- [x] label" lines, [X] too; boxes tells whether the answer is made of such lines.
func ticks(answer string) (ticked []string, boxes bool) {
	for line := range strings.SplitSeq(strings.TrimSpace(answer), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "- [x] "), strings.HasPrefix(line, "- [X] "):
			ticked, boxes = append(ticked, strings.TrimSpace(line[6:])), true
		case strings.HasPrefix(line, "- [ ]"):
			boxes = true
		default:
			return nil, false
		}
	}
	return ticked, boxes
}
