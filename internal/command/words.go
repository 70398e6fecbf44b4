package command

import "strings"

// isBlank knows the separators of commands: space and tab, nothing else.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// cutWord splits at the first run of spaces and tabs.
func cutWord(s string) (word, rest string) {
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], strings.Trim(s[i:], " \t")
	}
	return s, ""
}

// blankFields splits at spaces and tabs only: strings.Fields would also split at look-alikes.
func blankFields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' })
}

// lowerASCII folds ASCII capitals only. It works on bytes, so that positions in the result are positions in s, whatever
// s holds.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// login reads `@hana` (or `hana`); ok is false for what GitHub could not have given as a login.
func login(word string) (string, bool) {
	name := strings.TrimPrefix(word, "@")
	if name == "" || len(name) > 39+len("[bot]") || strings.HasPrefix(name, "-") {
		return "", false
	}
	for _, r := range strings.TrimSuffix(name, "[bot]") {
		if !(r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return "", false
		}
	}
	return name, true
}

// IsLogin says whether GitHub could have given this login.
func IsLogin(name string) bool {
	_, ok := login("@" + name)
	return ok
}
