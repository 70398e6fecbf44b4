package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/action"
	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// ahead is a permission that was asked for before anybody needed it.
type ahead struct {
	reconcile.Permissions
	login string
	done  chan struct{}
}

// Permission implements reconcile.Permissions: about the one who was asked about already it waits for that answer.
func (a *ahead) Permission(ctx context.Context, k reconcile.Key, p incident.Person) (incident.Person, incident.Permission, error) {
	if strings.EqualFold(p.Login, a.login) {
		<-a.done
	}
	return a.Permissions.Permission(ctx, k, p)
}

// explain says why an issue cannot be seen: it is gone, or nothing of the repository can be.
func (r *actionRun) explain(ctx context.Context, k reconcile.Key, gone error) error {
	repo, err := r.client.Look(ctx, k)
	switch {
	case github.Status(err) == http.StatusNotFound:
		return errors.Join(errNotSeen, gone)
	case err != nil:
		return err
	case !repo.Issues:
		return errNoIssues
	}
	r.report.Note(action.Gone, k.String())
	return nil
}

// errNotSeen says that the token does not reach the repository.
var errNotSeen = errors.New("the repository cannot be seen")

// advice is one line that says what to do about what went wrong.
func (r *actionRun) advice(_ context.Context, err error) string {
	repo := r.home.Owner + "/" + r.home.Repo
	var limited *github.Limited
	app := r.job.set.AppID != 0
	switch status := github.Status(err); {
	case errors.Is(err, errSettings):
		first := ""
		for _, p := range r.report.Problems {
			if p.Severity == "error" {
				first = p.String()
				break
			}
		}
		return "put the settings right, until then the last good ones or the defaults are in use: " + first
	case errors.Is(err, errNoIssues):
		return "issues are disabled in " + repo + ": switch them on under Settings → General → Features → Issues"
	case errors.Is(err, errCardRefused):
		return "GitHub did not let the card be written in " + repo + ", so nothing was: the workflow needs `permissions: issues: write`, and the conversation must not be locked"
	case errors.Is(err, errNotSeen) && app:
		return "the App cannot see " + repo + ": add the repository to the installation (Settings → GitHub Apps → Configure → Repository access)"
	case errors.Is(err, errNotSeen):
		return "the token cannot see " + repo + ", it may be of another repository: give the workflow's own, `token: ${{ github.token }}`"
	case errors.As(err, &limited):
		return fmt.Sprintf("%s; the next event or the schedule goes on, nothing is lost", limited)
	case status == http.StatusUnauthorized && !app:
		return "GitHub does not accept the token: give a valid one, best the workflow's own, `token: ${{ github.token }}`"
	case status == http.StatusNotFound && app:
		return "the App is not installed on " + repo + ": add the repository to its installation (Settings → GitHub Apps → Configure → Repository access)"
	case status == http.StatusNotFound:
		return "the token cannot see " + repo + ", it may be of another repository: give the workflow's own, `token: ${{ github.token }}`"
	case status == http.StatusForbidden:
		return "GitHub does not let this token do that in " + repo + ": use the workflow's own token with the permissions of the generated workflow (`sensible init`); GitHub says: " + plainLine(err)
	}
	return plainLine(err)
}

// plainLine is an error on one line.
func plainLine(err error) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), "\n", "; ")), " ")
}
