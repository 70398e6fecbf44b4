package followup

import "strings"

// japaneseKeys are the Japanese names of the keys, as the form of action items has them, and their usual variants.
var japaneseKeys = map[string]string{
	"重要度": "importance", "サイズ": "size", "規模": "size", "緊急度": "urgency", "確度": "confidence", "種類": "kind", "種別": "kind",
	"期限": "due",
}

// japaneseValues are the Japanese words for the values.
var japaneseValues = map[string]string{
	"高": "high", "高い": "high", "中": "medium", "中くらい": "medium", "低": "low", "低い": "low",
	"調査": "investigate", "軽減": "mitigate", "緩和": "mitigate", "修復": "repair", "修理": "repair", "検知": "detect",
	"防止": "prevent", "予防": "prevent", "備え": "prepare", "準備": "prepare",
}

// halfWidth writes what a Japanese keyboard may give for ASCII the plain way: "Ｉ：ｈｉｇｈ" is "I:high".
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if '！' <= r && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// legalWord is a value as the tables have it: in small letters, from Japanese. What is none comes back as it is.
func legalWord(value string) string {
	value = lowerASCII(halfWidth(value))
	if word, ok := japaneseValues[value]; ok {
		return word
	}
	return value
}
