package main

import (
	"context"

	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/alertkey"
	"github.com/sensible-im/sensible/internal/doctor"
	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// visit is one visit of the doctor's.
type visit struct {
	*connection
	ctx   context.Context
	facts doctor.Facts
	form  string // as it should be
}

// look gathers the facts and judges them. What cannot be seen is left out and said.
func (v *visit) look() ([]doctor.Finding, error) {
	me, err := v.client.Who(v.ctx)
	if err != nil {
		return nil, err
	}
	a := v.access
	v.facts = doctor.Facts{
		Name: a.Repository.FullName(), As: me.Login, App: a.App, Actions: me.Login == "github-actions[bot]", Repository: a.Repository,
		URL: a.URL, HasIssues: a.HasIssues, Granted: a.Granted, Now: time.Now().UTC(), Unseen: map[string]string{},
		Installed: a.Installed(),
		ReadOnly:  !a.App && !strings.HasPrefix(v.Token, "ghs_") && a.Role != nil && !a.Role["triage"] && !a.Role["push"],
	}
	up := v.client.Checkup(a.Key)
	if v.facts.Probes, v.facts.Skew, err = up.Probes(v.ctx, a.Repository.OwnerIsOrg, a.Repository.DefaultBranch); err != nil {
		return nil, err
	}
	v.settings()
	v.seen(up)
	v.board(up)
	v.past(up)
	v.deliveries()
	secret, err := alertkey.NewSecret(v.PrivateKey, v.Secret)
	if err != nil {
		return nil, err
	}
	v.facts.AlertKey = secret.Key(a.Repository.ID)
	return doctor.Look(v.facts)
}

// unseen takes down that groups could not be looked at.
func (v *visit) unseen(err error, groups ...string) {
	for _, g := range groups {
		v.facts.Unseen[g] = strings.ReplaceAll(err.Error(), "\n", " ")
	}
}

// settings reads the policy, and what in it is in vain.
func (v *visit) settings() {
	v.facts.Policy = policy.Default(1)
	w, err := v.client.Policy(v.ctx, v.access.Key)
	if err != nil {
		v.unseen(err, "config")
		return
	}
	broken := false
	v.facts.Config = w.Config
	if v.facts.Policy, v.facts.Problems, broken = reconcile.ReadPolicy(w.Config); broken {
		v.facts.Policy, _ = reconcile.LastGood(w)
		return
	}
	var over []policy.Source
	if o := w.Config.Over; o != nil && o.Found {
		over = append(over, policy.Source{File: o.Path, Text: []byte(o.Text)})
	}
	if w.Config.Found {
		v.facts.Redundant = policy.Redundant(policy.Source{File: w.Config.Path, Text: []byte(w.Config.Text)}, over...)
	}
}

// seen reads what stands in the repository.
func (v *visit) seen(up github.Checkup) {
	v.facts.Wanted = wantedLabels(v.facts.Policy)
	got, err := up.Look(v.ctx)
	if err != nil {
		v.unseen(err, "labels", "form", "pins", "commits", "actions")
		return
	}
	v.facts.Labels, v.facts.Pinned, v.facts.Signed = got.Labels, got.Pinned, got.Signed
	v.facts.Form, v.facts.Workflow = got.Form, got.Workflow != ""
	if got.Form != "" {
		text, left := welcome.IncidentForm(got.Form, v.facts.Policy)
		if v.form = text; text != got.Form {
			v.facts.FormDrift, v.facts.FormOptions = []string{changedLines(got.Form, text)}, true
		}
		_ = left // what people decided about their form is theirs
	}
	if !v.facts.Workflow && !v.facts.Actions {
		return
	}
	for _, branch := range got.Drafts {
		name := "postmortem/" + strings.TrimPrefix(branch, "postmortem/")
		if there, err := up.Proposed(v.ctx, name); err == nil && !there {
			v.facts.Drafts = append(v.facts.Drafts, name)
		}
	}
}

// changedLines tells how much of a form would change.
func changedLines(is, should string) string {
	had := map[string]int{}
	for line := range strings.SplitSeq(is, "\n") {
		had[strings.TrimSpace(line)]++
	}
	var news []string
	for line := range strings.SplitSeq(should, "\n") {
		line = strings.TrimSpace(line)
		if had[line]--; had[line] < 0 && line != "" {
			news = append(news, strings.TrimPrefix(line, "- "))
		}
	}
	if len(news) == 0 {
		return "options that are no longer in the settings"
	}
	if len(news) > 4 {
		news = append(news[:4], fmt.Sprintf("and %d more", len(news)-4))
	}
	return "it lacks " + strings.Join(news, ", ")
}

// wantedLabels are the labels that the policy puts on issues.
func wantedLabels(c policy.Config) []string {
	out := []string{c.Labels.Incident}
	for _, p := range incident.Phases {
		out = append(out, c.Labels.Phase+string(p))
	}
	for _, s := range c.Severities {
		out = append(out, c.Labels.Severity+s.Name)
	}
	return append(out, c.Labels.Severity+policy.Unknown, c.Labels.Drill)
}

// board looks for the Projects board, where one is used and could be reached.
func (v *visit) board(up github.Checkup) {
	v.facts.Stages = followup.Stages
	if v.facts.Policy.Effective().ActionItems != policy.ActionBoard || !v.access.Repository.OwnerIsOrg || v.facts.Actions {
		return
	}
	var err error
	if v.facts.Board, v.facts.Boards, err = up.Board(v.ctx, v.facts.Policy.Followups.Board); err != nil {
		v.facts.BoardErr = err.Error()
	}
}

// past looks at who wrote lately, and when.
func (v *visit) past(up github.Checkup) {
	list, err := up.Writers(v.ctx)
	if err != nil {
		v.unseen(err, "stage")
		return
	}
	for i := range list {
		list[i].OffHours = !v.facts.Policy.InWorkingHours(list[i].Login, list[i].At)
	}
	v.facts.Writers = list
}

// deliveries reads what GitHub delivered in the last day on which it delivered anything, of the three that it keeps: of this
// installation, and what names none. A quiet weekend is no fault.
func (v *visit) deliveries() {
	var newest time.Time
	err := v.client.HookDeliveries(v.ctx, func(d github.HookDelivery) bool {
		if newest.IsZero() {
			newest = d.At
		}
		if newest.Sub(d.At) > 24*time.Hour || len(v.facts.Deliveries) >= 1000 {
			return false
		}
		if d.Installation == 0 || d.Installation == v.access.Key.Installation {
			v.facts.Deliveries = append(v.facts.Deliveries, doctor.Delivery{At: d.At, Event: d.Event, OK: d.OK})
		}
		return true
	})
	if err != nil {
		v.unseen(err, "deliveries")
	}
}

// mend repairs what is safe and says what it did.
func (v *visit) mend(list []doctor.Finding) (did []string, err error) {
	did = []string{}
	up := v.client.Checkup(v.access.Key)
	for _, f := range list {
		if !f.Mend {
			continue
		}
		switch f.Check {
		case "labels":
			for _, name := range doctor.MissingLabels(v.facts) {
				color, description, err := plan.LabelLook(v.facts.Policy, name)
				if err != nil {
					return did, err
				}
				if err := up.AddLabel(v.ctx, name, color, description); err != nil {
					return did, err
				}
				did = append(did, "the label "+name)
			}
		case "form":
			if err := up.WriteFile(v.ctx, formPath, v.form, "The incident form offers what the settings have"); err != nil {
				return did, err
			}
			did = append(did, "the options of "+formPath)
		}
	}
	return did, nil
}

// formPath is where the incident form stands.
const formPath = ".github/ISSUE_TEMPLATE/incident.yml"
