package store

import "strings"

// MayCommit refuses a commit that touches workflows by a token that may not: GitHub asks a permission of its own for it,
// which GITHUB_TOKEN never has.
func (s *Store) MayCommit(a *Actor, in CommitInput) error {
	if !a.IsIntegration() || a.Has("workflows", "write") {
		return nil
	}
	paths := in.Deletions
	for path := range in.Additions {
		paths = append(paths[:len(paths):len(paths)], path)
	}
	for _, path := range paths {
		if strings.HasPrefix(path, ".github/workflows/") {
			return Forbidden("refusing to allow a GitHub App to create or update workflow `" + path + "` without `workflows` permission")
		}
	}
	return nil
}
