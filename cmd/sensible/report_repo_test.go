package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/metrics"
)

// reported is the report of the live repository, and how many requests it took.
func (l *live) reported(cache string) (metrics.Report, int) {
	l.t.Helper()
	before := l.hub.Summary().Total
	code, out, errOut := l.terminal("report", "--repo", l.repo, "--format", "json", "--cache", cache)
	if code != 0 {
		l.t.Fatalf("report: %d %s", code, errOut)
	}
	var r metrics.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		l.t.Fatal(err)
	}
	return r, l.hub.Summary().Total - before
}

func TestAReportOfARepositoryReadsOnlyWhatChanged(t *testing.T) {
	l := openLive(t)
	if code, out, errOut := l.terminal("import", l.file("past.csv", pastTable), "--repo", l.repo); code != 1 {
		t.Fatalf("%d\n%s%s", code, out, errOut)
	}
	l.rest()
	cache := t.TempDir()
	first, cold := l.reported(cache)
	if first.Incidents.Rows != 4 || first.KeyTimes["ttr"].N != 2 || *first.KeyTimes["ttr"].Mean != 3600 || first.KeyTimes["ttd"].N != 1 {
		t.Errorf("%+v", first)
	}
	if first.BySeverity["sev1"].Counted != 1 || first.ByComponent["checkout"].Counted != 1 {
		t.Errorf("%+v %+v", first.BySeverity, first.ByComponent)
	}
	l.wait(10 * time.Minute)
	l.say("aiko", "/ack\n/severity 1\n/fixed\n/recovered")
	l.rest()
	second, warm := l.reported(cache)
	if second.BySeverity["sev1"].Counted != 2 || second.KeyTimes["tte"].N != 1 {
		t.Errorf("after a change: %+v", second.KeyTimes)
	}
	if _, idle := l.reported(cache); cold != 3 || warm != 2 || idle != 2 { // the App's installation, its token, the incidents
		t.Errorf("%d requests at first, %d where one changed, %d where none did", cold, warm, idle)
	}
}

func TestAReportReadsWellAndNamesNobody(t *testing.T) {
	l := openLive(t)
	l.say("aiko", "/ack\n/severity 1")
	l.rest()
	code, out, errOut := l.terminal("report", "--repo", l.repo, "--cache", t.TempDir())
	if code != 0 || !strings.Contains(out, "# Incidents of "+l.repo) || !strings.Contains(out, "[list](#the-incidents)") {
		t.Fatalf("%d\n%s%s", code, out, errOut)
	}
	for _, name := range []string{"aiko", "skofman"} {
		if strings.Contains(out, name) {
			t.Errorf("%s is named:\n%s", name, out)
		}
	}
}

func TestAReportAsksForOnePlace(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"report"}, "name the incidents"},
		{[]string{"report", "--input", "a.csv", "--repo", "a/b"}, "two places"},
		{[]string{"report", "--input", "a.csv", "--format", "pdf"}, "--format pdf is none of"},
		{[]string{"report", "--input", "a.csv", "--since", "yesterday"}, "--since yesterday is neither"},
	} {
		t.Setenv("GITHUB_REPOSITORY", "")
		var out, errOut strings.Builder
		if code := run(c.args, &out, &errOut); code != 2 || !strings.Contains(errOut.String(), c.want) || out.Len() > 0 {
			t.Errorf("%v: %d %s", c.args, code, errOut.String())
		}
	}
}
