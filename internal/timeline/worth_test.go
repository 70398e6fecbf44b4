package timeline

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// TestWhatACommentIsByItsWords holds the rules to comments as people write them, in English and Japanese.
func TestWhatACommentIsByItsWords(t *testing.T) {
	tests := map[kind][]string{
		noise: {
			"+1", "-1", "👍", "🎉👍", ":tada: :+1:", "+1 👍", "Thanks!", "thanks", "Thank you so much, everyone!", "thx @ben", "Thanks for the quick fix!",
			"thanks for the update", "LGTM", "lgtm, thanks", "ok", "OK 👌", "Okay, got it.", "same", "Same here", "same here!!", "me too", "Me too, +1", "same issue here", "us too",
			"yes", "no", "Nice work, team!", "great job everyone", "Welcome back!", "I'll be back", "any update?", "Any updates on this?", "any news??", "Any ETA please?",
			"is there any update on this?", "bump", "following", "hello", "Good morning all", "no worries", "Sounds good", "@ben @aiko", "...", "", "???", "ack", "This!", "noted, will do", "sorry!",
			"ありがとうございます！", "ありがとうございます、助かります🙏", "了解です", "了解しました。", "承知しました", "お疲れ様です！", "なるほど", "同じく", "私もです", "いいね👍", "よろしくお願いします。", "対応ありがとうございます",
			"何か進展ですか？", "すみません！", "さすがです",
		},
		asking: {
			"What is going on?", "Who is looking?", "When will this be fixed?", "Is it back?", "Should we roll back?", "Does anyone have access to the console?",
			"復旧しましたか？", "復旧はいつですか。", "ロールバックしますか？", "誰が見ていますか",
		},
		neutral: {
			"I will ask Tokyo in the morning", "Let us meet in the usual room", "Ben has the keys", "/var/lib/data belongs to root", "https://status.example/incidents/1", "明日の朝にまた見ます", "会議室に集まりましょう",
			"We talk to them at noon", "My coffee is cold",
		},
		telling: {
			"it is back", "It's back!", "It’s back", "and it's down again", "rolled back", "Rolled back to v41", "We are rolling back", "rollback done", "reverted the config", "still failing",
			"still seeing errors in eu-west", "+1, still failing for us", "same here: 502 on checkout", "me too, I get a timeout", "503s since the deploy, 503 everywhere", "error rate is 40%", "p99 is 900ms",
			"latency is normal", "Restarted the workers", "failed over to the replica", "the certificate expired", "root cause: full disk", "It is caused by the migration", "Found it: a bad index",
			"looks like DNS", "disabled the feature flag", "scaled to 40 nodes", "all clear", "works for me again", "Thanks, working now", "thanks! it is fixed", "customers report empty carts",
			"no impact on payments", "on it", "I'm on it", "investigating", "looking into the database", "paged the network team", "CPU spikes every 5 minutes", "out of memory on db-3", "queue is draining",
			"Is it down? I get errors since 10:05.", "deployment of 10:02 is suspect", "mitigated by blocking the crawler", "hotfix is out", "ETA 20 minutes",
			"復旧しました", "復旧しました！ありがとうございます", "まだエラーが出ています", "直りました", "ロールバック完了", "切り戻しました", "再起動したら治りました", "原因はDNSでした", "原因判明", "お客様から問い合わせが来ています", "レイテンシが戻りました", "サイトが落ちています",
			"決済が使えません", "リリース直後から遅いです", "調査中です", "証明書の期限切れ", "正常に戻った", "ログを見るとタイムアウトが多発", "私も同じエラーです",
		},
	}
	names := map[kind]string{noise: "noise", asking: "asking", neutral: "neutral", telling: "telling"}
	cases := 0
	for want, texts := range tests {
		for _, text := range texts {
			cases++
			if got := kindOf(text); got != want {
				t.Errorf("%q is %s, want %s", text, names[got], names[want])
			}
		}
	}
	if cases < 80 {
		t.Errorf("%d cases", cases)
	}
}

// TestWhoSaidItAndWhenWeighs runs the same words through all that else counts.
func TestWhoSaidItAndWhenWeighs(t *testing.T) {
	recovered := incident.Incident{Milestones: map[incident.Milestone]incident.Point{incident.Recovered: {At: at(60)}}}
	byBen := ledger.Ledger{Facts: []ledger.Fact{{Seq: 1, Comment: 900, Line: 1, At: at(1), Actor: ben, Verb: "ack"}}}
	tests := []struct {
		name, body                                 string
		strangerIn, strangerAfter, benIn, benAfter bool
	}{
		{"what tells something is kept, whoever says it", "it is back", true, true, true, true},
		{"plain words are kept while it lasts, later only a responder's", "I will ask Tokyo", true, false, true, true},
		{"a question counts only from a responder at work", "Should we call the provider?", false, false, true, false},
		{"noise is noise, whoever makes it", "+1", false, false, false, false},
		{"a picture tells something", "![graph](https://x.example/g.png)", true, true, true, true},
	}
	for _, tt := range tests {
		for _, c := range []struct {
			who   string
			p     incident.Person
			after int
			want  bool
		}{
			{"a stranger during", incident.Person{ID: 9, Login: "eve"}, 5, tt.strangerIn}, {"a stranger after", incident.Person{ID: 9, Login: "eve"}, 90, tt.strangerAfter},
			{"a responder during", ben, 5, tt.benIn}, {"a responder after", ben, 90, tt.benAfter},
		} {
			out := build(t, Input{Incident: recovered, Ledger: byBen, World: snapshot.World{Comments: []snapshot.Comment{
				{ID: 1001, Author: c.p, CreatedAt: at(c.after), Body: tt.body},
			}}})
			got := false
			for _, e := range out {
				got = got || e.ID == "c1001"
			}
			if got != c.want {
				t.Errorf("%s, by %s: kept %v, want %v", tt.name, c.who, got, c.want)
			}
		}
	}
}

func TestWhatPeopleMayDoIsNotLookedAt(t *testing.T) {
	in := Input{
		Incident: incident.Incident{Milestones: map[incident.Milestone]incident.Point{incident.Recovered: {At: at(1)}}},
		World:    snapshot.World{Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(5), Body: "My coffee is cold"}}},
	}
	before := len(build(t, in))
	in.World.Permissions = map[int64]incident.Permission{ben.ID: incident.Admin}
	if after := len(build(t, in)); before != after {
		t.Errorf("%d rows while a permission is known, else %d: an idle look would rewrite the card", after, before)
	}
}

func TestLogsAreShortened(t *testing.T) {
	long := strings.Repeat("2026-11-22 01:05:00 ERROR connection refused\n", 300)
	tests := []struct{ name, body, want string }{
		{"a line of code", "See\n```\npanic: x\n```\nabove", "See panic: x above"},
		{"a fenced log", "It says\n```text\n" + long + "```\n", "It says 2026-11-22 01:05:00 ERROR connection refused … (299 more lines)"},
		{"a fence that never ends", "It says\n~~~\n" + long, "It says 2026-11-22 01:05:00 ERROR connection refused … (299 more lines)"},
		{"a fence within a longer fence", "````\n```\na\n```\n````\nthe pool is full", "``` … (2 more lines) the pool is full"},
		{"a log without a fence", "It says\n" + long + "\nand more", "It says 2026-11-22 01:05:00 ERROR connection refused … (299 more lines) and more"},
		{"a few lines of it", "It says\n10:05:01 restarted\n10:06:01 still failing", "It says 10:05:01 restarted 10:06:01 still failing"},
		{"one long line", "```\nerror " + strings.Repeat("x", 500) + "\n```", "error " + strings.Repeat("x", longestLog-6) + "…"},
		{"the address of a link", "the [graph](https://x.example/g?a=1) shows a spike", "the graph shows a spike"},
		{"tags", "<details><summary>log</summary>\nit is down<br>again</details>", "log it is down again"},
		{"what is no tag", "the value is <nil> & fails", "the value is <nil> & fails"},
	}
	for _, tt := range tests {
		out := build(t, Input{World: snapshot.World{Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(1), Body: tt.body}}}})
		if len(out) != 1 || out[0].Text != tt.want {
			t.Errorf("%s: %+v, want %q", tt.name, out, tt.want)
		}
	}
}

func TestImagesAreLinkedAndNeverPartOfTheText(t *testing.T) {
	tests := []struct {
		name, body, text string
		images           []Image
	}{
		{"Markdown", "errors rise ![p99 | x](https://x.example/g.png \"t\")", "errors rise", []Image{{"p99 | x", "https://x.example/g.png"}}},
		{"HTML", `errors rise <img width="5" alt="p99" src="https://x.example/g.png?a=1&amp;b=2">`, "errors rise", []Image{{"p99", "https://x.example/g.png?a=1&b=2"}}},
		{"GitHub's own", "errors rise\nhttps://github.com/user-attachments/assets/0a1b2c3d-0000-4000-8000-000000000001", "errors rise", []Image{{"", "https://github.com/user-attachments/assets/0a1b2c3d-0000-4000-8000-000000000001"}}},
		{"nothing but two", "![a](https://x.example/a.png)\n![b](https://x.example/b.png)", "2 images: a", []Image{{"a", "https://x.example/a.png"}, {"b", "https://x.example/b.png"}}},
		{"another scheme", "errors rise ![a](javascript:alert(1))", "errors rise )", nil},
	}
	for _, tt := range tests {
		out := build(t, Input{World: snapshot.World{Comments: []snapshot.Comment{{ID: 1001, Author: ben, CreatedAt: at(1), Body: tt.body}}}})
		if len(out) != 1 || out[0].Text != tt.text || len(out[0].Images) != len(tt.images) {
			t.Errorf("%s: %+v", tt.name, out)
			continue
		}
		for n, want := range tt.images {
			if out[0].Images[n] != want {
				t.Errorf("%s: %+v, want %+v", tt.name, out[0].Images[n], want)
			}
		}
	}
}

func FuzzSpoken(f *testing.F) {
	for _, seed := range []string{"it is back", "```\nx", "~~~~\r\n```\n", "![a](b) <img src='https://x'>", "\u202eabc\u200b", "復旧しましたか。", "/note ^\n> x\n<!-- -", "\xff\xfe."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c := snapshot.Comment{ID: 1, Author: ben, CreatedAt: zero, Body: body}
		s := spoken(c, (Input{}).Config, nil)
		if strings.ContainsAny(s.text, "\r\n") || len(s.images) > mostImages {
			t.Errorf("%q", s.text)
		}
		if k := kindOf(s.text); k < noise || k > telling {
			t.Error(k)
		}
	})
}
