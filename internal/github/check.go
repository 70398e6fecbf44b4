package github

import (
	"context"
	"net/http"
	"slices"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// mostAnnotations is how many GitHub takes in one request; further requests add to them.
const mostAnnotations = 50

// check looks up our check on the pull request's head. Only we write it, so that one look at each commit is enough.
func (o *observation) check(ctx context.Context, w *snapshot.World) error {
	p := w.Postmortem
	if p == nil || !p.Open || o.want.Document == "" || p.HeadOID == "" {
		return nil
	}
	o.mu.Lock()
	known, ok := o.checks[o.key.Group()]
	o.mu.Unlock()
	if ok && known.OID == p.HeadOID {
		p.Check = known.run()
		return nil
	}
	s, err := o.in(o.key.Installation)
	if err != nil {
		return err
	}
	home := w.DocumentRepository()
	opt := &gogithub.ListCheckRunsOptions{CheckName: gogithub.String(plan.CheckName), Filter: gogithub.String("latest")}
	list, _, err := s.rest.Checks.ListCheckRunsForRef(ctx, home.Owner, home.Name, p.HeadOID, opt)
	if code := status(err); code == http.StatusForbidden || code == http.StatusNotFound || code == http.StatusUnprocessableEntity {
		list = &gogithub.ListCheckRunsResults{} // no permission for checks: going on without
	} else if err != nil {
		return err
	}
	found := snapshot.CheckRun{OID: p.HeadOID}
	for _, r := range list.CheckRuns {
		if r.GetName() == plan.CheckName && r.GetHeadSHA() == p.HeadOID && (o.set.AppID == 0 || r.GetApp().GetID() == o.set.AppID) && r.GetID() > found.ID {
			found.ID, found.Key = r.GetID(), r.GetExternalID()
		}
	}
	o.keepCheck(o.key.Group(), found)
	p.Check = heldCheck(found).run()
	return nil
}

// heldCheck is what is remembered of a commit: ID 0 where it has no check.
type heldCheck snapshot.CheckRun

func (h heldCheck) run() *snapshot.CheckRun {
	if h.ID == 0 {
		return nil
	}
	run := snapshot.CheckRun(h)
	return &run
}

func (c *Client) keepCheck(issue string, r snapshot.CheckRun) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.checks) >= issuesCached {
		clear(c.checks)
	}
	c.checks[issue] = heldCheck(r)
}

// checkWrite makes or updates a check. What GitHub keeps as its external id says what it was made from; it is sent with the
// last annotations, so that a check that was left half made is made again.
func checkWrite(ctx context.Context, a *application, act plan.Action) error {
	id := act.ID
	chunks := slices.Collect(slices.Chunk(annotations(act.Notes), mostAnnotations))
	if len(chunks) == 0 {
		chunks = [][]*gogithub.CheckRunAnnotation{nil}
	}
	for n, notes := range chunks {
		key := ""
		if n == len(chunks)-1 {
			key = act.Key
		}
		run, err := a.writeCheck(ctx, act, id, key, notes)
		if err != nil {
			a.keepCheck(a.key.Group(), snapshot.CheckRun{OID: act.Target, ID: act.ID}) // no key: nothing is known of it, and nobody need ask
			return finally(err)
		}
		id = run.GetID()
	}
	got := snapshot.CheckRun{ID: id, OID: act.Target, Key: act.Key}
	a.keepCheck(a.key.Group(), got)
	if a.world.Postmortem != nil {
		a.world.Postmortem.Check = &got
	}
	return nil
}

func (a *application) writeCheck(ctx context.Context, act plan.Action, id int64, key string, notes []*gogithub.CheckRunAnnotation) (*gogithub.CheckRun, error) {
	out := &gogithub.CheckRunOutput{Title: &act.Title, Summary: &act.Body, Annotations: notes}
	var buttons []*gogithub.CheckRunAction
	for _, b := range act.Buttons {
		buttons = append(buttons, &gogithub.CheckRunAction{Label: b.Label, Description: b.Description, Identifier: b.ID})
	}
	conclusion, done := act.Fields["conclusion"], gogithub.String("completed")
	if id == 0 {
		run, _, err := a.s.rest.Checks.CreateCheckRun(ctx, a.home().Owner, a.home().Name, gogithub.CreateCheckRunOptions{
			Name: plan.CheckName, HeadSHA: act.Target, ExternalID: &key, Status: done, Conclusion: &conclusion,
			Output: out, Actions: buttons, DetailsURL: gogithub.String(act.Fields["details"]),
		})
		return run, err
	}
	run, _, err := a.s.rest.Checks.UpdateCheckRun(ctx, a.home().Owner, a.home().Name, id, gogithub.UpdateCheckRunOptions{
		Name: plan.CheckName, ExternalID: &key, Status: done, Conclusion: &conclusion, Output: out, Actions: buttons,
	})
	return run, err
}

func annotations(notes []plan.Note) []*gogithub.CheckRunAnnotation {
	var out []*gogithub.CheckRunAnnotation
	for _, n := range notes {
		out = append(out, &gogithub.CheckRunAnnotation{
			Path: gogithub.String(n.Path), StartLine: gogithub.Int(n.Start), EndLine: gogithub.Int(n.End),
			AnnotationLevel: gogithub.String(n.Level), Title: gogithub.String(n.Title), Message: gogithub.String(n.Body),
		})
	}
	return out
}
