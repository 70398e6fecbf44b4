package written

import "testing"

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
		{name: "details", text: "<details>\n<summary>Timeline (UTC)</summary>\n\n- 10:05 down\n</details>", want: []string{"2022-09-07 10:05"}},
	} {
		r.check(t)
	}
}
