package github

import (
	"errors"
	"testing"

	"github.com/sensible-im/sensible/internal/reconcile"
)

// A transferred issue: GitHub answers NOT_FOUND, or with the issue as it stands in its new repository.
func TestAnIssueThatAnswersFromAnotherRepositoryIsGoneFromHere(t *testing.T) {
	k := reconcile.Key{RepositoryID: 1, Owner: "acme", Repo: "shop", Number: 7}
	at := func(repository, issue int64) *repositoryShape {
		r := &repositoryShape{DatabaseID: repository, Issue: &issueShape{}}
		r.Issue.Repository.DatabaseID = issue
		return r
	}
	for name, row := range map[string]struct {
		answer *repositoryShape
		errs   []problem
		gone   bool
	}{
		"the issue stands where it did":                   {answer: at(1, 1)},
		"the issue stands in another repository":          {answer: at(1, 2), gone: true},
		"the name belongs to another repository":          {answer: at(2, 2), gone: true},
		"there is no such issue":                          {answer: &repositoryShape{DatabaseID: 1}, errs: []problem{{Type: "NOT_FOUND"}}, gone: true},
		"nobody knows, since something else went wrong":   {answer: &repositoryShape{DatabaseID: 1}, errs: []problem{{Message: "timeout"}}},
		"there is no such repository, or not for our App": {errs: []problem{{Type: "NOT_FOUND"}}, gone: true},
	} {
		t.Run(name, func(t *testing.T) {
			if err := sameIssue(k, row.answer, row.errs); errors.Is(err, reconcile.ErrGone) != row.gone {
				t.Errorf("got %v, want gone: %v", err, row.gone)
			}
		})
	}
}
