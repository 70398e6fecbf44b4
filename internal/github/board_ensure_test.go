package github_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func (w *world) boards() (out []*store.Project) {
	w.hub.Store().View(func() { out = slices.Clone(w.hub.Store().AllProjects()) })
	return out
}

func (w *world) ensure(owner string) github.BoardReport {
	w.Helper()
	report, err := w.client.EnsureBoard(w.Context(), owner, policy.Default(2))
	if err != nil {
		w.Fatal(err)
	}
	return report
}

func TestABoardIsMadeSetUpAndThenLeftAlone(t *testing.T) {
	w := newWorld(t, nil)
	first := w.ensure("acme")
	if !first.Created || len(first.Made) != 15 || len(first.Refused)+len(first.Gaps) != 0 || first.Why != "" || first.URL == "" {
		t.Errorf("%+v", first)
	}
	updated := w.boards()[0].UpdatedAt
	second := w.ensure("acme")
	if second.Created || len(second.Made) != 0 || second.Number != first.Number || len(w.boards()) != 1 || !w.boards()[0].UpdatedAt.Equal(updated) {
		t.Errorf("a second time: %+v", second)
	}
}

func TestABoardThatPeopleMadeGetsWhatIsMissingAndKeepsTheRest(t *testing.T) {
	w := newWorld(t, func(s *seed.Seed) { s.Projects = []seed.Project{{Owner: "acme", Title: "Incident follow-ups"}} })
	w.hub.Store().Update(func() {
		p := w.hub.Store().AllProjects()[0]
		p.Readme = "Ours.\n"
		by := &store.Actor{Kind: store.ByHub}
		if _, err := w.hub.Store().AddField(by, p, "Size", "TEXT", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.hub.Store().AddField(by, p, "Stage", "SINGLE_SELECT", []store.Option{{Name: "Next"}, {Name: "Someday"}}); err != nil {
			t.Fatal(err)
		}
	})
	report := w.ensure("acme")
	p := w.boards()[0]
	if report.Created || len(p.Field("Stage").Options) != 2 || p.Field("Size").DataType != "TEXT" || p.Field("Importance") == nil {
		t.Errorf("%+v", report)
	}
	if !strings.HasPrefix(p.Readme, "Ours.\n") {
		t.Errorf("the readme became %q", p.Readme)
	}
	if len(report.Gaps) != 2 || report.Gaps[0].Field != "Stage" || len(report.Gaps[0].Options) != 7 || report.Gaps[1].Type != "TEXT" {
		t.Errorf("gaps %+v", report.Gaps)
	}
}

func TestWhereNoBoardCanBeHadTheReportSaysWhy(t *testing.T) {
	without := func(level string) func(*seed.Seed) {
		return func(s *seed.Seed) {
			delete(s.Apps[0].Permissions, "organization_projects")
			if level != "" {
				s.Apps[0].Permissions["organization_projects"] = level
			}
		}
	}
	for name, row := range map[string]struct {
		change func(*seed.Seed)
		owner  string
		token  string
		why    snapshot.NoBoard
		boards int
	}{
		"no permission": {change: without(""), owner: "acme", why: snapshot.NoBoardPermission},
		"may read only": {change: without("read"), owner: "acme", why: snapshot.NoBoardPermission},
		"a person's account": {change: func(s *seed.Seed) {
			s.Installations = append(s.Installations, seed.Installation{ID: 11, App: 1, Account: "aiko"})
		}, owner: "aiko", why: snapshot.NoBoardUser},
		"the token of a workflow": {change: func(s *seed.Seed) {
			s.Tokens = []seed.Token{{Token: "ghs_x", Kind: "actions", Repository: "acme/shop"}}
		}, owner: "acme", token: "ghs_x", why: snapshot.NoBoardToken},
		"a member's own token may":    {owner: "acme", token: "token-aiko", boards: 1},
		"somebody's who is no member": {owner: "acme", token: "token-ben", why: snapshot.NoBoardPermission},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, row.change)
			if row.token != "" {
				w.client = w.newClient(github.Settings{Token: row.token})
			}
			w.T = t
			report := w.ensure(row.owner)
			if report.Why != row.why || len(w.boards()) != row.boards {
				t.Errorf("%d boards, %+v, want %q", len(w.boards()), report, row.why)
			}
		})
	}
}

func TestABoardThatWasRenamedIsFoundByItsNoteAndNoSecondOneIsMade(t *testing.T) {
	w := newWorld(t, nil)
	w.ensure("acme")
	w.hub.Store().Update(func() { w.hub.Store().AllProjects()[0].Title = "Lessons" })
	w.client = w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	if report := w.ensure("acme"); report.Title != "Lessons" || report.Created || len(w.boards()) != 1 {
		t.Errorf("%+v", report)
	}
}
