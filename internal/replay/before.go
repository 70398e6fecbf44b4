package replay

import (
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// before is the comment that `/note ^` in c means: the last one before it, by anybody but us, that is not itself such a
// mark. 0 where there is none.
func (j *judging) before(c snapshot.Comment) int64 {
	if !strings.Contains(c.Body, "^") && !strings.Contains(c.Body, "＾") {
		return 0
	}
	var best int64
	for _, o := range j.world.Comments {
		if o.ID < c.ID && o.ID > best && !o.Mine && !command.OnlyMarks(o.Body, scanOptions(j.config, o)) {
			best = o.ID
		}
	}
	return best
}
