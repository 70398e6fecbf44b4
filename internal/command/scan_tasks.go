package command

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Task is one item of a top-level task list in a comment: who does what, now.
type Task struct {
	Text  string // what is to be done, as written, without the box and the owner
	Owner string // login without "@"; "" where the item names nobody first
	Done  bool   // ticked
	Line  int    // 1-based line of the body
}

// Tasks returns the visible items "- [ ] @ben check the queue" of a comment,
// top to bottom. Items inside quotes, other items or raw HTML are left out.
func Tasks(body string) []Task {
	if !strings.Contains(body, "[") {
		return nil
	}
	lines := splitLines(body)
	lines = lines[:min(len(lines), maxLines)]
	p := &page{doc: parseBlocks(lines), wanted: func(int) bool { return false }}
	var out []Task
	for n := p.doc.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindList && !p.tags.hiding() {
			out = append(out, p.doc.tasks(n)...)
		}
		p.block(n)
	}
	return out
}

// tasks reads the items of one list.
func (b *blocks) tasks(list ast.Node) []Task {
	var out []Task
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		first := item.FirstChild()
		if first == nil || first.Kind() != ast.KindTextBlock && first.Kind() != ast.KindParagraph {
			continue
		}
		text, starts := b.text(first)
		if task, ok := readTask(text); ok && len(starts) > 0 {
			task.Line = starts[0].line + 1
			out = append(out, task)
		}
	}
	return out
}

// readTask reads an item's text: the box, perhaps an owner, what to do.
func readTask(text string) (Task, bool) {
	if len(text) < 4 || text[0] != '[' || text[2] != ']' || !strings.ContainsAny(text[1:2], " xX") || !strings.ContainsAny(text[3:4], " \t") {
		return Task{}, false
	}
	rest := strings.Trim(strings.ReplaceAll(text[4:], "\n", " "), " \t")
	task := Task{Done: text[1] != ' '}
	if word, after := nextWord(rest); len(word) > 1 && word[0] == '@' {
		if login := strings.TrimRight(word[1:], ":,"); isLogin(login) {
			task.Owner, rest = login, after
		}
	}
	task.Text = rest
	return task, rest != "" || task.Owner != ""
}

// isLogin reports a name that an account on GitHub can have.
func isLogin(s string) bool {
	if s == "" || len(s) > 39 || s[0] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
