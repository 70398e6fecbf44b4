package main

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// openJapanese is an incident of a repository whose policy asks for Japanese.
func openJapanese(t *testing.T) *live {
	t.Helper()
	l := openLive(t)
	l.config("language: ja\nstage: 2\nteam: {zones: [UTC, Asia/Tokyo]}\npeople: {ben: {zone: Asia/Tokyo}, cho: {zone: Asia/Tokyo}}\n")
	var made struct{ Number int }
	body := "### 何が起きていますか？\n\n決済がすべて 502 になる\n\n### 重大度\n\nSEV2\n\n### どのように検知しましたか？\n\nお客様\n"
	l.call("aiko", "POST", "/repos/"+l.repo+"/issues", map[string]any{"title": "決済が 502", "body": body, "labels": []string{"incident"}}, &made)
	l.issue = made.Number
	l.rest()
	return l
}

var (
	unspoken    = regexp.MustCompile("(?s)```.*?```|`[^`]*`|<!--.*?-->|<[^>]*>|\\[[^\\]]*\\]\\([^)]*\\)|https?://\\S+")
	englishText = regexp.MustCompile(`[A-Za-z][A-Za-z'-]*(?:[ ,.;]+[A-Za-z][A-Za-z'-]*){3,}`)
)

// inJapanese fails where four English words stand in a row outside code and links.
func (l *live) inJapanese(text string) {
	l.t.Helper()
	if left := englishText.FindString(unspoken.ReplaceAllString(text, " 。")); left != "" {
		l.t.Errorf("%q is left in English in:\n%s", left, text)
	}
}

func TestAnIncidentOfAJapaneseTeamIsInJapaneseFromCardToPostmortem(t *testing.T) {
	l := openJapanese(t)
	l.must(l.card().Body, "決済が 502 · 調査中")
	l.inJapanese(l.card().Body)

	l.say("ben", "/確認\n／影響　誰も支払えない\n/特定 接続プールが枯渇")
	l.say("cho", "/fxied")
	l.say("ben", "/ヘルプ")
	l.say("ben", "/修正 ロールバックした 10分前\n/アクション プールの使用率でアラートを出す I:high S:s U:medium C:high K:detect")
	l.must(l.card().Body, "リード @ben")
	l.must(l.card().Body, "影響：誰も支払えない")
	l.must(l.card().Body, "経過観察中")
	l.inJapanese(l.card().Body)

	l.wait(30 * time.Minute)
	l.say("ben", "/復旧 2分前")
	l.must(l.card().Body, "復旧済み")
	l.must(l.card().Body, " 分")
	l.must(l.labels(), "phase/post-incident")
	l.wait(5 * time.Minute)
	ours := l.ours()
	all := ""
	for _, c := range ours {
		l.inJapanese(c.Body)
		all += c.Body
	}
	l.must(all, "解消しました")
	l.must(all, "**未適用**：`/fxied`")
	l.must(all, "まず覚える七つ")

	l.say("ben", "/ポストモーテム")
	l.japanesePull()
	l.japaneseLabels()
}

// japanesePull looks at the postmortem's pull request and its document.
func (l *live) japanesePull() {
	l.t.Helper()
	var pulls []struct {
		Number      int
		Title, Body string
		Head        struct{ Ref string }
	}
	l.call("aiko", "GET", "/repos/"+l.repo+"/pulls?state=all", nil, &pulls)
	if len(pulls) != 1 {
		l.t.Fatalf("%d pull requests, want the postmortem", len(pulls))
	}
	if pulls[0].Title != "ポストモーテム: 決済が 502" {
		l.t.Errorf("its title is %q", pulls[0].Title)
	}
	l.inJapanese(pulls[0].Body)
	var files []struct {
		Filename, Patch string
	}
	l.call("aiko", "GET", "/repos/"+l.repo+"/pulls/"+strconv.Itoa(pulls[0].Number)+"/files", nil, &files)
	for _, f := range files {
		if strings.HasSuffix(f.Filename, ".md") {
			l.must(f.Patch, "## タイムライン")
			l.must(f.Patch, "ロールバックした")
			return
		}
	}
	l.t.Errorf("no document among %d files", len(files))
}

// japaneseLabels looks at the labels that were made for this incident; those of the English one before it stay.
func (l *live) japaneseLabels() {
	l.t.Helper()
	var labels []struct{ Name, Description string }
	l.call("aiko", "GET", "/repos/"+l.repo+"/labels?per_page=100", nil, &labels)
	for _, label := range labels {
		if label.Name == "kind/detect" {
			if label.Description != "アクションアイテムの種類：検知" {
				l.t.Errorf("%s is described as %q", label.Name, label.Description)
			}
			return
		}
	}
	l.t.Errorf("no label kind/detect among %v", labels)
}
