package followup

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
)

func TestRowsOfTablesListsAndBoxesAreRead(t *testing.T) {
	full := "I:high S:s U:medium C:low K:prevent"
	want := incident.ActionItem{Title: "Alert on the pool", Importance: "high", Size: "s", Urgency: "medium", Confidence: "low", Kind: "prevent", DueSaid: "2026-12-24"}
	want.Owner.Login = "ben"
	for _, body := range []string{
		"## Action items\n\n- Alert on the pool @ben 2026-12-24 " + full + "\n",
		"## Action items\n\n- [ ] Alert on the pool " + full + " @ben, due 2026-12-24.\n",
		"# Follow-ups\n\n### At once\n\n* Alert on the pool (@ben, 2026-12-24) " + full + "\n",
		"## アクションアイテム\n\n1. Alert on the pool — @ben — 2026-12-24 — [" + full + "]\n",
		"## Action items\n\n| Item | Importance | Size | Urgency | Confidence | Kind | Owner | Due |\n|-|-|-|-|-|-|-|-|\n| Alert on the pool | high | S | medium | low | prevent | @ben | 2026-12-24 |\n",
		"## Action items\n\n| What | Who | By |\n|-|-|-|\n| Alert on the pool " + full + " | ben | 2026-12-24 |\n",
		"## Action items\n\n| Item | 重要度 | サイズ | 緊急度 | 確度 | 種類 | 担当 | 期限 |\n|-|-|-|-|-|-|-|-|\n| Alert on the pool | high | S | medium | low | prevent | ben | 2026-12-24 |\n",
	} {
		rows := Rows(body)
		if len(rows) != 1 || rows[0].ActionItem != want {
			t.Errorf("%q is read as %+v", body, rows)
		}
	}
}

func TestWhatIsNoOpenItemOfThatSectionIsNoRow(t *testing.T) {
	body := strings.Join([]string{
		"## What went well", "", "- the alert came at once", "", "## Action items", "", "- [x] rolled back", "> - quoted", "",
		"- one", "  - a thought about it", "- [two](https://github.example/acme/shop/issues/7)", "", "```", "- code", "```", "",
		"None yet. In the incident: `/action x`", "", "## Unknowns", "", "- three", "",
	}, "\n")
	var titles []string
	for _, r := range Rows(body) {
		titles = append(titles, r.Title+" "+r.URL)
	}
	if want := []string{"one ", "two https://github.example/acme/shop/issues/7"}; !slices.Equal(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
}

func TestARowIsTheSameItemByItsLinkItsWordsOrItsLikeness(t *testing.T) {
	items := []incident.ActionItem{
		{Said: "Alert on the pool", Title: "Alert on the pool", Number: 7, URL: "https://github.example/acme/shop/issues/7"},
		{Said: "Write down how to roll back", Title: "renamed by hand", Number: 8, Renamed: true},
		{Said: "Limit the pool per tenant", Title: "Limit the pool per tenant", Number: 9},
	}
	tests := map[string]string{
		"- [Alert earlier](https://github.example/acme/shop/issues/7)": "0 true",
		"- **Alert** on the *pool*!":                                   "0 false",
		"- write down how to roll back":                                "1 false",
		"- Renamed by hand":                                            "1 false",
		"- Limit the pool for each tenant":                             "2 true",
		"- Buy a bigger database":                                      "-1 false",
		"- acme/shop#8":                                                "1 false",
	}
	for row, want := range tests {
		m := MatchRows(Rows("## Action items\n\n"+row+"\n"), items, "acme/shop")
		if got := fmt.Sprint(m[0].Item, m[0].Reworded); len(m) != 1 || got != want {
			t.Errorf("%q is %s, want %s", row, got, want)
		}
	}
	both := MatchRows(Rows("## Action items\n\n- Limit the pool per tenant\n- Limit the pool per tenant and region\n"), items, "acme/shop")
	if both[0].Item != 2 || both[1].Item != -1 {
		t.Errorf("a second row like an item that has its own is news: %+v", both)
	}
}

func FuzzRows(f *testing.F) {
	f.Add("## Action items\n\n- a @ben I:high\n| Item | Owner |\n|-|-|\n| x | |\n")
	f.Add("# アクション\n- [ ] あ\n")
	f.Fuzz(func(t *testing.T, body string) {
		for _, r := range Rows(body) {
			if strings.TrimSpace(r.Title) == "" {
				t.Fatalf("an item without a title: %+v", r)
			}
		}
	})
}
