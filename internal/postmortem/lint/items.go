package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/sensible-im/sensible/internal/pattern"
)

// action is an action item of the document, in a table or a list.
type action struct {
	at     int
	title  string
	all    string // everything the row says
	cells  map[string]string
	listed bool
}

var (
	actionsTitle = pattern.Of(`(?i)action items?|follow[- ]?ups?|^(?:next steps|remediation|corrective actions?|actions)$|アクション|再発防止|対応項目|対応策|今後の対応`)
	// vagueEn and vagueJa are intentions without an end: nobody can say when they are done.
	vagueEn = pattern.Of(`(?i)\b(?:be(?: more)? (?:careful|mindful|vigilant|attentive|cautious|aware|diligent)|take (?:more )?care|pay (?:more |closer )?attention|more careful(?:ly)?|try (?:harder|to)|keep in mind|remember to|don'?t forget|do better|` +
		`(?:look|looking) into|think about|consider|explore|investigate|discuss|work on|revisit|continue|improve|enhance|strengthen|better|more (?:tests|testing|monitoring|documentation|training|communication|alerts|alerting|logging|reviews?)|` +
		`make sure (?:this|it|that this) (?:doesn'?t|never|does not)|ensure (?:this|it) (?:never|doesn'?t|does not)|(?:never|not) (?:happen )?again|as (?:needed|appropriate)|all (?:the )?(?:services|systems|things)|everything|everywhere|asap|etc\.?|various|and so on|educate|train (?:people|everyone|engineers|the team))\b`)
	boundEn = pattern.Of(`(?i)\b(?:so that|until|by \d|below|above|under|within|at least|at most|when|if|less than|more than|per)\b|\d`)
	hopeEn  = pattern.Of(`(?i)\bbe(?: more)? (?:careful|mindful|vigilant|attentive|cautious|aware|diligent)\b|pay (?:more |closer )?attention|more careful|try harder|do better|don'?t forget|remember to|keep in mind|never (?:happen )?again|take (?:more )?care`)
	vagueJa = pattern.Of(`気を(?:つけ|付け)|注意(?:する|して|喚起|を払)|徹底|意識|心がけ|心掛け|検討|周知|強化(?:する)?$|見直(?:す|し)$|改善(?:する|を図る)?$|ダブルチェック|努め|頑張|考える|二度と|なるべく|できるだけ|適宜|必要に応じて`)
	owner   = pattern.Of(`(?i)@[a-z0-9][a-z0-9-]*|\b(?:owner|assignee|assigned to|dri)\b\s*[:=]\s*\S|担当(?:者)?\s*[:：]\s*\S|担当は`)
	isu     = pattern.Of(`(?i)\b(?:I|importance)\s*[:=].*\b(?:S|size)\s*[:=].*\b(?:U|urgency)\s*[:=]|\bISU\s*[:=]?\s*\d|重要度.*(?:規模|サイズ).*緊急度`)
	holding = pattern.Of(`(?i)\b(?:prevent\w*|detect\w*|alert\w*|monitor\w*|tests?|testing|guard\w*|validat\w*|limit\w*|checks?|checked|checking|block\w*|lint\w*|canar\w*|gate\w*|refuse\w*|reject\w*|require\w*|enforce\w*|automat\w*|probe\w*|page\w*|quota\w*|timeouts?|dry[- ]run\w*|confirm\w*|protect\w*|assert\w*|dashboards?|slos?|circuit breakers?|staging|ci)\b|防止|予防|検知|検出|監視|アラート|テスト|検証|自動|制限|拒否|チェック|ガード|上限|通知|確認ダイアログ`)
	nothing = pattern.Of(`(?i)^[\s–—-]*$|^(?:nobody yet|none|unassigned|tbd|todo|n/?a|\?|未定|なし|未割り当て)$`)
)

// actions gathers the items below the headings of the action items. head is where the first such heading stands, -1 if
// there is none.
func (p *page) actions() (out []action, head int) {
	head = -1
	for _, b := range p.blocks {
		switch {
		case b.kind == heading && actionsTitle.MatchString(b.flat) && head < 0:
			head = b.start
		case b.kind == item && b.first && b.depth == 1 && !b.quoted && actionsTitle.MatchString(b.section):
			out = append(out, action{at: b.place(0), title: strings.TrimSpace(b.flat), all: b.flat, listed: true})
		}
	}
	for _, t := range p.tables {
		if !actionsTitle.MatchString(t.section) || len(t.rows) < 2 {
			continue
		}
		for _, row := range t.rows[1:] {
			a := action{at: t.start, all: p.rowText(row), cells: map[string]string{}}
			for i, c := range row {
				text := strings.TrimSpace(p.blocks[c].flat)
				if i < len(t.rows[0]) {
					a.cells[strings.ToLower(strings.TrimSpace(p.blocks[t.rows[0][i]].flat))] = text
				}
				if a.title == "" && utf8.RuneCountInString(text) > 2 {
					a.title, a.at = text, p.blocks[c].place(0)
				}
			}
			if a.title != "" {
				out = append(out, a)
			}
		}
	}
	return out, head
}

// vagueItems is PM020: an item that cannot be done, or of which nobody could say that it is done.
func vagueItems(p *page) []hit {
	var out []hit
	list, _ := p.actions()
	for _, a := range list {
		words := len(strings.Fields(a.title))
		wide := vagueJa.MatchString(a.title)
		short := words < 2 && utf8.RuneCountInString(a.title) < 6 || words < 3 && ascii(a.title) && !a.hasTarget()
		switch {
		case hopeEn.MatchString(a.title) || vagueEn.MatchString(a.title) && !a.bounded() || wide:
			out = append(out, hit{at: a.at, text: "open", level: Warning})
		case short:
			out = append(out, hit{at: a.at, text: "short", level: Warning})
		}
	}
	return out
}

// bounded: the title says when it is done, or its kind has an end of its own (what was found is written down).
func (a action) bounded() bool {
	return boundEn.MatchString(bare(a.title)) || a.cells["kind"] == "investigate" || strings.Contains(a.all, "K:investigate")
}

// bare is the title without what classifies it.
func bare(title string) string { return noise.ReplaceAllString(title, "") }

var noise = pattern.Of(`(?i)#\d+|\b[ISUCK]:\S+|\(?@\S+`)

// hasTarget: an item of two words may still be whole where it names a thing, as code or a link.
func (a action) hasTarget() bool { return strings.ContainsAny(a.title, "\uFFFC#/") }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unownedItems is PM021: nobody has it, or it is not classified by importance, size and urgency.
func unownedItems(p *page) []hit {
	var out []hit
	list, _ := p.actions()
	for _, a := range list {
		text := ""
		switch owned, sized := a.owned(), a.sized(); {
		case !owned && !sized:
			text = "both"
		case !owned:
			text = "owner"
		case !sized:
			text = "isu"
		default:
			continue
		}
		out = append(out, hit{at: a.at, text: text, level: Warning})
	}
	return out
}

func (a action) owned() bool {
	for _, name := range []string{"owner", "assignee", "who", "assigned to", "dri", "担当", "担当者"} {
		if text, ok := a.cells[name]; ok {
			return !nothing.MatchString(text)
		}
	}
	return owner.MatchString(a.all)
}

func (a action) sized() bool {
	known := 0
	for _, name := range [][2]string{{"importance", "重要度"}, {"size", "サイズ"}, {"urgency", "緊急度"}} {
		for _, n := range name {
			if text, ok := a.cells[n]; ok && !nothing.MatchString(text) {
				known++
			}
		}
	}
	return known == 3 || isu.MatchString(a.all) || a.cells["isu"] != "" && !nothing.MatchString(a.cells["isu"])
}

// nothingPrevents is PM022: no item keeps this from happening again, or shows it sooner.
func nothingPrevents(p *page) []hit {
	list, head := p.actions()
	if head < 0 {
		return nil
	}
	for _, a := range list {
		k, has := a.cells["kind"]
		if has && (k == "prevent" || k == "detect") || (!has || nothing.MatchString(k)) && holding.MatchString(a.title) {
			return nil
		}
	}
	return []hit{{at: head, level: Warning}}
}
