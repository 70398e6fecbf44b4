package followup

import (
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/pattern"
)

// Row is an action item as a document tells it. URL is the address that its title links to, if any. Of the item only Title,
// Owner.Login, the values, Kind and DueSaid are filled; a value that is none is left out.
type Row struct {
	incident.ActionItem
	URL string
}

var (
	itemsTitle = pattern.Of(`(?i)action items?|follow[- ]?ups?|^(?:next steps|remediation|corrective actions?|actions)$|アクション|再発防止|対応項目|対応策|今後の対応`)
	dateWord   = pattern.Of(`^\d{4}-\d{2}-\d{2}$`)
	noWord     = pattern.Of(`(?i)^(?:[\s–—-]*|nobody yet|none|unassigned|tbd|todo|n/?a|\?|未定|なし|未割り当て|まだいません)$`)
)

// columns are the headings of a table's columns, folded, and what stands below them.
var columns = map[string]string{
	"item": "title", "action": "title", "action item": "title", "what": "title", "title": "title", "task": "title", "description": "title",
	"項目": "title", "内容": "title", "アクション": "title", "アイテム": "title", "アクションアイテム": "title", "対応": "title",
	"importance": "I", "i": "I", "重要度": "I", "size": "S", "s": "S", "サイズ": "S", "規模": "S",
	"urgency": "U", "u": "U", "緊急度": "U", "confidence": "C", "c": "C", "確度": "C", "kind": "K", "k": "K", "type": "K", "種類": "K", "種別": "K",
	"owner": "owner", "assignee": "owner", "who": "owner", "assigned to": "owner", "dri": "owner", "担当": "owner", "担当者": "owner",
	"due": "due", "due date": "due", "date": "due", "by": "due", "deadline": "due", "期限": "due",
}

// Rows finds the action items below the headings of a Markdown document that announce some: rows of tables, and items of
// lists with or without boxes. A ticked box, a quoted list and an item within an item are none.
func Rows(markdown string) []Row {
	source := []byte(markdown)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	var out []Row
	depth := 0 // of the heading whose section it is; 0 = not in one
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			switch {
			case itemsTitle.MatchString(plain(n, source)) && (depth == 0 || n.Level <= depth):
				depth = n.Level
			case n.Level <= depth:
				depth = 0
			}
		case *ast.List:
			if depth > 0 {
				out = append(out, listRows(n, source)...)
			}
		case *east.Table:
			if depth > 0 {
				out = append(out, tableRows(n, source)...)
			}
		}
	}
	return out
}

func listRows(list *ast.List, source []byte) []Row {
	var out []Row
	for i := list.FirstChild(); i != nil; i = i.NextSibling() {
		first := i.FirstChild()
		if first == nil || first.Kind() != ast.KindTextBlock && first.Kind() != ast.KindParagraph {
			continue
		}
		if box, ok := first.FirstChild().(*east.TaskCheckBox); ok && box.IsChecked {
			continue
		}
		if r := readRow(plain(first, source)); r.Title != "" {
			r.URL = firstLink(first)
			out = append(out, r)
		}
	}
	return out
}

func tableRows(table *east.Table, source []byte) []Row {
	var heads []string
	var out []Row
	for r := table.FirstChild(); r != nil; r = r.NextSibling() {
		if r.Kind() == east.KindTableHeader {
			for c := r.FirstChild(); c != nil; c = c.NextSibling() {
				heads = append(heads, columns[strings.ToLower(strings.TrimSpace(plain(c, source)))])
			}
			continue
		}
		var row Row
		n := 0
		for c := r.FirstChild(); c != nil && n < len(heads); c = c.NextSibling() {
			row.cell(heads[n], strings.TrimSpace(plain(c, source)), firstLink(c))
			n++
		}
		if row.Title != "" {
			out = append(out, row)
		}
	}
	return out
}

// cell takes over one cell of a table.
func (r *Row) cell(column, said, link string) {
	if noWord.MatchString(said) {
		return
	}
	switch column {
	case "":
	case "title":
		owner, due := r.Owner, r.DueSaid
		one := readRow(said)
		r.ActionItem = merged(one.ActionItem, r.ActionItem)
		r.Title, r.URL = one.Title, link
		if owner.Login != "" {
			r.Owner = owner
		}
		if due != "" {
			r.DueSaid = due
		}
	case "owner":
		word := strings.TrimPrefix(strings.Fields(said)[0], "@")
		r.Owner.Login = owner("@" + strings.Trim(word, ",;()"))
	case "due":
		if _, err := time.Parse(time.DateOnly, said); err == nil {
			r.DueSaid = said
		}
	default:
		for _, f := range fields() {
			if f.letter == column {
				f.set(&r.ActionItem, said)
			}
		}
	}
}

// merged is b with what only a tells.
func merged(a, b incident.ActionItem) incident.ActionItem {
	for _, f := range fields() {
		if *f.of(&b) == "" {
			*f.of(&b) = *f.of(&a)
		}
	}
	if b.Owner.Login == "" {
		b.Owner = a.Owner
	}
	if b.DueSaid == "" {
		b.DueSaid = a.DueSaid
	}
	return b
}

// readRow reads the text of a list item: values anywhere, and an owner and a date at the end, however they are set apart.
func readRow(said string) Row {
	l := read(said)
	r := Row{ActionItem: l.item}
	words := l.text
	for more := true; more && len(words) > 0; {
		last := strings.Trim(words[len(words)-1], "()[],;:.、。（）")
		switch {
		case owner(last) != "" && r.Owner.Login == "":
			r.Owner.Login = owner(last)
		case dateWord.MatchString(last) && r.DueSaid == "":
			r.DueSaid = last
		case last == "" || strings.Trim(last, "-–—|·・→") == "":
		case (r.DueSaid != "" || r.Owner.Login != "") && introduces[strings.ToLower(last)]:
		default:
			more = false
			continue
		}
		words = words[:len(words)-1]
	}
	if r.Owner.Login == "" {
		words, r.Owner.Login = cutOwner(words)
	}
	r.Title = strings.TrimRight(strings.Join(words, " "), " -–—|·,;:")
	return r
}

// introduces are words before an owner or a date that belong to it.
var introduces = map[string]bool{"due": true, "by": true, "until": true, "owner": true, "assignee": true, "期限": true, "担当": true}
