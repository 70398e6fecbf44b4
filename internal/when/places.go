package when

import (
	"strings"
	"time"
)

// zoneNames are the spelled-out names of zones, without the word "time".
var zoneNames = map[string]string{
	"pacific": "PT", "mountain": "MT", "central": "CT", "eastern": "ET", "us pacific": "PT", "us eastern": "ET", "us central": "CT",
	"us mountain": "MT", "pacific standard": "PST", "pacific daylight": "PDT", "mountain standard": "MST", "mountain daylight": "MDT",
	"central daylight": "CDT", "eastern standard": "EST", "eastern daylight": "EDT", "central european": "CET",
	"central european summer": "CEST", "eastern european": "EET", "western european": "WET", "greenwich mean": "GMT",
	"coordinated universal": "UTC", "universal": "UTC", "japan standard": "JST", "korea standard": "KST",
}

// cities are places people name whose zone is called after another city, or after no city at all.
var cities = map[string]string{
	"israel": "Asia/Jerusalem", "tel aviv": "Asia/Jerusalem", "japan": "Asia/Tokyo", "osaka": "Asia/Tokyo", "kyoto": "Asia/Tokyo",
	"korea": "Asia/Seoul", "china": "Asia/Shanghai", "beijing": "Asia/Shanghai", "china standard": "Asia/Shanghai", "shenzhen": "Asia/Shanghai",
	"india": "Asia/Kolkata", "indian": "Asia/Kolkata", "india standard": "Asia/Kolkata", "indian standard": "Asia/Kolkata",
	"mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "bengaluru": "Asia/Kolkata",
	"hyderabad": "Asia/Kolkata", "chennai": "Asia/Kolkata", "pune": "Asia/Kolkata", "irish": "Europe/Dublin", "ireland": "Europe/Dublin",
	"irish standard": "Europe/Dublin", "israel standard": "Asia/Jerusalem", "uk": "Europe/London", "british": "Europe/London", "britain": "Europe/London",
	"british summer": "Europe/London", "england": "Europe/London", "germany": "Europe/Berlin", "german": "Europe/Berlin",
	"munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "france": "Europe/Paris", "french": "Europe/Paris", "spain": "Europe/Madrid",
	"barcelona": "Europe/Madrid", "italy": "Europe/Rome", "milan": "Europe/Rome", "netherlands": "Europe/Amsterdam", "dutch": "Europe/Amsterdam",
	"swiss": "Europe/Zurich", "switzerland": "Europe/Zurich", "geneva": "Europe/Zurich", "poland": "Europe/Warsaw", "ukraine": "Europe/Kyiv",
	"taiwan": "Asia/Taipei", "hong kong": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "vietnam": "Asia/Ho_Chi_Minh",
	"hanoi": "Asia/Ho_Chi_Minh", "thailand": "Asia/Bangkok", "san francisco": "America/Los_Angeles", "sf": "America/Los_Angeles",
	"california": "America/Los_Angeles", "seattle": "America/Los_Angeles", "la": "America/Los_Angeles", "boston": "America/New_York",
	"washington": "America/New_York", "atlanta": "America/New_York", "miami": "America/New_York", "nyc": "America/New_York",
	"austin": "America/Chicago", "dallas": "America/Chicago", "houston": "America/Chicago", "montreal": "America/Toronto",
	"brazil": "America/Sao_Paulo", "rio": "America/Sao_Paulo", "canberra": "Australia/Sydney", "new zealand": "Pacific/Auckland",
	"wellington": "Pacific/Auckland", "hawaii": "Pacific/Honolulu", "alaska": "America/Anchorage", "turkey": "Europe/Istanbul", "ankara": "Europe/Istanbul",
}

// city finds the zone of a city or country in small letters, nil where none is known.
func city(name string) *time.Location {
	if iana, ok := cities[name]; ok {
		return place(iana)
	}
	if len(name) < 3 {
		return nil
	}
	for _, region := range []string{"Europe", "Asia", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian"} {
		if loc := place(region + "/" + name); loc != nil {
			return loc
		}
	}
	return nil
}

// place loads an IANA zone, in whatever case it was written; nil where there is none. Only names of the shape
// Region/City reach the database: never "Local", a path, or a file that is no zone.
func place(name string) *time.Location {
	name = strings.ReplaceAll(name, " ", "_")
	if !strings.Contains(name, "/") || strings.Contains(name, ".") || len(name) > 40 {
		return nil
	}
	for _, n := range []string{canonical(name), name} {
		if loc, err := time.LoadLocation(n); err == nil {
			return loc
		}
	}
	return nil
}

// canonical writes a name as the database does: Asia/Ho_Chi_Minh, America/Port-au-Prince, US/Pacific, Etc/GMT+9.
func canonical(name string) string {
	small := map[string]bool{"of": true, "es": true, "au": true, "da": true}
	exact := map[string]string{"us": "US", "gmt": "GMT", "utc": "UTC", "mcmurdo": "McMurdo", "dumontdurville": "DumontDUrville"}
	var b strings.Builder
	word := func(w string) {
		lower := strings.ToLower(w)
		switch {
		case exact[lower] != "":
			b.WriteString(exact[lower])
		case small[lower], w == "":
			b.WriteString(lower)
		default:
			b.WriteString(strings.ToUpper(lower[:1]) + lower[1:])
		}
	}
	start := 0
	for i := range len(name) {
		if strings.IndexByte("/_-+", name[i]) >= 0 {
			word(name[start:i])
			b.WriteByte(name[i])
			start = i + 1
		}
	}
	word(name[start:])
	return b.String()
}
