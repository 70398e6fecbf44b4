package when

import "time"

// fixedLetters are abbreviations with one current meaning: seconds are hours*3600 here, east of UTC. They mean that
// offset at any date ("10:05 PST" in July is UTC-8), as RFC 5322 has it for the American ones. Rare second meanings
// are left out where the first is what is met in practice: PST (also Philippines), GST (the Gulf; South Georgia has no
// residents), CDT (also Cuba), EST, MST. A team that lives there has the zone in its list, and that wins.
var fixedLetters = map[string]float64{
	"UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "ZULU": 0, "WET": 0, "WEST": 1, "WAT": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
	"CAT": 2, "SAST": 2, "EET": 2, "EEST": 3, "IDT": 3, "EAT": 3, "MSK": 3, "TRT": 3, "IRST": 3.5, "GST": 4, "GET": 4, "AZT": 4,
	"AFT": 4.5, "PKT": 5, "UZT": 5, "NPT": 5.75, "MMT": 6.5, "ICT": 7, "WIB": 7, "WITA": 8, "AWST": 8, "HKT": 8, "SGT": 8, "MYT": 8,
	"PHT": 8, "JST": 9, "KST": 9, "WIT": 9, "ACST": 9.5, "AEST": 10, "CHST": 10, "ACDT": 10.5, "LHST": 10.5, "AEDT": 11,
	"NZST": 12, "NZDT": 13, "NDT": -2.5, "NST": -3.5, "ART": -3, "BRT": -3, "UYT": -3, "ADT": -3, "CLST": -3, "CLT": -4, "BOT": -4,
	"EDT": -4, "EST": -5, "COT": -5, "PET": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9,
	"HDT": -9, "HST": -10,
}

// genericLetters name a zone and leave summer time to the date.
var genericLetters = map[string]string{
	"PT": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago", "ET": "America/New_York",
	"AKT": "America/Anchorage", "AET": "Australia/Sydney", "NZT": "Pacific/Auckland",
}

// ambiguousLetters have several current meanings: none is taken unless the team's zones settle it. Most used first.
var ambiguousLetters = map[string][]string{
	"IST": {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"},
	"CST": {"America/Chicago", "Asia/Shanghai", "America/Havana"},
	"BST": {"Europe/London", "Asia/Dhaka", "Pacific/Bougainville"},
	"AST": {"America/Halifax", "Asia/Riyadh"},
	"ECT": {"America/Guayaquil", "America/Barbados"},
	"AMT": {"America/Manaus", "Asia/Yerevan"},
	"SST": {"Pacific/Pago_Pago", "Asia/Singapore"},
	"WST": {"Australia/Perth", "Pacific/Apia"},
	"ACT": {"Australia/Adelaide", "America/Rio_Branco"},
	"BDT": {"Asia/Dhaka", "Asia/Brunei"},
}

// wordLike are abbreviations that are English words in small letters: "10:05 get the logs" names no zone.
var wordLike = map[string]bool{
	"ACT": true, "ART": true, "AFT": true, "BOT": true, "CAT": true, "EAT": true, "GET": true, "PET": true, "WAT": true,
	"WET": true, "WEST": true, "WIT": true, "BRT": true, "CT": true, "MT": true, "ET": true, "UT": true, "CLT": true, "COT": true,
}

func knownLetters(upper string) bool {
	_, fixed := fixedLetters[upper]
	_, generic := genericLetters[upper]
	_, ambiguous := ambiguousLetters[upper]
	return fixed || generic || ambiguous
}

// meanings returns the zones that the letters can mean, without regard to any team; none for unknown letters.
func meanings(letters string) []zoneOption {
	if hours, ok := fixedLetters[letters]; ok {
		return []zoneOption{{letters, time.FixedZone(letters, int(hours*3600))}}
	}
	names := ambiguousLetters[letters]
	if generic, ok := genericLetters[letters]; ok {
		names = []string{generic}
	}
	var options []zoneOption
	for _, name := range names {
		if loc := place(name); loc != nil {
			options = append(options, zoneOption{name, loc})
		}
	}
	return options
}

// zoneOption is a zone and how to write it.
type zoneOption struct {
	written string
	loc     *time.Location
}
