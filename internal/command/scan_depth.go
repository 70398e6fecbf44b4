package command

// maxMarkers is how many quotes and lists may begin on one line. Deeper ones
// cost the parser the square of their number.
const maxMarkers = 20

// shallow takes the surplus out of lines that begin with more than maxMarkers
// markers. What stands on such a line is inside a container either way, and so
// is what continues it.
func shallow(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = shallowLine(line)
	}
	return out
}

func shallowLine(line string) string {
	at, keep := 0, 0
	for n := 0; ; n++ {
		length := marker(line[at:])
		if length == 0 {
			return line[:keep] + line[at:]
		}
		at += length
		if n < maxMarkers {
			keep = at
		}
	}
}

// marker returns the length of the marker that begins a quote, a bullet or a
// numbered item, with the white space around it; 0 where there is none.
func marker(s string) int {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	if i < len(s) && s[i] == '>' {
		return i + 1
	}
	digits := i
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	switch {
	case digits == len(s):
		return 0
	case digits > i && s[digits] != '.' && s[digits] != ')':
		return 0
	case digits == i && s[i] != '-' && s[i] != '+' && s[i] != '*':
		return 0
	}
	end := digits + 1
	if end < len(s) && s[end] != ' ' && s[end] != '\t' {
		return 0
	}
	return min(end+1, len(s))
}
