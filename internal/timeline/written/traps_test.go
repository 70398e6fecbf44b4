package written

import "testing"

func TestUnknownTimesStayInPlace(t *testing.T) {
	for _, r := range []reading{
		{name: "three question marks", text: "- [???] began\n- [13:26] seen", want: []string{"?", "2022-09-07 13:26"}},
		{name: "a clock of question marks", text: "- 10:05 a\n- ??:?? b\n- 10:20 c", want: []string{"2022-09-07 10:05", "?", "2022-09-07 10:20"}},
		{name: "to be done", text: "- 10:05 a\n- TBD: b", want: []string{"2022-09-07 10:05", "?"}},
		{name: "half a clock", text: "- 10:05 a\n- 10:?? b\n- 10:xx c", want: []string{"2022-09-07 10:05", "?", "?"}},
		{name: "a day without a clock", text: "- 2022-09-04: config merged\n- 2022-09-05 10:05 a", want: []string{"?", "2022-09-05 10:05"}},
		{name: "in a table", text: "| Time | What |\n|---|---|\n| ? | a |\n| 10:05 | b |\n| TBD | c |", want: []string{"?", "2022-09-07 10:05", "?"}},
		{name: "a to-do list is no timeline", text: "## Action items\n- TBD: tests\n- 2022-10-01: done"},
		{name: "T plus minutes", text: "- T0: 10:05 UTC deploy\n- T+5m alert\n- T+1h30m rollback", want: []string{"2022-09-07 10:05", "2022-09-07 10:10", "2022-09-07 11:35"}},
		{name: "T plus minutes, from nothing", text: "- T+0 deploy\n- T+5m alert", want: []string{"?", "?"}},
	} {
		r.check(t)
	}
}

func TestRunningTextGivesRowsToo(t *testing.T) {
	for _, r := range []reading{
		{name: "one instant in two zones", posted: "2026-04-22", text: "It's back to normal since 14:25 (16:25 Paris time in the screenshot above)", want: []string{"2026-04-22 14:25"}},
		{name: "two zones with an equals sign", text: "- 10:05 JST = 01:05 UTC down", want: []string{"2022-09-07 01:05"}},
		{name: "two zones over midnight", date: "2018-07-18", text: "- 11:02 PM ET (03:02 UTC) down", want: []string{"2018-07-19 03:02"}},
		{name: "two zones with a slash", text: "- 10:05 PDT / 13:05 EDT down", want: []string{"2022-09-07 17:05"}},
		{name: "a range in two zones", text: "maintenance on 2017/8/19 9am-4pm JST (0am-7am UTC)", posted: "2017-08-20", want: []string{"2017-08-19 00:00", "2017-08-19 07:00"}},
		{name: "a row says it", text: "Mitigated as of 2022-09-05 4:32 PM UTC\n\n- 2022-09-05 16:30 UTC a\n- 16:32 b", want: []string{"2022-09-05 16:30", "2022-09-05 16:32"}},
		{name: "a row of another day does not", text: "Mitigated as of 2022-09-06 4:32 PM UTC\n\n## 2022-09-05\n- 16:32 b", want: []string{"2022-09-06 16:32", "2022-09-05 16:32"}},
		{name: "the clock of a row without its day", text: "At 23:04 the node was drained.\n\n## Timeline\n- 2022-09-04 23:04 UTC drained", want: []string{"2022-09-04 23:04"}},
		{name: "seconds and carried zone", text: "At 2022-03-18 03:56:42 UTC, the error shows. Within one minute, at 03:57:33, it halts. The class is at 5 AM UTC.", want: []string{"2022-03-18 03:56", "2022-03-18 03:57", "2022-03-18 05:00"}},
		{name: "the day apart from the time", text: "a one hour interruption yesterday afternoon (12/13/19) starting at 21:08:12 GMT.  It resumed at 22:11:12 GMT with 54 alerts", posted: "2019-12-14", want: []string{"2019-12-13 21:08", "2019-12-13 22:11"}},
		{name: "approximately", text: "On 2021-02-23 at approximately 12:21:50 UTC, everything stopped, whereas 30 seconds previous it had been fine", want: []string{"2021-02-23 12:21"}},
		{name: "instants in code", text: "a spike around `2017-07-19T18:00:00Z` which led to failures", posted: "2017-07-20", want: []string{"2017-07-19 18:00"}},
		{name: "several in one sentence", text: "Users reported issues at 02:50 (via GitHub), 05:16 and 06:27 (both via Slack).", want: []string{"2022-09-07 02:50", "2022-09-07 05:16", "2022-09-07 06:27"}},
		{name: "a row's own text is not read again", text: "- 14:35 UTC rolled back the 14:05 deploy", want: []string{"2022-09-07 14:35"}},
		{name: "Japanese", text: "最初の通知(16:00 JST 頃)から調査開始(22:40 JST 頃)までの約 6 時間 40 分について", posted: "2026-08-03", date: "2026-08-02", want: []string{"2026-08-02 07:00", "2026-08-02 13:40"}},
	} {
		r.check(t)
	}
}

func TestWhatLooksLikeATimeIsNone(t *testing.T) {
	for _, r := range []reading{
		{name: "a fence", text: "```\n2026-04-22 10:31:02 GET /healthz 200\n```\nand Capture 2022-04-04 12 31 52.png"},
		{name: "a fence of tildes in a list", text: "- log\n\n  ~~~ text\n  10:31:02 GET\n  ~~~"},
		{name: "a fence that is not closed", text: "```\n10:31:02 GET\n\n- 10:05 x"},
		{name: "a longer fence holds a shorter", text: "````\n```\n10:31:02 GET\n```\n10:32 x\n````"},
		{name: "a quoted fence", text: "> ```\n> 10:31:02 GET\n> ```"},
		{name: "indented code", text: "See\n\n    10:31:02 GET /healthz\n"},
		{name: "pre", text: "<pre>\n10:31:02 GET\n</pre>"},
		{name: "a comment", text: "<!--\n- 10:05 example\n-->"},
		{name: "code spans", text: "run `date -d 10:05 +%s` and `2022-09-05 10:05:00 ERROR x`"},
		{name: "a template", text: "## Timeline\n- HH:MM - what happened\n- YYYY-MM-DD HH:MM UTC\n- {{ 10:05 }} x\n- T-XXm - (Event)\n- XX:XX thing"},
		{name: "file names", text: "see 2017-02-24-outage.log and logs/2022-09-05_10:05.txt and shot-10:05.png"},
		{name: "addresses", text: "see https://x.example/2022-09-05T10:05:00Z?t=10:05 and [a](http://h:10/10:05)"},
		{name: "a picture", text: "![at 2022-09-05 10:05](https://x.example/a.png)"},
		{name: "durations", text: "it took 10:05 minutes, lasted 1:30 and ran for 2:15 hours. Duration: 1:30. Downtime 00:47:12"},
		{name: "ratios", text: "a ratio of 10:12 and 16:9, aspect 16:10"},
		{name: "versions and IPs", text: "v1.10.05 on 10.0.10.05:8080, 2022.1.5, 10.20.30.40, localhost:10:05"},
		{name: "hashes and hex", text: "fix 1005ab at 00:1a:2b:3c:4d:5e and 12:34:56:78:9a:bc and fe80::10:05"},
		{name: "line numbers", text: "main.go:10:05: undefined and file.c:12:34"},
		{name: "struck", text: "- ~~10:05 restarted~~"},
		{name: "issues and numbers", text: "#1005 and 1234 and $10.05 and 3/16 and 99%"},
		{name: "impossible clocks", text: "- 25:61 x\n- 10:75 y"},
		{name: "a number list", text: "1. one\n2. two\n10. ten"},
		{name: "words", text: "I may go; dec 12 pods; at noon we ate"},
		{name: "dates alone", text: "Released on 2022-09-05, see March 3rd."},
		{name: "a template of zeros", text: "## Timeline (UTC)\n\n- 00:00 Detection:\n- 00:00 Mitigation:\n- 00:00 Resolution:"},
		{name: "habits and plans", text: "Working hours 09:00–18:00. Office hours are 9:00 to 17:00. Next update at 15:00 UTC."},
		{name: "Japanese durations", text: "約 6 時間 40 分、10時間"},
	} {
		r.check(t)
	}
}
