package replay

import (
	"slices"
	"strconv"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// items takes the state of action items from their issues, takes in the issues that people added, hears what was said about
// them by command and on the board, and says where each belongs.
func items(i *incident.Incident, w snapshot.World, l ledger.Ledger, cfg policy.Config) {
	once(i, w)
	issues := make([]*snapshot.Item, len(i.Actions))
	for n := range i.Actions {
		a := &i.Actions[n]
		if at := slices.IndexFunc(w.Items, func(it snapshot.Item) bool { return isIssueOf(it, *a, w) }); at >= 0 {
			issues[n] = &w.Items[at]
			ofIssue(a, w.Items[at], w)
		} else if _, was := l.Posted[marker.Item(a.Key)]; was && w.ItemsKnown && i.Has(incident.Recovered) {
			a.Gone, a.Declined = true, true
		} else if a.Ref != "" && w.ItemsKnown {
			a.Loose = true // of another owner, or in no sight
		}
	}
	for n := range w.Items {
		if it := &w.Items[n]; adopted(*it, w, cfg) && !slices.ContainsFunc(issues, func(o *snapshot.Item) bool { return o != nil && o.ID == it.ID }) {
			i.Actions, issues = append(i.Actions, added(*it, w)), append(issues, it)
		}
	}
	named(i)
	for n := range i.Actions {
		hear(&i.Actions[n], issues[n], i.Told, w)
		decided(&i.Actions[n], issues[n], l)
	}
	boardBefore(i, w, l)
	followup.Place(i.Actions, i.Milestones[incident.Recovered].At, cfg.Row(string(i.Severity)), capacity(i.Actions, w, cfg))
	boardAfter(i, w, l)
}

// once leaves one item for each issue, by whatever name it was called: what was said with the others was said about it.
func once(i *incident.Incident, w snapshot.World) {
	first := map[int]string{} // by place among the issues
	kept := i.Actions[:0:0]
	for _, a := range i.Actions {
		at := slices.IndexFunc(w.Items, func(it snapshot.Item) bool { return isIssueOf(it, a, w) })
		if at < 0 {
			kept = append(kept, a)
			continue
		}
		key, again := first[at]
		if !again {
			first[at], kept = a.Key, append(kept, a)
			continue
		}
		i.Told = append(i.Told, incident.Told{
			Key: key, At: a.Asked, By: a.By, Importance: a.Importance, Size: a.Size, Urgency: a.Urgency, Confidence: a.Confidence,
			Kind: a.Kind, DueSaid: a.DueSaid,
		})
	}
	i.Actions = kept
}

// isIssueOf says whether an issue is that of an action item: ours by its marker, a person's by its name.
func isIssueOf(it snapshot.Item, a incident.ActionItem, w snapshot.World) bool {
	if key, ok := marker.ItemOf(it.Body); ok && it.Mine && key == a.Key {
		return true
	}
	return a.Key == issueKey(it) || a.Ref != "" && followup.SameIssue(a.Ref, w.Repository.FullName(), it.Repo, strconv.Itoa(it.Number))
}

func issueKey(it snapshot.Item) string { return "i" + strconv.FormatInt(it.ID, 10) }

// adopted says whether a person made the issue one of the incident's: as a sub-issue, or by the form, which names it. An
// issue that we made carries the key of its item; where that item is not known any more (the ledger was lost, a command was
// edited away), it is taken as it is.
func adopted(it snapshot.Item, w snapshot.World, cfg policy.Config) bool {
	if it.HasLabel(cfg.Labels.Incident) {
		return false // an incident below another one is no action item
	}
	if !it.Loose {
		return true
	}
	f, ok := form.ParseItem(it.Body)
	return ok && followup.SameIssue(f.Reference(), w.Repository.FullName(), w.Repository.FullName(), strconv.Itoa(w.Issue.Number))
}

// added is the action item of an issue that a person made.
func added(it snapshot.Item, w snapshot.World) incident.ActionItem {
	a := incident.ActionItem{Key: issueKey(it), Asked: it.CreatedAt, By: it.Author, Said: it.Title}
	if f, ok := form.ParseItem(it.Body); ok {
		for _, v := range [][2]string{{"I", f.Importance}, {"S", f.Size}, {"U", f.Urgency}, {"C", f.Confidence}, {"K", f.Kind}, {"due", f.Due}} {
			if told, _, problem := followup.ParseISU(v[0] + ":" + v[1]); problem == nil {
				take(&a, told)
			}
		}
	}
	ofIssue(&a, it, w)
	return a
}
