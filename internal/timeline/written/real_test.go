package written

import (
	"slices"
	"testing"
)

func TestReportsAsPeopleWriteThem(t *testing.T) {
	for _, r := range []reading{
		{name: "prose before the zone is declared", posted: "2019-02-09", text: "# February 8th, 2019 - Prow slow\n\nLast Modified: 2019-02-08\n\nThe jobs could not start. (Between\n1:46pm - 5:30pm)\n\nvery slow (Between 4:06pm (first notice) - 5:30pm)\n\n## Timeline\n\nAll times in PST, on February 8th 2019\n\n* [13:20] merged (https://github.com/a/b/pull/11172), triggering a deploy.\n          And it starts to schedule.\n* [16:04] noticed\n* [17:59] cleaned",
			want: []string{"2019-02-08 21:46", "2019-02-09 01:30", "2019-02-09 00:06", "2019-02-08 21:20", "2019-02-09 00:04", "2019-02-09 01:59"}},
		{name: "front matter", posted: "2022-12-01", text: "---\nlayout: post\ndate: 2022-12-01 09:00:00 +0100\ntitle: \"Downtime on November 30, 2022\"\n---\n\nOur server was offline from 09:50 (CEST) during 13 minutes.\n\nAround **09:49** (CEST), we ran a deployment.", want: []string{"2022-11-30 07:50", "2022-11-30 07:49"}},
		{name: "the afternoon in words", text: "Alerts at 3:46 in the morning and at 4:10 in the afternoon.", want: []string{"2022-09-07 03:46", "2022-09-07 16:10"}},
		{name: "the clock that date prints", text: "- Mon Sep  5 10:05:00 UTC 2022 down", want: []string{"2022-09-05 10:05"}},
		{name: "a status page", text: "## Sept 5, 2022\n\n**Resolved** - This is over.\nSep 5, 14:31 UTC\n\n**Monitoring** - A fix is in.\nSep 5, 13:31 UTC", want: []string{"2022-09-05 14:31", "2022-09-05 13:31"}},
		{name: "a status page with years", text: "Resolved\nThis is over.\nPosted Sep 05, 2022 - 11:11 UTC\n\nInvestigating\nWe look. Next update by 11:00 UTC.\nPosted Sep 05, 2022 - 10:11 UTC", want: []string{"2022-09-05 11:11", "2022-09-05 10:11"}},
		{name: "day numbers", text: "# 2022-09-05\n## Day 1\n- 10:00 a\n## Day 2\n- 09:00 b\n## Day 3\n- 08:00 c", want: []string{"2022-09-05 10:00", "2022-09-06 09:00", "2022-09-07 08:00"}},
		{name: "labels", text: "- **Start:** 2022-09-05 9:05 UTC\n- **Detected:** 9:15\n- **Resolved:** 10:05\n- **Duration:** 1:00", want: []string{"2022-09-05 09:05", "2022-09-05 09:15", "2022-09-05 10:05"}},
		{name: "labels that rows repeat", text: "**Start:** 2022-09-05 09:05 UTC\n**End:** 2022-09-05 10:05 UTC\n\n### Timeline (UTC)\n\n- 09:05 a\n- 10:05 b", want: []string{"2022-09-05 09:05", "2022-09-05 10:05"}},
		{name: "a reply's header", text: "fixed\n\nOn Mon, Sep 5, 2022 at 11:11 AM Ben wrote:\n\nthanks", want: nil},
		{name: "two times in front of one row", text: "- 10:05, 10:20: alerts", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "the date in brackets before the clock", text: "(2022-09-05) 10:05 down\n(2022-09-06) 10:20 up", want: []string{"2022-09-05 10:05", "2022-09-06 10:20"}},
		{name: "dates with a weekday behind", text: "- 2022-09-05 Mon 10:05 down", want: []string{"2022-09-05 10:05"}},
		{name: "letters with several meanings: the most used", text: "Timeline (BST)\n- 10:05 down", want: []string{"2022-09-07 09:05"}},
		{name: "letters with several meanings: settled by the default", zone: "Asia/Shanghai", text: "- 10:05 CST down", want: []string{"2022-09-07 02:05"}},
		{name: "a sentence after a row's text", text: "- 10:05 UTC deployed. At 10:20 UTC errors rose.", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "times in Pacific, short", text: "*Times are in PT*\n\n- 10:05 down", want: []string{"2022-09-07 17:05"}},
		{name: "times listed are", text: "Note: times below are PDT\n\n10:05 - down\n10:20 - up", want: []string{"2022-09-07 17:05", "2022-09-07 17:20"}},
		{name: "a section without a day goes on after midnight", text: "# 2022-09-05\n## Detection\n- 22:00 a\n- 23:30 b\n## Response\n- 01:00 c\n- 02:00 d", want: []string{"2022-09-05 22:00", "2022-09-05 23:30", "2022-09-06 01:00", "2022-09-06 02:00"}},
		{name: "headings of times", text: "# Outage 2022-09-05 (UTC)\n\n### 10:05\n\nIt began.\n\n### 10:20\n\nIt ended.", want: []string{"2022-09-05 10:05", "2022-09-05 10:20"}},
		{name: "a title with its range, told again", posted: "2018-07-19", text: "# 2018-07-18 Partial Outage (11:02PM-11:11PM ET)\n\nFrom 11:02PM-11:11PM ET, some failed.", want: []string{"2018-07-19 03:02", "2018-07-19 03:11"}},
		{name: "spring forward", text: "All times ET\n- 2022-03-13 01:59 a\n- 03:01 b", want: []string{"2022-03-13 06:59", "2022-03-13 07:01"}},
		{name: "Slack's newer form", text: "Timeline (UTC, Sept 5)\n\nBen Smith  10:05 AM\nit is down\nAiko  10:20 AM\nback", want: []string{"2022-09-05 10:05", "2022-09-05 10:20"}},
		{name: "name and time in round brackets", text: "2022-09-05 UTC\n\nben (10:05): down\naiko (10:20): up", want: []string{"2022-09-05 10:05", "2022-09-05 10:20"}},
		{name: "day only in the heading of a table", text: "### 2022-09-05\n\n| JST | |\n|:--|:--|\n| 10:05 | 検知 |\n| 10:20頃 | 復旧 |", want: []string{"2022-09-05 01:05", "2022-09-05 01:20"}},
		{name: "a table without outer bars", text: "Time | Event\n--- | ---\n10:05 UTC | down\n10:20 | up", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "ranges in a table", text: "| Time | Event |\n|---|---|\n| 10:05 - 10:20 UTC | down |", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "dates with dots", text: "05.09.2022 10:05 Uhr Ausfall\n06.09. 10:20 Uhr behoben", want: []string{"2022-09-05 10:05", "2022-09-06 10:20"}},
		{name: "labels at the same instant", text: "- **Key events**\n  - First detected 2022-09-05 13:10\n  - Declared 2022-09-05 13:10\n  - Repaired 2022-09-06 10:05\n- **Time to repair**: 1d 5h 47m", want: []string{"2022-09-05 13:10", "2022-09-05 13:10", "2022-09-06 10:05"}},
		{name: "slashed days, year first", text: "1. 2017/01/31 6:00PM UTC: spam\n2. 9:00pm: more\n3. 2017/02/01 12:30 AM UTC: lag", posted: "2017-02-01", want: []string{"2017-01-31 18:00", "2017-01-31 21:00", "2017-02-01 00:30"}},
		{name: "square brackets around the other zone", text: "- 2019-05-03 17:41 PDT [00:41 UTC] expired", posted: "2019-05-05", want: []string{"2019-05-04 00:41"}},
		{name: "day headings in code", text: "All times UTC.\n\n`2022-09-05`\n\n* `10:05` - down\n* `10:20` - up", want: []string{"2022-09-05 10:05", "2022-09-05 10:20"}},
		{name: "weekday before day", text: "- Mon 5 Sep 22:00: down\n- Tue 6 Sep 00:10: up", want: []string{"2022-09-05 22:00", "2022-09-06 00:10"}},
		{name: "weekday alone", text: "- Monday 22:00 down\n- Tuesday 00:10 up", want: []string{"2022-09-05 22:00", "2022-09-06 00:10"}},
		{name: "Japanese, slashed with weekday", zone: "Asia/Tokyo", text: "- 9/5(月) 10:05頃 検知\n- 同日 10:20 復旧\n- 10時30分頃〜10時40分頃 確認", want: []string{"2022-09-05 01:05", "2022-09-05 01:20", "2022-09-05 01:30", "2022-09-05 01:40"}},
		{name: "Japanese sentence", zone: "Asia/Tokyo", text: "2022年9月5日(月)10時05分から10時20分まで停止しました。", want: []string{"2022-09-05 01:05", "2022-09-05 01:20"}},
		{name: "Chinese", zone: "Asia/Shanghai", text: "- 上午10:05 故障\n- 下午3:10 恢复", want: []string{"2022-09-07 02:05", "2022-09-07 07:10"}},
		{name: "German", text: "- 5. September 2022 10:05 Uhr Ausfall", want: []string{"2022-09-05 10:05"}},
		{name: "Go's own form", text: "- 2022-09-05 11:11:00 +0900 JST down", want: []string{"2022-09-05 02:11"}},
		{name: "an en dash and a long dash", text: "10:05 UTC — down\n10:20 UTC – up", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "zones side by side with a bar", text: "09:00 UTC | 02:00 PDT | down\n09:30 UTC | 02:30 PDT | up", want: []string{"2022-09-07 09:00", "2022-09-07 09:30"}},
		{name: "a link as the text", text: "- 2022-04-26 1:40 PM - [Summary of first update](https://x.example/1)", posted: "2022-04-27", want: []string{"2022-04-26 13:40"}},
		{name: "the time is the link", text: "- [10:05](https://x.example/1) down", want: []string{"2022-09-07 10:05"}},
		{name: "US/Pacific", text: "All times in US/Pacific\n\n- 2022-04-26 1:40 PM - a", want: []string{"2022-04-26 20:40"}},
		{name: "template hints", text: "All times in {{ most convenient timezone}}.\n\n- {{ yyyy-mm-dd }} - [Summary](link)"},
		{name: "a day in front of a sentence with times", posted: "2026-07-24", text: "1. **July 10** — slow (16:45–17:45 UTC) and late (16:10–18:15 UTC).\n2. **July 23** — full (14:03–14:40 UTC) and late until ~15:12 UTC.", want: []string{"2026-07-10 16:45", "2026-07-10 17:45", "2026-07-10 16:10", "2026-07-10 18:15", "2026-07-23 14:03", "2026-07-23 14:40", "2026-07-23 15:12"}},
		{name: "one line of times", text: "Timeline: 10:05 UTC deploy, 10:20 UTC rollback, 10:30 fixed", want: []string{"2022-09-07 10:05", "2022-09-07 10:20", "2022-09-07 10:30"}},
		{name: "three zones", text: "- 17:05 UTC (10:05 PDT, 13:05 EDT) down\n\nIt was up at 18:05 UTC (11:05 PDT, 14:05 EDT).", want: []string{"2022-09-07 17:05", "2022-09-07 18:05"}},
		{name: "commas between day and clock", text: "2022-09-05,10:05,deploy\n2022-09-05,10:20,rollback", want: []string{"2022-09-05 10:05", "2022-09-05 10:20"}},
		{name: "pages", text: "* 22:50 page (see https://x.example/T1)\n* 23:10 up. **Outage ends**", want: []string{"2022-09-07 22:50", "2022-09-07 23:10"}},
		{name: "slots of a table in words", text: "| When | What |\n|---|---|\n| 5 September 2022 at 10:05 UTC | down |\n| 6 September 2022, morning | looked |\n| 6 September 2022 at 10:20 UTC | up |", want: []string{"2022-09-05 10:05", "?", "2022-09-06 10:20"}},
		{name: "people's zones", text: "All times are local (Berlin time)\n\n- 10:05 down", want: []string{"2022-09-07 08:05"}},
		{name: "a zone in a sentence above", text: "Here is what happened, in Eastern time:\n\n- 10:05 down", want: []string{"2022-09-07 14:05"}},
		{name: "the time in a sentence is not the zone's", text: "It is time to look at the IST team.\n\n- 10:05 down", want: []string{"2022-09-07 10:05"}},
		{name: "struck rows are gone", text: "- 10:05 down\n- ~~10:15 nothing~~\n- 10:20 up", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "nested bullets belong to their row", text: "- 10:05 UTC down\n  - at 502\n  - 10:07 paged\n- 10:20 up", want: []string{"2022-09-07 10:05", "2022-09-07 10:07", "2022-09-07 10:20"}},
		{name: "right to left", text: "- 10:05 UTC השרת נפל\n- 10:20 UTC עלה", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "zero-width letters", text: "- \u200b10:05\u200b UTC down", want: []string{"2022-09-07 10:05"}},
		{name: "French clocks in a sentence", text: "Since 15h50 UTC (17h50 Paris time), it is down; back at 16h05 UTC.", want: []string{"2022-09-07 15:50", "2022-09-07 16:05"}},
		{name: "two zones with halves of the day", text: "It began at 8:20am UTC / 10:20am CEST and ended around 3pm UTC+2.", want: []string{"2022-09-07 08:20", "2022-09-07 13:00"}},
		{name: "today in words and in figures", text: "Today (2022-09-05), between 14:00 and 14:25 UTC, it was slow", want: []string{"2022-09-05 14:00", "2022-09-05 14:25"}},
		{name: "until about", text: "It was slow from 08:20 UTC+0 until ~ 09:00.", want: []string{"2022-09-07 08:20", "2022-09-07 09:00"}},
		{name: "a label and a range over lines", text: "Start: 2022-09-05 22:00 (UTC)\nEnd: 00:30 (UTC)", want: []string{"2022-09-05 22:00", "2022-09-06 00:30"}},
		{name: "at midnight", text: "- 22:00 UTC down\n\nUp since midnight UTC.", date: "2022-09-05", want: []string{"2022-09-05 22:00", "2022-09-05 00:00"}},
		{name: "the evening before", text: "Yesterday at 23:10 UTC it broke, today at 00:20 UTC it was mended.", want: []string{"2022-09-06 23:10", "2022-09-07 00:20"}},
		{name: "sentence by sentence", text: "On 5 September at 10:05 UTC alerts fired. We rolled back at 10:20. On 6 September at 9:00 we looked again.", want: []string{"2022-09-05 10:05", "2022-09-05 10:20", "2022-09-06 09:00"}},
		{name: "a French clock with am", text: "The 5 September 2022, around 11h40 am UTC, our monitoring complained", want: []string{"2022-09-05 11:40"}},
		{name: "the 12-hour clock in brackets", text: "it was offline\nfrom about 04:45 UTC to 16:30 (04:30 pm) UTC.", want: []string{"2022-09-07 04:45", "2022-09-07 16:30"}},
		{name: "a weekday behind a slashed day", text: "outage on 9/4 Sunday, from 9 AM to 6PM.", want: []string{"2022-09-04 09:00", "2022-09-04 18:00"}},
		{name: "a title with both ends", text: "# Server Outage 9/5/2022 5:30pm-10pm", want: []string{"2022-09-05 17:30", "2022-09-05 22:00"}},
		{name: "two zones with a comma", text: "It was back into production at 7 AM Eastern, 11:00 UTC", want: []string{"2022-09-07 11:00"}},
		{name: "start and end, spelled out", text: "Start: Monday, September 5, 2022 - 9:00 PM EST\n\nEnd: Monday, September 5, 2022 – 11:00 PM EST\n\nDuration: 2 Hour", want: []string{"2022-09-06 02:00", "2022-09-06 04:00"}},
		{name: "details", text: "<details>\n<summary>Timeline (UTC)</summary>\n\n- 10:05 down\n</details>", want: []string{"2022-09-07 10:05"}},
	} {
		r.check(t)
	}
}

func TestTheTextOfARowIsWhatStandsBesideItsTime(t *testing.T) {
	text := "Timeline (UTC) - 2022-09-05\n\n- **11:11 AM** - first *sign*\n- `11:47` – [raised](https://x.example)\n* [12:08 PM] @ben failed over\n7. **12:24 – Second request**\n- ~12:30: x **(?)** y\n" +
		"\n| Time | What | Who |\n|---|---|---|\n| 14:00 | a | ben |\n\n@artyom  [5:21 PM] \nproduction is down.\n\n### 20:14 ###\n\nIt is up.\n"
	want := []string{"first *sign*", "[raised](https://x.example)", "@ben failed over", "Second request", "x **(?)** y", "a · ben", "@artyom production is down.", "It is up."}
	var got []string
	for _, r := range Read(text, options(t, post, "", "")) {
		got = append(got, r.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
