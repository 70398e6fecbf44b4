package policy

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// format is what a text must look like: the tags as and names choose one.
type format struct {
	name    string
	pattern string             // RE2 and ECMA alike: the schema shows it
	help    string             // what to write
	more    func(string) error // what a pattern cannot say; may be nil
	secret  bool               // the text may be a secret by mistake: no error shows it
}

const (
	loginPattern = `[A-Za-z0-9][A-Za-z0-9_-]{0,99}`
	repoPattern  = loginPattern + `/[A-Za-z0-9._-]{1,100}`
	linePattern  = `^\S([^\r\n]{0,98}\S)?$`
)

// formats is the table of formats.
func formats() []format {
	return []format{
		{name: "zone", pattern: `^[A-Za-z][A-Za-z0-9_+/-]*$`, help: zoneHelp, more: checkZone},
		{name: "login", pattern: `^` + loginPattern + `$`, help: "write a GitHub login without @"},
		{name: "component", pattern: `^[^,+\s-]([^,\r\n\t]{0,98}[^,\s])?$`, help: "write a short name without commas that does not begin with + or -"},
		{name: "owner", pattern: `^` + loginPattern + `(/[A-Za-z0-9._-]{1,100})?$`, help: "write a GitHub login, or organisation/team, without @"},
		{name: "reviewer", pattern: `^` + loginPattern + `(/[A-Za-z0-9._-]{1,100})?$`, help: "write lead, operations, communications, a GitHub login, or organisation/team"},
		{name: "notify", pattern: `^` + loginPattern + `(/[A-Za-z0-9._-]{1,100})?$`, help: "write oncall, next, everyone, a GitHub login, or organisation/team"},
		{name: "repository", pattern: `^(here|` + repoPattern + `)$`, help: "write here, or owner/name", more: checkPath},
		{name: "full_repository", pattern: `^` + repoPattern + `$`, help: "write owner/name", more: checkPath},
		{name: "followup_repository", pattern: `^(component|here|` + repoPattern + `)$`, help: "write component, here, or owner/name", more: checkPath},
		{name: "glob", pattern: `^[^\s/][^\r\n]*$`, help: "write a path from the top of the repository, with * and **, such as checkout/**", more: checkGlob},
		{name: "path", pattern: `^[^\s/\\][^\\\r\n]*$`, help: "write a path from the top of the repository, such as postmortems", more: checkPath},
		{name: "path_or_empty", pattern: `^([^\s/\\][^\\\r\n]*)?$`, help: "write a path from the top of the repository, or nothing", more: checkPath},
		{name: "url", pattern: `^https?://\S+$`, help: "write an address that begins with https://", more: checkURL},
		{name: "env", pattern: `^[A-Za-z_][A-Za-z0-9_]*$`, help: "write the name of an environment variable, such as PAGERDUTY_KEY, never the secret itself", secret: true},
		{name: "word", pattern: linePattern, help: "write one line of at most 100 characters"},
		{name: "label", pattern: `^[^\s,]([^,\r\n]{0,48}[^\s,])?$`, help: "write a label of at most 50 characters without commas"},
		{name: "label_prefix", pattern: `^[^\s,][^,\r\n]{0,29}$`, help: "write a beginning of labels of at most 30 characters without commas, such as phase/"},
		{name: "severity", pattern: `^[^\s,/:#@-][^\s,/:#@]{0,19}$`, help: "write one word of at most 20 characters, such as sev1 or critical"},
		{name: "branch", pattern: `^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$`, help: "write the name of a branch, such as gh-pages", more: checkPath},
	}
}

// formatNamed finds a format; ok is false for a name that the table does not hold.
func formatNamed(name string) (format, bool) {
	for _, f := range formats() {
		if f.name == name {
			return f, true
		}
	}
	return format{}, false
}

// checker holds the table and its patterns for one run of Parse, which reads each file twice: the package keeps no state.
type checker struct {
	table    map[string]format
	compiled map[string]*regexp.Regexp
	judged   map[[2]string]error // lists repeat themselves, and loading a zone is slow
}

func newChecker() checker {
	c := checker{table: map[string]format{}, compiled: map[string]*regexp.Regexp{}, judged: map[[2]string]error{}}
	for _, f := range formats() {
		c.table[f.name] = f
	}
	return c
}

// check tells what is wrong with a text of a format; nil where no format is asked for.
func (c checker) check(name, text string) error {
	f, ok := c.table[name]
	if !ok {
		return nil
	}
	key := [2]string{name, text}
	err, done := c.judged[key]
	if !done {
		err = c.judge(f, text)
		c.judged[key] = err
	}
	return err
}

func (c checker) judge(f format, text string) error {
	re := c.compiled[f.name]
	if re == nil {
		re = regexp.MustCompile(f.pattern)
		c.compiled[f.name] = re
	}
	switch {
	case !re.MatchString(text) && f.secret:
		return fmt.Errorf("this text does not fit: %s", f.help)
	case !re.MatchString(text):
		return fmt.Errorf("%q does not fit: %s", text, f.help)
	case f.more != nil:
		return f.more(text)
	}
	return nil
}

// checkPath refuses paths and names that step out of their folder.
func checkPath(text string) error {
	for part := range strings.SplitSeq(text, "/") {
		if part == "." || part == ".." || part == "" && text != "" && !strings.HasSuffix(text, "/") || strings.HasSuffix(part, ".lock") {
			return fmt.Errorf("%q is not a plain path: write it without ., .. and empty parts", text)
		}
	}
	return nil
}

func checkGlob(text string) error {
	if _, err := path.Match(text, ""); err != nil {
		return fmt.Errorf("%q is not a glob: close its bracket [ ], or write \\[ for the sign itself", text)
	}
	return nil
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "":
		return fmt.Errorf("this is not an address: write one that begins with https:// and names a host")
	case u.User != nil:
		return fmt.Errorf("this address holds a password or user name: write it without")
	}
	return nil
}

const zoneHelp = "write an IANA time zone, such as Asia/Tokyo, America/Los_Angeles or UTC"

// checkZone refuses what is no IANA zone, and names the zone of a common abbreviation.
func checkZone(text string) error {
	if _, ok := loadZone(text); ok {
		return nil
	}
	meant := map[string]string{
		"JST": "Asia/Tokyo", "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
		"MT": "America/Denver", "MDT": "America/Denver", "CT": "America/Chicago", "CDT": "America/Chicago", "ET": "America/New_York",
		"EDT": "America/New_York", "BST": "Europe/London", "CEST": "Europe/Berlin", "KST": "Asia/Seoul", "Z": "UTC",
	}[strings.ToUpper(text)]
	if meant != "" {
		return fmt.Errorf("%q is no IANA time zone: did you mean %s?", text, meant)
	}
	if guess, ok := nearest(text, commonZones()); ok {
		return fmt.Errorf("%q is no IANA time zone: did you mean %s?", text, guess)
	}
	return fmt.Errorf("%q is no IANA time zone: %s", text, zoneHelp)
}

// commonZones are zones to guess among; which zones exist is for the zone database to say.
func commonZones() []string {
	return []string{"UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Chicago",
		"America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo",
		"America/Toronto", "America/Vancouver", "Asia/Bangkok", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta",
		"Asia/Kolkata", "Asia/Manila", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tokyo",
		"Australia/Melbourne", "Australia/Sydney", "Europe/Amsterdam", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon",
		"Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Stockholm", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland"}
}
