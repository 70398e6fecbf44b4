package git

import (
	"fmt"
	"os"
	"path/filepath"
)

// Variables through which the server and the hooks of a push talk.
const (
	requireSigned = "HUB_REQUIRE_SIGNED" // 1: refuse commits without a signature
	pushLog       = "HUB_PUSH_LOG"       // a file that takes the accepted updates, "old new ref" a line
)

// preReceive refuses new commits without a signature, in GitHub's words. Whether a signature is good is not checked:
// the hub has no keys of people.
const preReceive = `#!/bin/sh
[ "$HUB_REQUIRE_SIGNED" = 1 ] || { cat >/dev/null; exit 0; }
status=0
while read -r old new ref; do
	case "$new" in *[!0]*) ;; *) continue ;; esac
	for commit in $(git rev-list "$new" --not --all); do
		if ! git cat-file commit "$commit" | sed '/^$/q' | grep -q '^gpgsig'; then
			echo "error: GH006: Protected branch update failed for $ref."
			echo "error: Commits must have verified signatures."
			status=1
			break
		fi
	done
done
exit $status
`

// postReceive tells the server which refs really moved, whatever else happens to the repository at the same time.
const postReceive = `#!/bin/sh
if [ -n "$HUB_PUSH_LOG" ]; then cat >>"$HUB_PUSH_LOG"; else cat >/dev/null; fi
`

func writeHooks(dir string) error {
	for name, script := range map[string]string{"pre-receive": preReceive, "post-receive": postReceive} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil { //nolint:gosec // hooks must be executable
			return fmt.Errorf("write the hub's git hook %s: %w", name, err)
		}
	}
	return nil
}
