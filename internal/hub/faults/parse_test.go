package faults

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSpecsAreParsed(t *testing.T) {
	cases := map[string]Fault{
		"status=502,when=after,match=POST /repos/*,count=3": {Status: 502, After: true, Match: "POST /repos/*", Count: 3, Primary: -1},
		"drop":                            {Drop: true, Primary: -1},
		"drop=true,when=after,every=5":    {Drop: true, After: true, Every: 5, Primary: -1},
		" delay=2s , match=CloseIncident": {Delay: 2 * time.Second, Match: "CloseIncident", Primary: -1},
		"delay=1s,status=503,when=before": {Delay: time.Second, Status: 503, Primary: -1},
		"status=403,retry-after=60s":      {Status: 403, RetryAfter: time.Minute, Primary: -1},
		"stale=3":                         {Stale: 3, Primary: -1},
		"limits=github":                   {Limits: true, Primary: -1},
		"primary=0":                       {Primary: 0},
		"webhooks=drop":                   {Webhook: "drop", Primary: -1},
		"webhooks=late:2h,match=issues":   {Webhook: "late", Late: 2 * time.Hour, Match: "issues", Primary: -1},
		"down=60m":                        {Down: time.Hour, Primary: -1},
	}
	for text, want := range cases {
		want.Text = strings.TrimSpace(text)
		got, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestWrongSpecsSayWhatIsWrong(t *testing.T) {
	cases := map[string]string{
		"":                      "empty part",
		"status=502,":           "empty part",
		"sttus=502":             `unknown key "sttus"; known are count, delay, down`,
		"status=502,status=503": "status is given twice",
		"status=abc":            `status: "abc" is not a whole number from 300 to 599`,
		"status=200":            "from 300 to 599",
		"status=502,when=later": `when: "later" is not one of before, after`,
		"delay=fast":            `delay: "fast" is not a length of time`,
		"delay=-1s":             "not a length of time",
		"count=3":               "nothing would happen",
		"match=":                "is empty",
		"match=POST /x":         "nothing would happen",
		"status=502,drop":       "drop does not go with status; give two faults",
		"stale=3,match=/x":      "match does not go with stale",
		"delay=1s,when=after":   "when and retry-after need status or drop",
		"limits=gitlab":         `"gitlab" is not one of github`,
		"webhooks=lost":         "is not one of drop, double, reorder",
		"webhooks=late":         "say how late",
		"webhooks=late:soon":    "not a length of time",
		"down=60":               "not a length of time",
		"drop=no":               "is not one of true",
	}
	for text, want := range cases {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"status=502,when=after,match=POST /repos/*,count=3", "webhooks=late:2h", "drop", "a=b=c,,", "primary=-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(fault.Text)
		if err != nil || cmp.Diff(fault, again) != "" {
			t.Errorf("%q reads differently the second time: %+v, %+v, %v", text, fault, again, err)
		}
	})
}

func TestGlobsMatchAcrossSlashes(t *testing.T) {
	cases := []struct {
		pattern, text string
		want          bool
	}{
		{"/repos/*", "/repos/acme/shop/issues", true},
		{"/repos/*/issues", "/repos/acme/shop/issues", true},
		{"/repos/*/issues", "/repos/acme/shop/issues/1", false},
		{"/repos/?cme/*", "/repos/acme/shop", true},
		{"*", "", true},
		{"**a*", "bab", true},
		{"", "x", false},
		{"/x", "/xy", false},
	}
	for _, c := range cases {
		if got := glob(c.pattern, c.text); got != c.want {
			t.Errorf("glob(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}
