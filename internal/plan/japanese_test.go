package plan

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/wording"
)

// beginJapanese is a fresh incident of a team that writes Japanese.
func beginJapanese(t rapid.TB) Input {
	in := begin(t)
	in.Config.Language = "ja"
	in.World.Issue.Title = "決済が 502"
	in.World.Issue.Body = "### 何が起きていますか？\n\n決済がすべて 502 になる\n\n### 重大度\n\nSEV2\n\n### 発生時刻\n\n09:55 JST\n\n### どのように検知しましたか？\n\nアラート\n"
	return in
}

// TestOneIncidentReadsWellInJapanese plays the incident of the English golden files for a team that writes Japanese.
func TestOneIncidentReadsWellInJapanese(t *testing.T) {
	in := beginJapanese(t)
	judge(&in)
	settle(t, &in)
	golden(t, "ja/card-1-declared.md", in.World.Card.Body)

	say(&in, ben, 5, "/確認\n/リード @hana")
	say(&in, hana, 6, "/重大度 1 理由 誰も支払えない\n/影響 09:55 から注文が通らない")
	say(&in, ben, 14, "/特定 新しいリリースで接続プールが枯渇")
	say(&in, eve, 15, "/修正")
	say(&in, ben, 16, "/fxied\n/started at 7:40 IST\n/impact")
	say(&in, hana, 17, "/ヘルプ")
	say(&in, hana, 18, "/更新 ロールバック中、あと 10 分\n/アクション プールの使用率でアラートを出す @ben I:high S:s U:medium C:low K:detect")
	settle(t, &in)
	golden(t, "ja/card-2-identified.md", in.World.Card.Body)
	golden(t, "ja/reply.md", replyAfter(in, "/fxied"))
	golden(t, "ja/help.md", replyAfter(in, "/ヘルプ"))

	say(&in, ben, 30, "/修正 at 10:25 JST")
	say(&in, hana, 55, "/復旧 2分前")
	settle(t, &in)
	golden(t, "ja/card-3-recovered.md", in.World.Card.Body)
	golden(t, "ja/closing.md", commentOf(in, "closing:0"))
	golden(t, "ja/postmortem.md", in.World.Document.Text)
	golden(t, "ja/pull.md", in.World.Postmortem.Title+"\n\n"+in.World.Postmortem.Body)
	golden(t, "ja/item.md", in.World.Items[0].Title+"\n\n"+in.World.Items[0].Body)
	for _, body := range []string{in.World.Card.Body, commentOf(in, "closing:0"), in.World.Document.Text, in.World.Postmortem.Body, in.World.Items[0].Body, replyAfter(in, "/fxied"), replyAfter(in, "/ヘルプ")} {
		noEnglish(t, body)
		noLooseMarks(t, body)
	}
}

var (
	// notProse is code, what stands in angle brackets, addresses, and the front matter.
	notProse   = regexp.MustCompile("(?s)^---\n.*?\n---\n|```.*?```|`[^`]*`|<!--.*?-->|<[^>]*>|\\]\\([^)]*\\)|https?://\\S+")
	englishRun = regexp.MustCompile(`[A-Za-z][A-Za-z'’-]*(?:[ ,.;]+[A-Za-z][A-Za-z'’-]*){3,}`)
)

// noEnglish fails where four English words stand in a row.
func noEnglish(t *testing.T, text string) {
	t.Helper()
	if found := englishRun.FindString(notProse.ReplaceAllString(text, " 。")); found != "" {
		t.Errorf("%q is left in English in:\n%s", found, text)
	}
}

// noLooseMarks fails where emphasis stays as asterisks: a mark between Japanese punctuation and a letter neither opens nor
// closes anything.
func noLooseMarks(t *testing.T, text string) {
	t.Helper()
	var out strings.Builder
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	visible := regexp.MustCompile(`(?s)<code>.*?</code>|<!--.*?-->`).ReplaceAllString(out.String(), "")
	if n := strings.Index(visible, "**"); n >= 0 {
		t.Errorf("a mark shows: %s", visible[max(0, n-60):min(len(visible), n+60)])
	}
}

func japanese(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func TestWhatIsToBePastedHasItsBlanksInJapanese(t *testing.T) {
	var lines []string
	s := &scene{Input: beginJapanese(t)}
	for _, r := range nextRules {
		lines = append(lines, r.paste(s)...)
	}
	for _, r := range requirements {
		lines = append(lines, r.paste(s)...)
	}
	for _, spec := range command.Table() {
		c := command.Call{Actor: hana, Posted: s.Now, Policy: s.Config, Incident: s.Incident}
		if spec.Judge == nil {
			continue
		}
		if _, why := spec.Judge(c); why != nil {
			lines = append(lines, why.Paste...)
		}
	}
	legal := regexp.MustCompile(`^(?:/[a-z]+|at|JST|UTC|unknown|sev\d|lead|ops|comms|[^A-Za-z]*|[ISUCK]:[a-z]+|\+api|-web|https://…)$`)
	for _, l := range lines {
		got, err := s.book().Word("say", l)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range strings.Fields(got) {
			if !legal.MatchString(w) {
				t.Errorf("%q is to be pasted as %q", l, got)
				break
			}
		}
	}
}

func TestEveryCommandIsExplainedInJapanese(t *testing.T) {
	book := wording.In("ja")
	english := regexp.MustCompile(`\b(?:text|reason|title|verb|or|because …|why|what)\b`)
	for _, spec := range command.Table() {
		text, err := book.Word("command/"+spec.Verb, nil)
		if err != nil || !strings.ContainsFunc(text, japanese) {
			t.Errorf("/%s: %q %v", spec.Verb, text, err)
		}
		if usage, err := book.Word("usage", spec.Usage); err != nil || english.MatchString(strings.ReplaceAll(usage, "--title", "")) {
			t.Errorf("/%s %s: %v", spec.Verb, usage, err)
		}
	}
}

func TestTheLabelsOfTheDefaultsAreDescribedInJapanese(t *testing.T) {
	s := &scene{Input: beginJapanese(t)}
	cfg := s.Config.Labels
	names := []string{cfg.Incident, cfg.Drill, cfg.Severity + "unknown", actionLabel, kindPrefix + "detect"}
	for _, row := range policy.Default(2).Severities {
		names = append(names, cfg.Severity+row.Name)
	}
	for p := range phaseLooks {
		names = append(names, cfg.Phase+string(p))
	}
	for _, name := range names {
		look, meaning := s.look(name)
		text, err := s.render(look.text, meaning)
		if err != nil || !strings.ContainsFunc(text, japanese) || regexp.MustCompile(`[a-z]{3,}`).MatchString(text) {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
}

func TestASuspicionAndItsEndAreInJapanese(t *testing.T) {
	in := beginJapanese(t)
	in.World.Issue.Author, in.Timers = eve, false
	judge(&in)
	settle(t, &in)
	noEnglish(t, in.World.Card.Body)
	noLooseMarks(t, in.World.Card.Body)
	say(&in, ben, 9, "/取消 検証環境のデプロイだった")
	in.Now = in.Now.Add(time.Minute)
	settle(t, &in)
	if body := in.World.Card.Body; !strings.Contains(body, "取り消し") {
		t.Error(body)
	}
	noEnglish(t, in.World.Card.Body)
}
