package export

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// World turns the file into what judging looks at. Comments of bots count as nobody's; the card among them is found by its
// ledger, which the caller verifies.
func (f File) World() snapshot.World {
	b := builder{file: f, ids: map[string]int64{}}
	b.learnIDs()
	owner, name, _ := strings.Cut(f.Repository.FullName, "/")
	w := snapshot.World{
		Repository: snapshot.Repository{
			ID: f.Repository.ID, NodeID: f.Repository.NodeID, Owner: owner, Name: name, Private: f.Repository.Private,
		},
		Issue:       b.issue(),
		Config:      snapshot.ConfigFile{Found: f.Config != "", Path: ".github/sensible.yml", Text: f.Config},
		Permissions: map[int64]incident.Permission{},
		Named:       map[string]incident.Person{},
		BoardState:  snapshot.BoardUnasked,
	}
	b.comments(&w)
	b.events(&w)
	b.items(&w)
	b.permissions(&w)
	return w
}

type builder struct {
	file File
	ids  map[string]int64 // folded login → id, for logins that the file gives without one
}

// learnIDs finds the ids first, so that somebody whose id stands in one place only is one person everywhere.
func (b *builder) learnIDs() {
	users := []User{b.file.Issue.User}
	for _, c := range b.file.Comments {
		users = append(users, c.User)
	}
	for _, e := range b.file.Events {
		if e.Actor != nil {
			users = append(users, *e.Actor)
		}
	}
	for _, u := range users {
		if u.ID != 0 {
			b.person(u)
		}
	}
}

// person gives everybody an identity: the id where the file has one, else a negative stand-in, one for each login.
func (b *builder) person(u User) incident.Person {
	login := fold(u.Login)
	if u.ID != 0 {
		if _, known := b.ids[login]; !known {
			b.ids[login] = u.ID
		}
		return incident.Person{ID: u.ID, Login: u.Login}
	}
	id, known := b.ids[login]
	if !known {
		id = -int64(len(b.ids) + 1)
		b.ids[login] = id
	}
	return incident.Person{ID: id, Login: u.Login}
}

func (b *builder) issue() snapshot.Issue {
	i := b.file.Issue
	out := snapshot.Issue{
		ID: i.ID, NodeID: i.NodeID, Number: i.Number, Title: i.Title, Body: i.Body, URL: i.HTMLURL,
		Author: b.person(i.User), AuthorIsBot: isBot(i.User), Open: i.State != "closed", CreatedAt: utc(i.CreatedAt),
	}
	if i.ClosedAt != nil {
		out.ClosedAt = utc(*i.ClosedAt)
	}
	for _, l := range i.Labels {
		out.Labels = append(out.Labels, l.Name)
	}
	for _, u := range i.Assignees {
		out.Assignees = append(out.Assignees, b.person(u))
	}
	return out
}

func (b *builder) comments(w *snapshot.World) {
	for _, c := range b.file.Comments {
		out := snapshot.Comment{
			ID: c.ID, NodeID: c.NodeID, URL: c.HTMLURL, Author: b.person(c.User), Bot: isBot(c.User), Body: c.Body,
			CreatedAt: utc(c.CreatedAt),
		}
		if c.UpdatedAt.After(c.CreatedAt) {
			out.EditedAt = utc(c.UpdatedAt)
		}
		if out.Bot && strings.Contains(c.Body, "<!-- sensible:ledger ") && w.Card == nil {
			w.Card = &out
			continue
		}
		if out.Bot && strings.Contains(c.Body, "<!-- sensible:ledger-continuation ") {
			w.Overflow = append(w.Overflow, out)
			continue
		}
		w.Comments = append(w.Comments, out)
	}
	slices.SortStableFunc(w.Comments, func(a, c snapshot.Comment) int {
		return cmp.Or(a.CreatedAt.Compare(c.CreatedAt), cmp.Compare(a.ID, c.ID))
	})
}

// items takes over sub-issues. Those that a bot wrote may carry our marker; what a person wrote is not believed.
func (b *builder) items(w *snapshot.World) {
	for _, i := range b.file.SubIssues {
		item := snapshot.Item{
			ID: i.ID, NodeID: i.NodeID, Number: i.Number, Title: i.Title, Body: i.Body, URL: i.HTMLURL, Mine: isBot(i.User),
			Open: i.State != "closed", Declined: i.StateReason == "not_planned",
		}
		if i.ClosedAt != nil {
			item.ClosedAt = utc(*i.ClosedAt)
		}
		for _, u := range i.Assignees {
			item.Assignees = append(item.Assignees, b.person(u))
		}
		for _, l := range i.Labels {
			item.Labels = append(item.Labels, l.Name)
		}
		w.Items = append(w.Items, item)
	}
}

// kinds maps REST's names of events to GraphQL's.
var kinds = map[string]string{
	"labeled": "Labeled", "unlabeled": "Unlabeled", "assigned": "Assigned", "unassigned": "Unassigned", "closed": "Closed",
	"reopened": "Reopened", "renamed": "RenamedTitle", "cross-referenced": "CrossReferenced", "comment_deleted": "CommentDeleted",
	"referenced": "Referenced",
}

func (b *builder) events(w *snapshot.World) {
	closed := false
	for _, e := range b.file.Events {
		kind, known := kinds[e.Event]
		if !known || e.CreatedAt.IsZero() {
			continue
		}
		closed = closed || kind == "Closed"
		out := snapshot.Event{ID: cmp.Or(e.NodeID, e.ID.String()), Kind: kind, At: utc(e.CreatedAt), Reason: strings.ToUpper(e.StateReason)}
		if e.Actor != nil {
			out.Actor, out.Bot = b.person(*e.Actor), isBot(*e.Actor)
		}
		if e.Label != nil {
			out.Label = e.Label.Name
		}
		if e.Assignee != nil {
			out.Whom = b.person(*e.Assignee)
		}
		if e.Rename != nil {
			out.From, out.To = e.Rename.From, e.Rename.To
		}
		b.other(e, &out)
		w.Events = append(w.Events, out)
	}
	if i := b.file.Issue; !closed && i.ClosedAt != nil && i.ClosedBy != nil {
		w.Events = append(w.Events, snapshot.Event{
			ID: "closed_at", Kind: "Closed", Actor: b.person(*i.ClosedBy), Bot: isBot(*i.ClosedBy), At: utc(*i.ClosedAt),
			Reason: strings.ToUpper(i.StateReason),
		})
	}
	slices.SortStableFunc(w.Events, func(a, c snapshot.Event) int { return a.At.Compare(c.At) })
}

// other fills in the issue, pull request or commit that an event is about.
func (b *builder) other(e Event, out *snapshot.Event) {
	out.Commit = e.CommitID
	if e.Source == nil {
		return
	}
	i := e.Source.Issue
	out.Number, out.Title, out.URL, out.Pull = i.Number, i.Title, i.HTMLURL, len(i.PullRequest) > 0 && string(i.PullRequest) != "null"
	if i.Repository.FullName != b.file.Repository.FullName {
		out.Repo = i.Repository.FullName
	}
}

// permissions gives each account in the file what its login may do; logins that never appear can still be named.
func (b *builder) permissions(w *snapshot.World) {
	may := map[string]incident.Permission{}
	for _, login := range slices.Sorted(maps.Keys(b.file.Permissions)) { // in order, so that stand-in ids repeat
		role := b.file.Permissions[login]
		p, ok := incident.ParsePermission(fold(role))
		if alias, has := map[string]incident.Permission{"pull": incident.Read, "push": incident.Write}[fold(role)]; !ok && has {
			p = alias
		}
		may[fold(login)] = p
		who := b.person(User{Login: login})
		if p >= incident.Read {
			w.Named[fold(login)] = who
		}
		w.Permissions[who.ID] = p
	}
	see := func(p incident.Person) { w.Permissions[p.ID] = may[fold(p.Login)] }
	see(w.Issue.Author)
	for _, c := range w.Comments {
		see(c.Author)
	}
	for _, e := range w.Events {
		see(e.Actor)
	}
}

func isBot(u User) bool { return u.Type == "Bot" || strings.HasSuffix(u.Login, "[bot]") }

func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// fold makes ASCII capitals small: GitHub compares logins so.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
