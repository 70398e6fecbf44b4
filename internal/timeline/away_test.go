package timeline

import (
	"testing"

	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestThePostmortemsOwnPullRequestInAnotherRepositoryIsNoNews(t *testing.T) {
	away := &snapshot.Elsewhere{Name: "acme/pm", Repository: snapshot.Repository{Owner: "acme", Name: "pm"}}
	for name, c := range map[string]struct {
		repo  string
		where *snapshot.Elsewhere
		rows  int
	}{
		"its own": {"acme/pm", away, 0}, "one here with its number": {"", away, 1}, "one of a third repository": {"acme/api", away, 1},
		"one there, while it is here": {"acme/pm", &snapshot.Elsewhere{Name: "acme/pm", Why: snapshot.ElsewhereBegun}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := snapshot.Event{ID: "E1", At: at(5), Kind: "CrossReferenced", Actor: ben, Number: 99, Title: "Postmortem", Pull: true, Repo: c.repo}
			w := snapshot.World{Events: []snapshot.Event{e}, Postmortem: &snapshot.PullRequest{Number: 99}, Elsewhere: c.where}
			if out := build(t, Input{World: w}); len(out) != c.rows {
				t.Errorf("%+v", out)
			}
		})
	}
}
