package written

import (
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// pieces are what timelines and hostile texts are made of.
var pieces = []string{
	"- ", "* ", "10:05", "23:59 UTC", " – ", "-", "|", "\n", "\r\n", "> ", "```\n", "~~~\n", "## ", "2022-09-05", " 5 PM", "JST", "[???]", "TBD", "(", ")", "[", "](", "T+5m",
	"All times in PST\n", "Timeline (UTC) - 2022-09-05\n", "13 Jun ", "Jun 13", "3/4 ", "**", "_", "`", "<!--", "-->", "<details>", "{{", "}}", "https://x.example/10:05", "午後3時半", "１０：０５",
	"\u202e", "\u200b", "\ufeff", "é", "🔴", "\x00", "\xff", " to ", " Paris time", " and ", "between ", "today ", "Monday ", "next day", "24:00", "99:99", "0037Z", "|---|---|\n", "\t", "    ", "31.12.", "日", "翌", ":", ".", "+09:00", "a time ",
}

func TestAnyTextIsReadInOrderAndWithoutHarm(t *testing.T) {
	o := options(t, post, "", "")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		sound(t, text, o)
	})
}

// sound checks what holds of every text.
func sound(t interface{ Fatalf(string, ...any) }, text string, o Options) {
	rows := Read(text, o)
	if !sort.SliceIsSorted(rows, func(i, k int) bool { return rows[i].Line < rows[k].Line }) {
		t.Fatalf("not in document order: %v of %q", rows, text)
	}
	lines := 1 + strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
	for _, r := range rows {
		if r.Line < 1 || r.Line > lines || strings.Contains(r.Text, "\n") || !r.At.IsZero() && (r.At.Location() != time.UTC || r.At.Nanosecond() != 0) {
			t.Fatalf("row %+v of %q", r, text)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, r := range formsOfRows {
		f.Add(r.text)
	}
	f.Add(strings.Join(pieces, ""))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 65536 {
			return
		}
		sound(t, text, Options{Limit: time.Date(2022, 9, 8, 0, 0, 0, 0, time.UTC)})
		sound(t, text, Options{})
	})
}

func TestLinesAddedAboveOnlyMoveTheRows(t *testing.T) {
	o := options(t, post, "2022-09-05", "")
	for _, form := range formsOfRows {
		before, after := Read(form.text, o), Read("Hello there.\n\n"+form.text, o)
		if len(before) != len(after) {
			t.Errorf("%s: %d rows, then %d", form.name, len(before), len(after))
			continue
		}
		for i := range before {
			if !before[i].At.Equal(after[i].At) || before[i].Text != after[i].Text || before[i].Line+2 != after[i].Line {
				t.Errorf("%s: %+v, then %+v", form.name, before[i], after[i])
			}
		}
	}
}

func TestTheLongestTextIsQuick(t *testing.T) {
	const longest = 65536
	for name, piece := range map[string]string{
		"rows": "- 10:05 down\n", "times": "10:05 ", "brackets": "[", "open links": "[a](", "ticks": "`", "odd ticks": "` ``", "tags": "<a ", "comments": "<!--", "braces": "{{", "tildes": "~~a",
		"zones": "10:05 Abc time ", "more zones": "10:05 QXZ ", "dates": "3/4 ", "quotes": "> ", "question marks": "?", "colons": "1:", "digits": "1", "table": "| 10:05 | x |\n", "cells": "|10:05",
		"paragraphs": "at 10:05 x\n\n", "headings": "## 10:05\n", "months": "Jun ", "ranges": "10:05-", "between": "between 10:05 and ", "zero width": "\u200b10:05", "right to left": "\u202e- 10:05 שלום\n",
		"sections": "## June 1\n- 10:05 a\n", "yearless": "13 Jun 10:05 a\n", "words": "time ", "next": "next day ", "code": "`10:05 Abc time` ",
	} {
		text := strings.Repeat(piece, longest/len(piece))
		start := time.Now()
		sound(t, text, Options{Limit: time.Date(2022, 9, 8, 0, 0, 0, 0, time.UTC)})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v", name, took.Round(time.Millisecond))
		}
	}
}
