package postmortem

import (
	"path"
	"strings"
)

// Owners returns the code owners of a path, as CODEOWNERS names them without the @: logins and organisation/team. The last
// pattern that fits counts, as GitHub reads it; e-mail addresses are left out, for nobody can be asked by them.
func Owners(file, documentPath string) []string {
	var owners []string
	for _, l := range strings.Split(file, "\n") {
		l, _, _ = strings.Cut(l, " #")
		words := strings.Fields(l)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") || !ownerPattern(words[0], documentPath) {
			continue
		}
		owners = owners[:0]
		for _, w := range words[1:] {
			if login, ok := strings.CutPrefix(w, "@"); ok && login != "" {
				owners = append(owners, login)
			}
		}
	}
	return owners
}

// ownerPattern matches a path as .gitignore does, less what CODEOWNERS does not know (! and [ ]).
func ownerPattern(pattern, file string) bool {
	anchored := strings.Contains(strings.TrimSuffix(pattern, "/"), "/")
	folder := strings.HasSuffix(pattern, "/")
	parts := strings.Split(strings.Trim(pattern, "/"), "/")
	names := strings.Split(file, "/")
	for at := range names {
		if anchored && at > 0 {
			break
		}
		if ownerParts(parts, names[at:], folder) {
			return true
		}
	}
	return false
}

// ownerParts matches the parts of a pattern from the first name on. What it names may be a folder: then all below fits,
// but "*" at the end of a longer pattern does not go down.
func ownerParts(parts, names []string, folder bool) bool {
	switch {
	case len(parts) == 0:
		return !folder || len(names) > 0
	case len(names) == 0:
		return false
	case parts[0] == "**":
		for at := range names {
			if ownerParts(parts[1:], names[at:], folder) {
				return true
			}
		}
		return len(parts) == 1
	}
	if ok, err := path.Match(parts[0], names[0]); err != nil || !ok {
		return false
	}
	if len(parts) == 1 && parts[0] == "*" && len(names) > 1 {
		return false
	}
	return ownerParts(parts[1:], names[1:], folder)
}
