package written

import "testing"

// post is the day of the post of most cases below.
const post = "2022-09-07"

// formsOfRows are rows in the forms that people use, with their zones and days.
var formsOfRows = []struct {
	name, posted, date, zone, text string
	want                           []string
}{
	{name: "a bullet, 12-hour clock", text: "- 11:11 AM - first", want: []string{"2022-09-07 11:11"}},
	{name: "a day without a year", text: "13 Jun 10:53 [FIRING]", want: []string{"2022-06-13 10:53"}},
	{name: "a day of last year", text: "4 Dec 13:39: [FIRING] down", want: []string{"2021-12-04 13:39"}},
	{name: "brackets", text: "* [13:26] reported", want: []string{"2022-09-07 13:26"}},
	{name: "a heading", posted: "2017-02-25", text: "### 2017-02-24 11:14 PM ###\nserver is down\n\n### 2017-02-25 12:20 AM ###\nback", want: []string{"2017-02-24 23:14", "2017-02-25 00:20"}},
	{name: "Japanese, about", text: "- 16:00 JST 頃 通知", want: []string{"2022-09-07 07:00"}},
	{name: "Japanese, about before the zone", text: "- 16:00頃 (JST) 通知", want: []string{"2022-09-07 07:00"}},
	{name: "Japanese date and clock", text: "- 2022年9月5日 10時05分 検知\n- 10時20分 復旧", zone: "Asia/Tokyo", want: []string{"2022-09-05 01:05", "2022-09-05 01:20"}},
	{name: "Japanese day of the month", text: "- 5日 10:05 検知\n- 6日 0:10 復旧", zone: "Asia/Tokyo", want: []string{"2022-09-05 01:05", "2022-09-05 15:10"}},
	{name: "Japanese halves of the day", text: "- 午前10時05分 検知\n- 午後3時半 復旧\n- 午後 4:10 完了", zone: "Asia/Tokyo", want: []string{"2022-09-07 01:05", "2022-09-07 06:30", "2022-09-07 07:10"}},
	{name: "Japanese weekday", text: "- 9月5日(月) 10:05 検知", zone: "Asia/Tokyo", want: []string{"2022-09-05 01:05"}},
	{name: "Japanese next day", text: "- 23:50 検知\n- 翌0:15 復旧", date: "2022-09-05", zone: "Asia/Tokyo", want: []string{"2022-09-05 14:50", "2022-09-05 15:15"}},
	{name: "full-width digits", text: "・１０：０５　検知", zone: "Asia/Tokyo", want: []string{"2022-09-07 01:05"}},
	{name: "zone declared in Japanese", text: "## タイムライン (JST)\n\n- 10:05 検知", want: []string{"2022-09-07 01:05"}},
	{name: "Japan time in words", text: "時刻は日本時間\n\n- 10:05 検知", want: []string{"2022-09-07 01:05"}},
	{name: "French clock", text: "- 15h50 UTC down", want: []string{"2022-09-07 15:50"}},
	{name: "ISO with Z", text: "- 2022-09-05T11:11:00Z down", want: []string{"2022-09-05 11:11"}},
	{name: "ISO with offset", text: "- 2022-09-05T11:11:00+09:00 down", want: []string{"2022-09-05 02:11"}},
	{name: "ISO with offset west", text: "- 2022-09-05T11:11:00-07:00 down", want: []string{"2022-09-05 18:11"}},
	{name: "ISO with fractions and compact offset", text: "14:51(KST, 2021-05-04T05:51:46.141+0000)부터", want: []string{"2021-05-04 05:51"}},
	{name: "compact ISO", text: "- 20220905T111100Z down", want: []string{"2022-09-05 11:11"}},
	{name: "seconds", text: "14:22:15 | AUTO | paged", want: []string{"2022-09-07 14:22"}},
	{name: "bold", text: "- **19:04** `@nova` found it\n- **19:05** told", want: []string{"2022-09-07 19:04", "2022-09-07 19:05"}},
	{name: "italic with a colon", text: "*06:00*: wire.com down\\\n*06:46*: told the host", want: []string{"2022-09-07 06:00", "2022-09-07 06:46"}},
	{name: "bold italic with seconds", text: "_All times are in UTC._\n\n- _**13:16:59**: backup_", want: []string{"2022-09-07 13:16"}},
	{name: "in code", text: "- `10:05` down", want: []string{"2022-09-07 10:05"}},
	{name: "numbered and bold with its date", text: "7. **5 September 2022, 07:24 – Second request**\n8. **6 September 2022, TBC - Plan**", want: []string{"2022-09-05 07:24", "?"}},
	{name: "the time at the end of a title", text: "1. **First issue (09:00)**\n   We saw it.\n2. **Recovery (11:00 – 12:46)**", want: []string{"2022-09-07 09:00", "2022-09-07 11:00", "2022-09-07 12:46"}},
	{name: "edits", text: "Down at 04.09.2022 at 10:51 UTC.\n\nEDIT 04.09.2022 at 10:59 UTC:\nlooking\n\nEDIT 04.09.2022 at 11:07 UTC:\nfixed", want: []string{"2022-09-04 10:51", "2022-09-04 10:59", "2022-09-04 11:07"}},
	{name: "a zone of a place", text: "- 10:05 Israel time down", want: []string{"2022-09-07 07:05"}},
	{name: "offset zones", text: "- 10:05 UTC+2 down\n- 10:20 GMT+02:00 up", want: []string{"2022-09-07 08:05", "2022-09-07 08:20"}},
	{name: "the zone before the clock", text: "- UTC 10:05 down\n- JST 20:05 up", want: []string{"2022-09-07 10:05", "2022-09-07 11:05"}},
	{name: "no space before the zone", text: "- 23:50Z deployed\n- 2022-09-07 00:37Z paged", want: []string{"2022-09-06 23:50", "2022-09-07 00:37"}},
	{name: "four digits and a zone", text: "- 1405 UTC down\n- 1600h EDT up", want: []string{"2022-09-07 14:05", "2022-09-07 20:00"}},
	{name: "hours only", text: "- 5 PM PST down\n- 8pm PST up", posted: "2022-12-03", want: []string{"2022-12-03 01:00", "2022-12-03 04:00"}},
	{name: "dots in the half of the day", text: "- 10:05 a.m. UTC down\n- 1:10 p.m. UTC up", want: []string{"2022-09-07 10:05", "2022-09-07 13:10"}},
	{name: "month and day before the clock", text: "All times in PDT (UTC-7).\n\n- [12-05 16:21] bug\n- [09-06 16:46] deploy", want: []string{"2021-12-05 23:21", "2022-09-06 23:46"}},
	{name: "American slashes", text: "- 9/5/2022 10:05 down\n- 9/6 10:10 up", want: []string{"2022-09-05 10:05", "2022-09-06 10:10"}},
	{name: "slashes, day first", text: "- 25/08/2022 10:05 down\n- 05/09/2022 10:10 up", want: []string{"2022-08-25 10:05", "2022-09-05 10:10"}},
	{name: "a slashed date that must be in the past", text: "- 3/9 10:05 down\n- 12/8 10:10 up", want: []string{"2022-03-09 10:05", "2021-12-08 10:10"}},
	{name: "weekday and ordinal", text: "- Monday, September 5th, 2022 at 22:04 (UTC): down", want: []string{"2022-09-05 22:04"}},
	{name: "the date behind", text: "- 10:05 UTC on September 5: down", want: []string{"2022-09-05 10:05"}},
	{name: "24:00", text: "- 2022-09-05 24:00 down", want: []string{"2022-09-06 00:00"}},
	{name: "12 AM and 12 PM", text: "- 12:05 AM down\n- 12:05 PM up", want: []string{"2022-09-07 00:05", "2022-09-07 12:05"}},
	{name: "about", text: "- ~10:05 down\n- around 10:20 up\n- approx. 10:30 good", want: []string{"2022-09-07 10:05", "2022-09-07 10:20", "2022-09-07 10:30"}},
	{name: "emoji before the time", text: "- 🔴 10:05 down\n- ✅ 10:20 up", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
	{name: "ticked boxes", text: "- [x] 10:05 down\n- [ ] 10:20 up", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
	{name: "quoted", text: "> ### Timeline\n> 1. **Issue (09:00)**\n>    seen", want: []string{"2022-09-07 09:00"}},
	{name: "Windows line ends", text: "Timeline UTC:\r\n10:05 down\r\n10:20 up\r\n", want: []string{"2022-09-07 10:05", "2022-09-07 10:20"}},
	{name: "lines of a paragraph", posted: "2018-01-11", text: "Timeline UTC, Jan 10:\n13:51 `up=0`\n13:56 notified\n14:11 GH says", want: []string{"2018-01-10 13:51", "2018-01-10 13:56", "2018-01-10 14:11"}},
}

func TestRowsAreReadInEveryForm(t *testing.T) {
	for _, tt := range formsOfRows {
		t.Run(tt.name, func(t *testing.T) {
			posted := tt.posted
			if posted == "" {
				posted = post
			}
			compare(t, tt.text, options(t, posted, tt.date, tt.zone), tt.want)
		})
	}
}
