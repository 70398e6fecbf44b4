package reconcile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// abroad asks what people may do in other repositories, where they said something on an action item.
func (r *run) abroad(ctx context.Context) error {
	for _, n := range replay.NeedsAbroad(r.world, r.ledger, r.cfg) {
		if err := r.askAbroad(ctx, n.Item, n.Person); err != nil {
			return err
		}
	}
	return nil
}

// askAbroad asks what somebody may do in the repository of an action item, if it is not known.
func (r *run) askAbroad(ctx context.Context, it snapshot.Item, who incident.Person) error {
	if _, known := r.world.Abroad[it.Repo][who.ID]; known || !strings.EqualFold(strings.Split(it.Repo, "/")[0], r.key.Owner) {
		return nil
	}
	k := Key{RepositoryID: it.RepoID, Number: it.Number, Installation: r.key.Installation}
	k.Owner, k.Repo = cutName(it.Repo)
	_, may, err := r.Permissions.Permission(ctx, k, who)
	if err != nil {
		return fmt.Errorf("%s: permission of %s in %s: %w", r.key, who.Login, it.Repo, err)
	}
	all := maps.Clone(r.world.Abroad)
	if all == nil {
		all = map[string]map[int64]incident.Permission{}
	}
	there := maps.Clone(all[it.Repo])
	if there == nil {
		there = map[int64]incident.Permission{}
	}
	there[who.ID], all[it.Repo] = may, there
	r.world.Abroad = all
	return nil
}

// ItemsWant is what of action items is looked up beside the sub-issues.
type ItemsWant struct {
	Refs     []string // issues that are named, owner/name#12
	Unlinked bool     // issues of ours that carry the label and may be no sub-issues
	Home     string   // the repository where new ones are to be made, owner/name; empty = beside the incident
	Private  bool     // the incident's repository is: then nothing is made in a public one
}

// mostLoose bounds how many issues that are no sub-issues are looked at for one incident.
const mostLoose = 30

// fullParent is how many sub-issues an issue can have.
const fullParent = 100

// moreItems looks up action items that are no sub-issues, where there may be any. It says whether that was news.
func (r *run) moreItems(ctx context.Context, inc incident.Incident) (news bool, err error) {
	r.memory.holds(r.key, r.world)
	want := wantedItems(inc, r.world, r.cfg, r.memory.claimsOf(r.key))
	r.memory.keepLoose(r.key, want.Refs)
	asked := fmt.Sprint(want)
	if want.none() {
		r.world.ItemsKnown = true
		return false, nil
	}
	if r.world.ItemsAsked == asked {
		return false, nil
	}
	if r.leaves() {
		r.later = true
		return false, nil
	}
	found, home, err := r.Observer.Items(ctx, r.key, want, r.world.Board)
	if err != nil {
		return false, fmt.Errorf("%s: look up action items: %w", r.key, err)
	}
	items := slices.Clone(r.world.Items)
	for _, it := range found {
		if !slices.ContainsFunc(items, func(o snapshot.Item) bool { return o.ID == it.ID }) {
			items = append(items, it)
		}
	}
	r.world.Items, r.world.ItemHome, r.world.ItemsAsked, r.world.ItemsKnown = items, home, asked, true
	return true, nil
}

func (w ItemsWant) none() bool { return len(w.Refs) == 0 && !w.Unlinked && w.Home == "" }

// wantedItems is what to look up: issues that commands name, those that say by the form that they belong to the incident, and
// the repository where new ones are to be made.
func wantedItems(inc incident.Incident, w snapshot.World, cfg policy.Config, claims []string) ItemsWant {
	home := w.Repository.FullName()
	want := ItemsWant{Private: w.Repository.Private}
	add := func(ref string) {
		if ref = fullRef(ref, home); len(want.Refs) < mostLoose && !slices.Contains(want.Refs, ref) && !isSub(ref, home, w) {
			want.Refs = append(want.Refs, ref)
		}
	}
	for _, a := range inc.Actions {
		if a.Ref != "" {
			add(a.Ref)
		}
	}
	for _, ref := range claims {
		add(ref)
	}
	for _, e := range w.Events {
		if e.Kind == "CrossReferenced" && e.ActionItem && e.Number != 0 {
			add(e.Repo + "#" + strconv.Itoa(e.Number))
		}
	}
	if !inc.Has(incident.Recovered) || !inc.Declared || inc.Ended() || len(inc.Actions) == 0 {
		return want
	}
	want.Unlinked = w.NoSubIssues || len(w.Items) >= fullParent
	if slices.ContainsFunc(inc.Actions, func(a incident.ActionItem) bool { return a.Number == 0 && !a.Gone && a.Ref == "" }) {
		want.Home = itemHome(inc, cfg, home)
	}
	return want
}

func fullRef(ref, home string) string {
	if strings.HasPrefix(ref, "#") {
		return home + ref
	}
	return ref
}

func isSub(ref, home string, w snapshot.World) bool {
	return slices.ContainsFunc(w.Items, func(it snapshot.Item) bool {
		return !it.Loose && followup.SameIssue(ref, home, it.Repo, strconv.Itoa(it.Number))
	})
}

// itemHome is the repository in which the policy wants action items, owner/name; empty = the incident's own.
func itemHome(inc incident.Incident, cfg policy.Config, home string) string {
	name := cfg.Followups.Repository
	if name == "component" {
		name = ""
		for _, c := range inc.Components {
			if r := cfg.Components[c].Repository; r != "" && r != "here" {
				name = r
				break
			}
		}
	}
	if name == "here" || strings.EqualFold(name, home) {
		return ""
	}
	return name
}
