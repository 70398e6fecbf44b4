package written

import "testing"

// reading is one case: a text, what is known beside it, and the instants in order.
type reading struct {
	name, posted, date, zone, text string
	want                           []string
}

func (r reading) check(t *testing.T) {
	t.Helper()
	t.Run(r.name, func(t *testing.T) {
		if r.posted == "" {
			r.posted = post
		}
		compare(t, r.text, options(t, r.posted, r.date, r.zone), r.want)
	})
}

func TestRangesAreTwoRows(t *testing.T) {
	for _, r := range []reading{
		{name: "a dash", text: "- 10:05 - 10:20 rollback", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "no spaces, which is no offset", text: "- 10:05-11:00 rollback", want: []string{"2022-09-07 10:05", "2022-09-07 11:00"}},
		{name: "the zone behind", text: "From 11:02PM-11:11PM ET", date: "2018-07-18", posted: "2018-07-19", want: []string{"2018-07-19 03:02", "2018-07-19 03:11"}},
		{name: "no day at all: the latest that was over", text: "From 11:02PM-11:11PM ET, some failed", posted: "2018-07-19", want: []string{"2018-07-19 03:02", "2018-07-19 03:11"}},
		{name: "the zone twice", text: "somewhere in the timeframe of 12:15PM ET - 12:25PM ET.", posted: "2017-06-01", want: []string{"2017-06-01 16:15", "2017-06-01 16:25"}},
		{name: "this morning", text: "an outage this morning from 2:06AM-7:56AM ET (others not)", posted: "2016-03-31", want: []string{"2016-03-31 06:06", "2016-03-31 11:56"}},
		{name: "in brackets", text: "We had a 4 minute window last night (6:52pm-6:56pm ET) where it failed", posted: "2018-05-01", want: []string{"2018-04-30 22:52", "2018-04-30 22:56"}},
		{name: "the half of the day at the end", text: "users could not buy between 10:55 and 11:25 PM.", posted: "2016-04-02", want: []string{"2016-04-02 22:55", "2016-04-02 23:25"}},
		{name: "hours only", text: "We had an outage between 3 - 5 PM PST today", posted: "2022-12-03", date: "2022-12-02", want: []string{"2022-12-02 23:00", "2022-12-03 01:00"}},
		{name: "over noon", text: "- 11:30-12:15 PM UTC slow", want: []string{"2022-09-07 11:30", "2022-09-07 12:15"}},
		{name: "over midnight", text: "- 23:50 – 00:20 UTC slow", date: "2022-09-05", want: []string{"2022-09-05 23:50", "2022-09-06 00:20"}},
		{name: "both with days", text: "08 Oct 22:00 .. 09 Oct 05:00 maintenance", posted: "2018-10-10", want: []string{"2018-10-08 22:00", "2018-10-09 05:00"}},
		{name: "the day once, the zone at the end", text: "failures on 7 Sep 2022 15:00 - 17:00 UTC trying to download", want: []string{"2022-09-07 15:00", "2022-09-07 17:00"}},
		{name: "arrows", text: "* 2016-02-15 19:31:37 -> 2016-02-16 16:40:06", want: []string{"2016-02-15 19:31", "2016-02-16 16:40"}},
		{name: "words", text: "- from 10:05 to 10:20 UTC slow", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
		{name: "Japanese", text: "- 10:05〜10:20 停止", zone: "Asia/Tokyo", want: []string{"2022-09-07 01:05", "2022-09-07 01:20"}},
		{name: "a duration is not the range's third time", text: "**Duration:** 08:41–09:54 UTC (1 h 13 m)", want: []string{"2022-09-07 08:41", "2022-09-07 09:54"}},
	} {
		r.check(t)
	}
}

func TestZonesAndDaysAreCarriedDown(t *testing.T) {
	for _, r := range []reading{
		{name: "all times, in a sentence above", text: "All times in PST, on February 5th 2019\n\n* [08:47] merged\n* [08:57] noticed", posted: "2019-02-06", want: []string{"2019-02-05 16:47", "2019-02-05 16:57"}},
		{name: "the title says the day, a line the zone", text: "# March 26th, 2019 Outage\n\nAll times in PDT (UTC-7).\n\n## Timeline\n\n- [23:04] drained", posted: "2019-03-27", want: []string{"2019-03-27 06:04"}},
		{name: "zone in the heading, day in the next", text: "### timeline (Israel time, Apr. 21, 2017)\n@artyom  [5:21 PM] \nproduction is down.\nOri Hoch [7:56 PM] \nspark is back", posted: "2017-04-21", want: []string{"2017-04-21 14:21", "2017-04-21 16:56"}},
		{name: "a chat that leaves out the half", text: "### timeline (Israel time, Apr. 18, 2017)\n@artyom [6:44 PM] \nDown...:confused:\nRan Goldi [7:09 PM]  \nrestarted the server\n[7:10]  \nnow it answers\n@johny [7:41 PM] \nrestarted", posted: "2017-04-21", want: []string{"2017-04-18 15:44", "2017-04-18 16:09", "2017-04-18 16:10", "2017-04-18 16:41"}},
		{name: "a heading per day", text: "Timeline (CET)\n\n## June 13th\n- 10:05 down\n## June 14th\n- 09:00 up", posted: "2017-07-01", want: []string{"2017-06-13 09:05", "2017-06-14 08:00"}},
		{name: "a line per day", text: "2024-02-05\n\n- 12:24 started\n- 13:08 found\n\n2024-02-07\n\n- 09:31 tested", posted: "2024-04-04", want: []string{"2024-02-05 12:24", "2024-02-05 13:08", "2024-02-07 09:31"}},
		{name: "a bold line per day", text: "**Sept 5 (UTC)**\n- 12:24 started\n\n**Sept 6**\n- 09:31 tested", want: []string{"2022-09-05 12:24", "2022-09-06 09:31"}},
		{name: "a line with a day and a zone", text: "2022-09-05 (JST)\n- 12:24 started", want: []string{"2022-09-05 03:24"}},
		{name: "a list item per day", text: "- 2022-09-05:\n  - 12:24 started\n- 2022-09-06:\n  - 09:31 tested", want: []string{"2022-09-05 12:24", "2022-09-06 09:31"}},
		{name: "a label", text: "**Date:** 2022-09-05\n**Last updated:** 2022-09-06\n\n## Timeline\n- 12:24 started", want: []string{"2022-09-05 12:24"}},
		{name: "the day of the document's making is not the day", text: "# Outage on 2022-09-05\nCreated: 2022-09-06\nLast Modified: 2022-09-07\n\n- 12:24 started", want: []string{"2022-09-05 12:24"}},
		{name: "offset with two digits", text: "Timeline\n--------\n\nTimestamps are GMT+00\n\n* 2021-06-06 09:54: reported\n* 10:00: fixed", want: []string{"2021-06-06 09:54", "2021-06-06 10:00"}},
		{name: "the first row names the zone", text: "- 10:05 JST down\n- 10:20 up", want: []string{"2022-09-07 01:05", "2022-09-07 01:20"}},
		{name: "the first row names the zone, whatever the default", text: "- 10:05 JST down\n- 10:20 up", zone: "America/New_York", want: []string{"2022-09-07 01:05", "2022-09-07 01:20"}},
		{name: "a row names another zone than the declared", text: "All times in PST.\n\n- 2019-01-22 10:00 UTC a\n- 2019-01-22 3:28 PM b", posted: "2019-01-23", want: []string{"2019-01-22 10:00", "2019-01-22 23:28"}},
		{name: "declared below", text: "- 10:05 down\n- 10:20 up\n\n(all times JST)", want: []string{"2022-09-07 01:05", "2022-09-07 01:20"}},
		{name: "an IANA name", text: "Time zone: Europe/Paris\n\n- 10:05 down", want: []string{"2022-09-07 08:05"}},
		{name: "a name in words and an IANA name", text: "**All times in Central Time (America/Chicago)**\n\n- 10:05 down", want: []string{"2022-09-07 15:05"}},
		{name: "Pacific", text: "All times Pacific\n\n- 10:05 down", want: []string{"2022-09-07 17:05"}},
		{name: "PST/PDT is the coast's time", text: "Timeline (PST/PDT)\n\n- 10:05 down", want: []string{"2022-09-07 17:05"}},
		{name: "the default zone", text: "- 10:05 down", zone: "America/New_York", want: []string{"2022-09-07 14:05"}},
		{name: "summer time by the date", text: "All times ET\n\n- 2022-03-12 10:05 a\n- 2022-03-14 10:05 b", want: []string{"2022-03-12 15:05", "2022-03-14 14:05"}},
		{name: "a table's heading", text: "| Time (UTC) | Event |\n|---|---|\n| 08:41 | page |\n| 08:46 | ack |", want: []string{"2022-09-07 08:41", "2022-09-07 08:46"}},
		{name: "a table with day and time apart, and a year in the heading", text: "## Timeline (all times UTC )\n\n| Day | Date (2021) | Time (UTC) | Event |\n|-----|------|-----|-------|\n| Thur | Jan 20 | 22:40 | logged out\n| Thur | Jan 20 | 22:06 | disabled\n| Fri | Jan 21 | 00:10 | done", posted: "2022-01-26", want: []string{"2021-01-20 22:40", "2021-01-20 22:06", "2021-01-21 00:10"}},
		{name: "a table with an empty day carried down", text: "| Date | Time | What |\n|---|---|---|\n| 2022-09-05 | 23:00 | a |\n| | 23:30 | b |\n| | 00:10 | c |", want: []string{"2022-09-05 23:00", "2022-09-05 23:30", "2022-09-06 00:10"}},
		{name: "a table with start and end", text: "| Start | End | What |\n|---|---|---|\n| 10:00 | 10:20 | a |", want: []string{"2022-09-07 10:00", "2022-09-07 10:20"}},
		{name: "a table with two zones", text: "| UTC | JST | What |\n|---|---|---|\n| 10:00 | 19:00 | a |\n| 16:20 | 01:20 | b |", want: []string{"2022-09-07 10:00", "2022-09-07 16:20"}},
		{name: "a table with the time last", text: "| What | When |\n|---|---|\n| deployed | 2022-09-05 10:00 UTC |\n| rolled back | 10:20 |", want: []string{"2022-09-05 10:00", "2022-09-05 10:20"}},
		{name: "a table of facts", text: "| Field | Value |\n|---|---|\n| Date | 2022-09-05 |\n| Window | ~47 min (23:50Z – 00:37Z alert; resolved 00:48Z) |", want: []string{"2022-09-05 23:50", "2022-09-06 00:37", "2022-09-06 00:48"}},
		{name: "years near the day in force, not near the post", text: "# Outage 2019-12-30\n- Dec 30 22:00 a\n- Jan 2 10:00 b", posted: "2021-06-01", want: []string{"2019-12-30 22:00", "2020-01-02 10:00"}},
	} {
		r.check(t)
	}
}

func TestMidnightPassesUnmarked(t *testing.T) {
	for _, r := range []reading{
		{name: "the last row is the day of the post", text: "- 22:10 a\n- 23:30 b\n- 00:20 c\n- 01:15 d", want: []string{"2022-09-06 22:10", "2022-09-06 23:30", "2022-09-07 00:20", "2022-09-07 01:15"}},
		{name: "the day given is the first row's", date: "2022-09-05", text: "- 22:10 a\n- 00:20 b\n- 23:00 c\n- 01:15 d", want: []string{"2022-09-05 22:10", "2022-09-06 00:20", "2022-09-06 23:00", "2022-09-07 01:15"}},
		{name: "12-hour clock", date: "2022-09-05", text: "- 11:50 PM a\n- 12:10 AM b\n- 7:00 AM c", want: []string{"2022-09-05 23:50", "2022-09-06 00:10", "2022-09-06 07:00"}},
		{name: "newest first", text: "- 16:32 d\n- 16:28 c\n- 16:19 b\n- 15:14 a", want: []string{"2022-09-07 16:32", "2022-09-07 16:28", "2022-09-07 16:19", "2022-09-07 15:14"}},
		{name: "newest first over midnight", text: "- 01:32 d\n- 00:28 c\n- 23:19 b\n- 22:14 a", want: []string{"2022-09-07 01:32", "2022-09-07 00:28", "2022-09-06 23:19", "2022-09-06 22:14"}},
		{name: "newest first with days", text: "- 2022-09-07 16:32 d\n- 16:28 c\n- 2022-09-05 12:14 b\n- 12:09 a", want: []string{"2022-09-07 16:32", "2022-09-07 16:28", "2022-09-05 12:14", "2022-09-05 12:09"}},
		{name: "two rows a little out of order", text: "- 10:20 a\n- 10:18 b", want: []string{"2022-09-07 10:20", "2022-09-07 10:18"}},
		{name: "a day only further down", text: "- 23:30 a\n- 2022-09-05 00:20 b", want: []string{"2022-09-04 23:30", "2022-09-05 00:20"}},
		{name: "said in brackets", date: "2022-09-05", text: "- 23:30 a\n- 00:20 (next day) b\n- 00:40 c", want: []string{"2022-09-05 23:30", "2022-09-06 00:20", "2022-09-06 00:40"}},
		{name: "said in a line", text: "# 2022-09-05\n- 10:30 a\n\n**Next day**\n\n- 11:20 b", want: []string{"2022-09-05 10:30", "2022-09-06 11:20"}},
		{name: "in running text", text: "At 23:50 UTC it was deployed. At 00:20 UTC it was rolled back.", want: []string{"2022-09-06 23:50", "2022-09-07 00:20"}},
		{name: "a chat under the same day", posted: "2019-05-31", date: "2019-05-30", text: "All times PDT.\n\n## Timeline\n* [13:26] a\n* [23:55] b\n* [07:00] c\n\n## Chat\n\n>cblecker [1:26 PM]  \nbroken\n>\n>tony [1:27 PM]  \nThanks", want: []string{"2019-05-30 20:26", "2019-05-31 06:55", "2019-05-31 14:00", "2019-05-30 20:26", "2019-05-30 20:27"}},
	} {
		r.check(t)
	}
}
