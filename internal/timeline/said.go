package timeline

import (
	"html"
	"strings"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/pattern"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// saying is what a comment says without its commands, quotations and hidden parts.
type saying struct {
	text   string // on one line; of a log its first line, and how many more there are
	images []Image
}

// Limits of what a row shows, in characters.
const (
	longest    = 280 // of a comment; the row links to the rest
	longestLog = 160 // of a line of a log
	logRun     = 4   // so many lines that look like a log are one, without a fence too
	mostImages = 4
)

var (
	htmlComment = pattern.Of(`(?s)<!--.*?(?:-->|$)`)
	image       = pattern.Of(`!\[([^\]\n]*)\]\(\s*<?([^)>\s]*)>?[^)\n]*\)`)
	imageTag    = pattern.Of(`(?i)<img\s[^<>]*>`)
	attribute   = pattern.Of(`(?i)\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	asset       = pattern.Of(`(?:^|\s)(https://github\.com/user-attachments/assets/[0-9a-fA-F-]+)`)
	anchor      = pattern.Of(`\[([^\]\n]+)\]\(\s*<?https?://[^)\s]*[^)\n]*\)`)
	tag         = pattern.Of(`(?i)</?(?:details|summary|br|p|div|b|i|em|strong|code|pre|kbd|sub|sup|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|hr|picture|source|a)(?:\s[^<>]*)?/?>`)
	logLine     = pattern.Of(`^(?:\[?\d{4}[-/]\d\d[-/]\d\d|\[?\d\d:\d\d:\d\d|at [\w.$<>]+\(|File "|goroutine \d|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b|[IWEF]\d{4} |\w[\w.-]*\[\d+\]:|\{"|level=)`)
	shortcode   = pattern.Of(`:[a-z0-9_+-]+:`)
)

// spoken reads a comment.
func spoken(c snapshot.Comment, cfg policy.Config, judged map[int]bool) saying {
	body := strings.ReplaceAll(strings.ReplaceAll(c.Body, "\r\n", "\n"), "\r", "\n")
	text := strings.Join(lines(body, commandLines(c, cfg, judged), wording.In(cfg.Language)), " ")
	if strings.Contains(text, "<!--") {
		text = htmlComment.ReplaceAllString(text, " ")
	}
	var s saying
	s.text = one(plain(s.pictures(text)))
	return s
}

// commandLines are the lines that are commands: as they were judged, or, where nobody has judged them, as they would be.
func commandLines(c snapshot.Comment, cfg policy.Config, judged map[int]bool) map[int]bool {
	if len(judged) > 0 || !strings.ContainsAny(c.Body, "/／") || !atLineStart(c.Body) {
		return judged
	}
	drop := map[int]bool{}
	for _, l := range command.Scan(c.Body, command.ScanOptions{ByEmail: c.ByEmail, PrefixRequired: cfg.Commands.Prefix == "required", Aliases: command.JapaneseVerbs}) {
		if _, ours := command.Find(l.Verb); ours {
			drop[l.Number] = true
		}
	}
	return drop
}

// atLineStart says whether a line begins with a slash: addresses and paths within text need no closer look.
func atLineStart(body string) bool {
	for rest := body; rest != ""; {
		l := strings.TrimLeft(rest, " `\r\n")
		if strings.HasPrefix(l, "/") || strings.HasPrefix(l, "／") {
			return true
		}
		end := strings.IndexAny(l, "\r\n")
		if end < 0 {
			return false
		}
		rest = l[end:]
	}
	return false
}

// lines keeps what is said, a fenced block or a run of log lines as one.
func lines(body string, drop map[int]bool, text wording.Book) []string {
	var kept, block []string
	fence := ""
	flush := func(least int) {
		if len(block) >= least && len(block) > 0 {
			block = []string{shortened(block, text)}
		}
		kept, block = append(kept, block...), nil
	}
	for n, l := range strings.Split(body, "\n") {
		trimmed := strings.TrimSpace(l)
		switch mark := fenceOf(trimmed); {
		case fence != "" && mark != "" && strings.HasPrefix(mark, fence) && mark == trimmed:
			fence = ""
			flush(1)
		case fence != "":
			if trimmed != "" {
				block = append(block, trimmed)
			}
		case mark != "":
			flush(logRun)
			fence = mark
		case drop[n+1], strings.HasPrefix(trimmed, ">"):
		case trimmed != "" && logLine.MatchString(trimmed):
			block = append(block, trimmed)
		default:
			flush(logRun)
			kept = append(kept, trimmed)
		}
	}
	if fence != "" {
		flush(1)
	}
	flush(logRun)
	return kept
}

// fenceOf is the marks that a fence begins with.
func fenceOf(line string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 && !(c == "`" && strings.Contains(line[n:], "`")) {
			return line[:n]
		}
	}
	return ""
}

// shortened is the first line of a log and how many follow.
func shortened(block []string, text wording.Book) string {
	first := inert.Clip(block[0], longestLog)
	if len(block) == 1 {
		return first
	}
	told, err := text.Render("timeline/log", sentence{Args: first, Number: len(block) - 1})
	if err != nil {
		return first
	}
	return told
}

// pictures takes the images out of the text.
func (s *saying) pictures(text string) string {
	if strings.Contains(text, "![") {
		text = image.ReplaceAllStringFunc(text, func(m string) string {
			parts := image.FindStringSubmatch(m)
			return s.picture(parts[1], parts[2])
		})
	}
	if strings.Contains(text, "<") {
		text = imageTag.ReplaceAllStringFunc(text, func(m string) string {
			var src, alt string
			for _, a := range attribute.FindAllStringSubmatch(m, -1) {
				if value := html.UnescapeString(a[2] + a[3]); strings.EqualFold(a[1], "src") {
					src = value
				} else {
					alt = value
				}
			}
			return s.picture(alt, src)
		})
	}
	if strings.Contains(text, "user-attachments") {
		text = asset.ReplaceAllStringFunc(text, func(m string) string { return s.picture("", strings.TrimSpace(m)) })
	}
	return text
}

// picture remembers one image and leaves a space.
func (s *saying) picture(title, url string) string {
	if (strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")) && len(s.images) < mostImages {
		s.images = append(s.images, Image{inert.Clip(one(title), 60), url})
	}
	return " "
}

// plain takes away what only GitHub's page makes something of: the addresses of links, tags.
func plain(text string) string {
	if strings.Contains(text, "](") {
		text = anchor.ReplaceAllString(text, "$1")
	}
	if strings.Contains(text, "<") {
		text = tag.ReplaceAllString(text, " ")
	}
	return text
}
