package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// latePrefix begins the key of the comment about items that are late; the day (UTC) and who was asked follow.
const latePrefix = "late:"

// lateEvery is how often that may be said at most.
const lateEvery = 7 * 24 * time.Hour

// lateView is what the comment shows.
type lateView struct {
	Who   string
	Items []lateItem
	Gone  []string // logins of people who had an item and have no access any more
	Paste string
}

type lateItem struct {
	incident.ActionItem
	Overdue bool // else nothing happened for long
}

// itemsLate wants one comment on the incident that tells one person which items are overdue or lie idle: in that person's
// working hours, at most once a week, and only where the policy has that rule. Who has no access any more is taken off the
// items, and it is said.
func itemsLate(s *scene) error {
	late, next := LateItems(s.Incident, s.Config, s.Now)
	if len(late) == 0 || s.World.Issue.Locked {
		s.wakeAt(next)
		return nil
	}
	if last := LastLate(s.Ledger, s.World); s.Now.Sub(last) < lateEvery {
		s.wakeAt(last.Add(lateEvery))
		return nil
	}
	v := lateView{Gone: s.gone(late), Paste: s.pasted("/isu " + late[0].Name() + " due:" + s.Now.AddDate(0, 0, 14).UTC().Format(time.DateOnly))}
	v.Who = s.lateAddressee(late, v.Gone)
	if v.Who != "" && !s.Config.InWorkingHours(v.Who, s.Now) {
		s.wakeAt(s.Config.NextWorkingTime(v.Who, s.Now))
		return nil
	}
	for _, a := range late {
		if slices.Contains(v.Gone, a.Owner.Login) {
			s.do(Action{Kind: ItemUnassign, Node: a.Node, Target: a.Owner.Login, ID: a.Owner.ID})
			a.Owner = incident.Person{}
		}
		v.Items = append(v.Items, lateItem{a, followup.Overdue(a, s.Now)})
	}
	body, err := s.render("items/late", v)
	if err != nil {
		return err
	}
	key := latePrefix + s.Now.UTC().Format(time.DateOnly)
	s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	return nil
}

// LateItems are the items that are overdue or idle by the policy, the most overdue first, and when another one may be.
func LateItems(i incident.Incident, cfg policy.Config, now time.Time) (late []incident.ActionItem, next time.Time) {
	set := cfg.Effective()
	wait, on := set.NudgeAfter(policy.ActionOverdue, cfg.Row(string(i.Severity)))
	if !on || set.NudgeMode != policy.NudgeComment || !i.Has(incident.Recovered) || i.Ended() || i.Drill {
		return nil, time.Time{}
	}
	for _, a := range i.Actions {
		at := followup.LateAt(a)
		if at.IsZero() {
			continue
		}
		if at = at.AddDate(0, 0, wait.Days+wait.WorkingDays).Add(wait.Clock); now.Before(at) {
			if next.IsZero() || at.Before(next) {
				next = at
			}
			continue
		}
		late = append(late, a)
	}
	slices.SortStableFunc(late, func(x, y incident.ActionItem) int { return followup.LateAt(x).Compare(followup.LateAt(y)) })
	return late, next
}

// LastLate is when somebody was last told of late items; the zero time where nobody was.
func LastLate(l ledger.Ledger, w snapshot.World) (last time.Time) {
	for key := range l.Posted {
		if day, ok := strings.CutPrefix(key, latePrefix); ok {
			if at, err := time.Parse(time.DateOnly, day); err == nil && at.After(last) {
				last = at
			}
		}
	}
	for _, c := range w.Comments {
		if _, ok := marker.Find(c.Body, latePrefix); ok && c.Mine && c.CreatedAt.After(last) {
			last = c.CreatedAt
		}
	}
	return last
}

// gone are the owners of late items whose access was asked for and is none.
func (s *scene) gone(late []incident.ActionItem) []string {
	var out []string
	for _, a := range late {
		if s.left(a) && !slices.Contains(out, a.Owner.Login) {
			out = append(out, a.Owner.Login)
		}
	}
	return out
}

// left says whether the access of an item's owner was asked for, where the item is, and is none.
func (s *scene) left(a incident.ActionItem) bool {
	may, asked := s.World.Permissions[a.Owner.ID]
	if a.Repo != "" {
		may, asked = s.World.Abroad[a.Repo][a.Owner.ID]
	}
	return a.Owner.ID != 0 && asked && may == incident.NoAccess
}

// itemsLeft takes whoever has no access any more off the open items, and says so there once. The items that are told as late
// are told with that.
func itemsLeft(s *scene) error {
	for _, a := range s.Incident.Actions {
		it, exists := s.itemFor(a)
		if !exists || !a.Open || !s.left(a) || !s.ours(it) || s.unassigns(it) || !slices.ContainsFunc(it.Assignees, a.Owner.Same) {
			continue
		}
		s.do(Action{Kind: ItemUnassign, Node: it.NodeID, Target: a.Owner.Login, ID: a.Owner.ID})
		key := askPrefix + "left " + a.Key + " " + strconv.FormatInt(a.Owner.ID, 10)
		if _, said := s.Ledger.Posted[key]; said || saidOn(it, key) {
			continue
		}
		body, err := s.render("item/left", a.Owner.Login)
		if err != nil {
			return err
		}
		s.do(Action{Kind: ItemComment, Node: it.NodeID, Key: key, Target: it.Title, Body: body + "\n\n" + marker.Of(key)})
	}
	return nil
}

// unassigns says whether somebody is taken off the item already.
func (s *scene) unassigns(it snapshot.Item) bool {
	return slices.ContainsFunc(s.actions, func(a Action) bool { return a.Kind == ItemUnassign && a.Node == it.NodeID })
}

// lateAddressee is who has the most overdue item, else who leads.
func (s *scene) lateAddressee(late []incident.ActionItem, gone []string) string {
	for _, a := range late {
		if a.Owner.Login != "" && !slices.Contains(gone, a.Owner.Login) {
			return a.Owner.Login
		}
	}
	if lead := writer(s).Login; !slices.Contains(gone, lead) {
		return lead
	}
	return ""
}
