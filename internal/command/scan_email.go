package command

import (
	"strings"
)

// beforeQuotation keeps what the sender of an e-mail wrote: the text before
// the first quotation marker, reply header or signature.
func beforeQuotation(body string) string {
	lines := splitLines(body)
	for i := range lines {
		if startsQuotation(lines[i:]) {
			return strings.Join(lines[:i], "\n")
		}
	}
	return body
}

// startsQuotation reports whether the first of the lines begins what a mail
// program appends. It would rather cut too early than run somebody's old mail.
func startsQuotation(lines []string) bool {
	first := strings.Trim(lines[0], " \t　")
	switch {
	case first == "--": // a signature, whose trailing space mail programs lose
		return true
	case strings.HasPrefix(first, ">"), strings.HasPrefix(first, "＞"):
		return true
	case len(first) >= 8 && strings.Trim(first, "_") == "":
		return true
	}
	return isHeaderField(first) || isOriginalMessage(first) || isAttribution(first) || isWrapped(lines)
}

// isHeaderField recognises the first field of a copied mail header, also in
// the bold that some programs give it.
func isHeaderField(line string) bool {
	line = strings.ToLower(strings.TrimLeft(line, "*"))
	line = strings.ReplaceAll(line, "：", ":")
	for _, name := range []string{"from", "差出人", "送信者", "送信元", "von", "de"} {
		if rest, ok := strings.CutPrefix(line, name); ok {
			rest = strings.TrimLeft(rest, "* \t")
			if strings.HasPrefix(rest, ":") {
				return true
			}
		}
	}
	return false
}

// isOriginalMessage recognises "-----Original Message-----" and its kin: words
// between two runs of dashes.
func isOriginalMessage(line string) bool {
	words := strings.Trim(line, "- \t")
	if !strings.HasPrefix(line, "--") || !strings.HasSuffix(line, "--") || words == "" {
		return false
	}
	words = strings.ToLower(words)
	for _, known := range []string{"message", "メッセージ", "メール", "nachricht"} {
		if strings.Contains(words, known) {
			return true
		}
	}
	return false
}

// isAttribution recognises a whole reply header on one line.
func isAttribution(line string) bool {
	line = strings.ToLower(strings.TrimRight(line, " \t"))
	line = strings.ReplaceAll(line, "：", ":")
	for _, end := range []string{
		"wrote:", "writes:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "scrisse:",
		"のメール:", "のメッセージ:", "さんは書きました:", "は書きました:", "さんが書きました:", "書き込みました:",
	} {
		if strings.HasSuffix(line, end) {
			return true
		}
	}
	// Gmail in Japanese: 2026年11月23日(月) 10:05 Aiko <aiko@example.com>:
	return strings.HasSuffix(line, ">:") && strings.Contains(line, "@")
}

// isWrapped recognises a reply header that the mail program broke over up to
// three lines: "On Mon, … Aiko" / "<aiko@example.com>" / "wrote:".
func isWrapped(lines []string) bool {
	first := strings.TrimLeft(lines[0], " \t")
	if !strings.HasPrefix(first, "On ") && !strings.HasPrefix(first, "20") {
		return false
	}
	for i := 1; i < len(lines) && i < 4; i++ {
		line := strings.Trim(lines[i], " \t")
		if line == "" {
			return false
		}
		if isAttribution(line) {
			return true
		}
	}
	return false
}
