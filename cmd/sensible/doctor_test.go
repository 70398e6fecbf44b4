package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

type diagnosis struct {
	OK       bool
	Findings []struct{ Check, Code, Level, What, Fix string }
	Fixed    []string
}

func (l *live) diagnosis(args ...string) (d diagnosis, code int) {
	l.t.Helper()
	code, out, errOut := l.terminal(append([]string{"doctor", "--repo", l.repo, "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &d); err != nil || errOut != "" {
		l.t.Fatalf("%v\n%s%s", err, out, errOut)
	}
	return d, code
}

func (d diagnosis) level(code string) string {
	for _, f := range d.Findings {
		if f.Code == code {
			return f.Level
		}
	}
	return ""
}

func TestTheDoctorLooksAtARepositoryAndMendsWhatIsSafe(t *testing.T) {
	l := openLive(t)
	l.config("stage: 1\nlanguage: en\nlabels: {incident: outage}\n")
	l.put(l.repo, "main", ".github/ISSUE_TEMPLATE/incident.yml", strings.Replace(formWithout(t), "SEV4", "SEV9", 1))
	l.rest()
	d, code := l.diagnosis()
	if code != 1 || d.OK {
		t.Errorf("exit %d", code)
	}
	for code, level := range map[string]string{
		"access-as": "ok", "probes": "ok", "clock": "ok", "labels-missing": "warning", "form-drift": "warning", "config-redundant": "warning",
		"board-none": "ok", "pins": "", "alerts": "ok", "commits": "ok",
	} {
		if got := d.level(code); got != level {
			t.Errorf("%s is %q, want %q: %+v", code, got, level, d.Findings)
		}
	}
	fixed, _ := l.diagnosis("--fix")
	if len(fixed.Fixed) < 2 || fixed.level("labels") != "ok" || fixed.level("form") != "ok" {
		t.Errorf("after --fix: %+v", fixed)
	}
	before := writes(l.demoWorld)
	again, _ := l.diagnosis("--fix")
	if len(again.Fixed) != 0 || writes(l.demoWorld) != before {
		t.Errorf("a second --fix mends again: %+v", again.Fixed)
	}
	code, out, _ := l.terminal("doctor", "--repo", l.repo)
	if code != 1 || !strings.Contains(out, "! .github/sensible.yml:2:1: language: en holds without this line too — ") || strings.Contains(out, "\x1b") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	l.config("stage: 1\nlabels: {incident: outage}\n")
	if d, code := l.diagnosis(); code != 0 || !d.OK {
		t.Errorf("all is mended, but it exits %d: %+v", code, d.Findings)
	}
}

func TestTheDoctorFindsWhatKeepsCommitsAndDeliveriesAway(t *testing.T) {
	l := openLive(t)
	l.hub.Store().Update(func() { l.hub.Store().Repository(l.repo).RequireSignedCommits = true })
	if d, _ := l.diagnosis(); d.level("commits-signed") != "ok" || d.level("board-field") != "ok" {
		t.Errorf("%+v", d.Findings)
	}
}

// formWithout is the form as the policy of the test wants it.
func formWithout(t *testing.T) string {
	t.Helper()
	cfg, problems := policy.Parse(policy.File, []byte("labels: {incident: outage}"))
	if problems.Errors() {
		t.Fatal(problems)
	}
	text, _ := welcome.IncidentForm("", cfg)
	return text
}
