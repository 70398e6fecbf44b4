package form

import "strings"

// code marks the lines that lie in a fenced code block (CommonMark 4.5). A fence that is never closed opens none: in a
// form it would swallow every later answer.
func code(lines []string) []bool {
	in := make([]bool, len(lines))
	unclosed := map[byte]int{} // the shortest fence of each kind that is known to have no end below
	for i := 0; i < len(lines); i++ {
		mark, size, _ := fence(lines[i])
		if shortest, open := unclosed[mark]; size == 0 || open && size >= shortest {
			continue
		}
		end := closing(lines, i+1, mark, size)
		if end < 0 {
			unclosed[mark] = size
			continue
		}
		for ; i < end; i++ {
			in[i] = true
		}
		in[end] = true
	}
	return in
}

// closing finds the line from start on that closes a fence, -1 where there is none.
func closing(lines []string, start int, mark byte, size int) int {
	for j := start; j < len(lines); j++ {
		if m, n, bare := fence(lines[j]); bare && m == mark && n >= size {
			return j
		}
	}
	return -1
}

// fence reads a line as a code fence: its character, its length (0: none), and whether it could close one.
func fence(line string) (mark byte, size int, bare bool) {
	s := strings.TrimLeft(line, " ")
	if len(line)-len(s) > 3 || s == "" || s[0] != '`' && s[0] != '~' {
		return 0, 0, false
	}
	mark = s[0]
	rest := strings.TrimLeft(s, string(mark))
	size = len(s) - len(rest)
	if size < 3 || mark == '`' && strings.Contains(rest, "`") {
		return 0, 0, false
	}
	return mark, size, strings.TrimSpace(rest) == ""
}
