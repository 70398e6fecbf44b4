package timeline

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// longest is how much of a comment a row shows, in characters; the row links to the rest.
const longest = 280

// comments tells what people said without a command.
func comments(in Input) ([]Entry, error) {
	judged := map[int64]map[int]bool{}
	for _, f := range in.Ledger.Facts {
		if judged[f.Comment] == nil {
			judged[f.Comment] = map[int]bool{}
		}
		judged[f.Comment][f.Line] = true
	}
	var out []Entry
	for _, c := range in.World.Comments {
		if c.Mine || c.Bot {
			continue
		}
		said := spoken(c, in.Config, judged[c.ID])
		if !worthKeeping(said) {
			continue
		}
		url := c.URL
		if url == "" {
			url = permalink(in.World.Issue.URL, c.ID)
		}
		out = append(out, Entry{At: c.CreatedAt, Text: inert.Clip(said, longest), Source: FromComment, ID: fmt.Sprintf("c%d", c.ID), URL: url, By: c.Author})
	}
	return out, nil
}

var (
	htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	image       = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
)

// spoken is the text of a comment without its commands, quotations, code blocks and hidden parts, on one line.
func spoken(c snapshot.Comment, cfg policy.Config, judged map[int]bool) string {
	drop := judged
	if len(drop) == 0 && strings.ContainsAny(c.Body, "/／") {
		drop = map[int]bool{}
		for _, l := range command.Scan(c.Body, command.ScanOptions{ByEmail: c.ByEmail, PrefixRequired: cfg.Commands.Prefix == "required"}) {
			if _, ours := command.Find(l.Verb); ours {
				drop[l.Number] = true
			}
		}
	}
	body := strings.ReplaceAll(strings.ReplaceAll(c.Body, "\r\n", "\n"), "\r", "\n")
	var kept []string
	fenced := false
	for n, l := range strings.Split(body, "\n") {
		trimmed := strings.TrimSpace(l)
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fenced = !fenced
			continue
		}
		if !fenced && !drop[n+1] && !strings.HasPrefix(trimmed, ">") {
			kept = append(kept, trimmed)
		}
	}
	said := htmlComment.ReplaceAllString(strings.Join(kept, " "), " ")
	return one(image.ReplaceAllString(said, " "))
}

// worthKeeping drops what only agrees or waves: "+1", emoji, punctuation.
func worthKeeping(said string) bool {
	letters := 0
	for _, r := range shortcode.ReplaceAllString(said, "") {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch strings.ToLower(strings.Trim(said, " .!")) {
	case "lgtm", "thanks", "thank you", "ok", "okay", "same", "same here", "me too", "thx", "ty", "done", "ack", "yes", "no", "nice":
		return false
	}
	return letters > 0
}

var shortcode = regexp.MustCompile(`:[a-z0-9_+-]+:`)
