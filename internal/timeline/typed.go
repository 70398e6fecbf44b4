package timeline

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline/written"
	"github.com/sensible-im/sensible/internal/when"
)

// withTyped adds what people wrote down as a timeline to the other entries: once, where both tell it.
func withTyped(in Input, out []Entry) []Entry {
	rows, pasted := typed(in)
	out = slices.DeleteFunc(out, func(e Entry) bool { return e.Source == FromComment && pasted[e.ID] })
	return append(out, untold(rows, out)...)
}

// typed tells what people wrote down by hand as a timeline: all of it in the issue's body, the rows of lists and tables in
// the comments of responders. What somebody quotes is not theirs.
//
// pasted are the ids of the entries of comments that are nothing but a timeline.
func typed(in Input) (out []Entry, pasted map[string]bool) {
	var reader written.Reader
	out, pasted = fromBody(in, &reader), map[string]bool{}
	circle := responders(in)
	for _, c := range in.World.Comments {
		if c.Mine || c.Bot || c.Minimized || !circle.has(c.Author) || !strings.ContainsAny(c.Body, "0123456789０１２３４５６７８９") {
			continue
		}
		rows := rowsOf(in, c, &reader)
		if nothingElse(c.Body, rows) {
			pasted[commentID(c)] = true
		}
		out = append(out, entriesOf(in, c, rows)...)
	}
	return out, pasted
}

// fromBody reads the issue's body, which people edit while the incident goes on: days that it leaves out are those around
// its beginning.
func fromBody(in Input, reader *written.Reader) []Entry {
	issue := in.World.Issue
	near := issue.CreatedAt
	if started := in.Ledger.Declaration.Started; !started.IsZero() {
		near = started
	}
	o := zones(in, issue.Author)
	o.Near, o.Skip, o.SkipQuotes = near, form.ShortAnswers(issue.Body), true
	return entries(reader.Read(issue.Body, o), Entry{URL: issue.URL, By: issue.Author}, "body")
}

// rowsOf reads a comment without its commands. A time without a day is the latest before the comment; one that was added
// by an edit is near it.
func rowsOf(in Input, c snapshot.Comment, reader *written.Reader) []written.Row {
	o := zones(in, c.Author)
	o.SkipQuotes = true
	if o.Limit = c.CreatedAt.Add(when.Tolerance * time.Second); !c.EditedAt.IsZero() {
		o.Near = c.CreatedAt
	}
	for n, l := range bodyLines(c.Body) {
		if l = strings.TrimLeft(l, " `"); strings.HasPrefix(l, "/") || strings.HasPrefix(l, "／") {
			if o.Skip == nil {
				o.Skip = map[int]bool{}
			}
			o.Skip[n+1] = true
		}
	}
	var out []written.Row
	for _, r := range reader.Read(c.Body, o) {
		planned := r.At.After(o.Limit) && c.EditedAt.IsZero()
		if r.Listed && !planned {
			out = append(out, r)
		}
	}
	return out
}

// bodyLines cuts a text at its line ends, of whatever system.
func bodyLines(body string) []string {
	if strings.Contains(body, "\r") {
		body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Split(body, "\n")
}

// zones are those in which the author's times may be meant.
func zones(in Input, author incident.Person) written.Options {
	team := in.Config.ZonesFor(author.Login)
	o := written.Options{Team: team}
	if team[0] != time.UTC { // UTC is what is taken anyway, but where the text names another
		o.Zone = team[0]
	}
	return o
}

// commentID is the id of a comment's entry, and what the ids of its rows begin with.
func commentID(c snapshot.Comment) string { return fmt.Sprintf("c%d", c.ID) }

func entriesOf(in Input, c snapshot.Comment, rows []written.Row) []Entry {
	if len(rows) == 0 {
		return nil
	}
	return entries(rows, Entry{URL: commentURL(in.World, c), By: c.Author}, commentID(c))
}

// entries makes entries of rows. Their ids come from what they say, not from where they stand: a row keeps its id when
// lines are added above it. A row whose time is unknown takes that of the row beside it,
// for the order only.
func entries(rows []written.Row, like Entry, prefix string) []Entry {
	var out []Entry
	used := map[string]int{}
	for i, r := range rows {
		e := like
		e.Source, e.Quality, e.At, e.Text = FromWritten, incident.Stated, r.At, inert.Clip(one(r.Text), longest)
		if r.At.IsZero() {
			e.Unknown, e.Quality, e.At = true, incident.Assumed, beside(rows, i)
			if e.At.IsZero() {
				continue // no row of this text has a time
			}
		}
		if r.Assumed {
			e.Quality = incident.Assumed
		}
		e.ID = fmt.Sprintf("%s-w%s", prefix, hash(r))
		if used[e.ID]++; used[e.ID] > 1 {
			e.ID = fmt.Sprintf("%s-%d", e.ID, used[e.ID])
		}
		out = append(out, e)
	}
	return out
}

// beside is a second before the next row that has a time, else a second after the last one: where the row stands.
func beside(rows []written.Row, i int) time.Time {
	for _, r := range rows[i:] {
		if !r.At.IsZero() {
			return r.At.Add(-time.Second)
		}
	}
	for k := i - 1; k >= 0; k-- {
		if !rows[k].At.IsZero() {
			return rows[k].At.Add(time.Second)
		}
	}
	return time.Time{}
}

func hash(r written.Row) string {
	h := fnv.New32a()
	if !r.At.IsZero() {
		_, _ = h.Write([]byte(r.At.Format(time.RFC3339))) // never fails
	}
	_, _ = h.Write([]byte(one(r.Text)))
	return fmt.Sprintf("%08x", h.Sum32())
}

// nothingElse tells whether a comment is a pasted timeline: two rows or more, and beside them only titles. Its rows say all
// of it, so that it is no row of its own.
func nothingElse(body string, rows []written.Row) bool {
	told := map[int]bool{}
	for _, r := range rows {
		told[r.Line] = true
	}
	if len(told) < 2 {
		return false
	}
	for n, l := range bodyLines(body) {
		l = strings.TrimSpace(l)
		title := l == "" || strings.HasPrefix(l, "#") || strings.HasSuffix(l, ":") && len(l) < 80
		if !told[n+1] && !title {
			return false
		}
	}
	return true
}

// untold drops written rows that a fact tells already: the same minute, and one text within the other.
func untold(rows, facts []Entry) []Entry {
	at := map[int64][]string{}
	for _, f := range facts {
		minute := f.At.Unix() / 60
		at[minute] = append(at[minute], letters(f.Text))
	}
	var out []Entry
	for _, r := range rows {
		said, told := letters(r.Text), false
		for _, f := range at[r.At.Unix()/60] {
			told = told || said == "" || strings.Contains(f, said) || f != "" && strings.Contains(said, f)
		}
		if !told || r.Unknown {
			out = append(out, r)
		}
	}
	return out
}

// letters is what a text says, without case, marks and spaces.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
