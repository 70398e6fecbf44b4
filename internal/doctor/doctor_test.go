package doctor

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup/needs"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
	"github.com/sensible-im/sensible/templates"
)

var now = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// healthy is a repository in which all is well.
func healthy(t *testing.T, text string) Facts {
	t.Helper()
	c, problems := policy.Parse(policy.File, []byte(text))
	if problems.Errors() {
		t.Fatal(problems)
	}
	granted := map[string]string{}
	for _, p := range needs.Permissions() {
		granted[p.Name] = string(p.Level)
	}
	stage := snapshot.BoardField{Name: "Stage"}
	for _, s := range followup.Stages {
		stage.Options = append(stage.Options, snapshot.BoardOption{Name: s})
	}
	return Facts{
		Name: "acme/shop", As: "sensible[bot]", App: true, Repository: snapshot.Repository{Owner: "acme", Name: "shop", OwnerIsOrg: true, DefaultBranch: "main"},
		URL: "https://github.example/acme/shop", HasIssues: true, Granted: granted, Probes: []Probe{{Permission: "issues", Status: 200}}, Now: now,
		Config: snapshot.ConfigFile{Found: text != "", Path: policy.File}, Policy: c,
		Deliveries: []Delivery{{At: now.Add(-time.Hour), Event: "issues", OK: true}},
		Labels:     []string{"Incident", "drill"}, Wanted: []string{"incident", "drill"}, Form: "name: Incident",
		Board: &snapshot.Board{Title: "Incident follow-ups", Fields: []snapshot.BoardField{stage}}, Boards: 1, Stages: followup.Stages,
		AlertKey: "501-ab",
	}
}

const paging = "stage: 2\npagers: [{type: ntfy, url_env: X}]\n"

func looked(t *testing.T, f Facts) []Finding {
	t.Helper()
	list, err := Look(f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhereAllIsWellNothingIsToBeFixed(t *testing.T) {
	for _, text := range []string{"", "stage: 0\n", paging} {
		list := looked(t, healthy(t, text))
		for _, f := range list {
			if f.Level == Warning || f.Level == Bad || f.Why != "" {
				t.Errorf("%q: %s", text, f)
			}
		}
		if Something(list) || len(list) < len(checks())-1 {
			t.Errorf("%q: %d findings", text, len(list))
		}
	}
}

func TestEachThingThatIsWrongIsFoundWithWhyAndTheExactFix(t *testing.T) {
	off := func(s string) policy.Config { c, _ := policy.Parse(policy.File, []byte(s)); return c }
	for code, tt := range map[string]struct {
		level Level
		fix   string
		make  func(*Facts)
	}{
		"permission-missing": {Bad, "accept it at", func(f *Facts) { f.Granted["issues"] = "read" }},
		"probe-failed":       {Bad, "contents", func(f *Facts) { f.Probes = []Probe{{Permission: "contents", Status: 403}} }},
		"read-only":          {Bad, "triage", func(f *Facts) { f.ReadOnly = true }},
		"clock-skew":         {Bad, "timedatectl", func(f *Facts) { f.Skew = -2 * time.Minute }},
		"archived":           {Bad, "unarchive", func(f *Facts) { f.Repository.Archived = true }},
		"issues-off":         {Bad, "Features", func(f *Facts) { f.HasIssues = false }},
		"deliveries-none":    {Warning, "webhook", func(f *Facts) { f.Deliveries = nil }},
		"deliveries-failed":  {Bad, "Recent deliveries", func(f *Facts) { f.Deliveries[0].OK = false }},
		"labels-missing":     {Bad, "--fix", func(f *Facts) { f.Labels = nil }},
		"form-missing":       {Warning, "sensible init", func(f *Facts) { f.Form = "" }},
		"form-drift":         {Warning, "--fix", func(f *Facts) { f.FormDrift = []string{"it lacks SEV5"} }},
		"config-error":       {Bad, "validate", func(f *Facts) { _, f.Problems = policy.Parse(policy.File, []byte("stage: 9")) }},
		"config-warning":     {Warning, "that line", func(f *Facts) { _, f.Problems = policy.Parse(policy.File, []byte("stagee: 1")) }},
		"config-redundant": {Warning, "delete", func(f *Facts) {
			f.Redundant = policy.Redundant(policy.Source{File: policy.File, Text: []byte("language: en")})
		}},
		"board-user":       {Bad, "organisation", func(f *Facts) { f.Repository.OwnerIsOrg = false }},
		"board-actions":    {Bad, "app-id", func(f *Facts) { f.Actions = true }},
		"board-permission": {Bad, "Projects: write", func(f *Facts) { delete(f.Granted, "organization_projects") }},
		"board-refused":    {Bad, "scope project", func(f *Facts) { f.BoardErr = "FORBIDDEN" }},
		"board-empty":      {Warning, "Manage access", func(f *Facts) { f.Board, f.Boards = nil, 0 }},
		"board-missing":    {Warning, "init --board", func(f *Facts) { f.Board = nil }},
		"board-closed":     {Bad, "reopen", func(f *Facts) { f.Board.Closed = true }},
		"board-options":    {Warning, "by hand", func(f *Facts) { f.Board.Fields[0].Options = f.Board.Fields[0].Options[1:] }},
		"pins-full":        {Warning, "unpin", func(f *Facts) { f.Pinned = 3 }},
		"rota-gap": {Bad, "oncall.rotations", func(f *Facts) {
			f.Policy = off(paging + "people: {aiko: {zone: UTC}}\noncall: {rotations: [{name: r, layers: [{people: [aiko], hours: \"09:00-17:00\", every: 1w, start: 2026-11-01}]}]}\n")
		}},
		"rota-people": {Warning, "people:", func(f *Facts) {
			f.Policy = off(paging + "oncall: {rotations: [{name: r, layers: [{people: [zoe], every: 1w, start: 2026-11-01}]}]}\n")
		}},
		"pagers-none":   {Bad, "page: false", func(f *Facts) { f.Policy = off("stage: 2\n") }},
		"pagers-off":    {Warning, "stage: 2", func(f *Facts) { f.Policy = off("stage: 1\npagers: [{type: ntfy, url_env: X}]\n") }},
		"commits-never": {Bad, "sign: never", func(f *Facts) { f.Signed, f.Policy.Postmortems.Sign = true, "never" }},
		"actions-pulls": {Bad, "Allow GitHub Actions", func(f *Facts) { f.Workflow, f.Drafts = true, []string{"postmortem/7"} }},
		"stage-grow": {Warning, "stage: 2", func(f *Facts) {
			f.Policy = off("stage: 0\n")
			for _, login := range strings.Split("a b c d e f g h i j k l", " ") {
				f.Writers = append(f.Writers, Writer{Login: login, OffHours: login < "d"}, Writer{Login: strings.ToUpper(login)})
			}
		}},
	} {
		f := healthy(t, paging)
		tt.make(&f)
		at := slices.IndexFunc(looked(t, f), func(x Finding) bool { return x.Code == code })
		if at < 0 {
			t.Errorf("%s is not found: %v", code, looked(t, f))
			continue
		}
		got := looked(t, f)[at]
		if got.Level != tt.level || got.What == "" || got.Why == "" || !strings.Contains(got.Fix, tt.fix) || !Something([]Finding{got}) {
			t.Errorf("%s: %s (%s)", code, got, got.Level)
		}
		if code == "labels-missing" && !got.Mend {
			t.Error("missing labels can be mended")
		}
	}
}

func TestTheOwnerOfAPersonsAccountIsNotAskedForWhatOnlyOrganisationsGrant(t *testing.T) {
	f := healthy(t, "")
	f.Repository.OwnerIsOrg = false
	delete(f.Granted, "organization_projects")
	delete(f.Granted, "members")
	if list := looked(t, f); Something(list) {
		t.Errorf("%v", list)
	}
}

func TestWhatCouldNotBeLookedAtIsNoFinding(t *testing.T) {
	f := healthy(t, "")
	f.Unseen = map[string]string{"labels": "403"}
	f.Labels = nil
	list := looked(t, f)
	if Something(list) || !slices.ContainsFunc(list, func(x Finding) bool { return x.Level == Skipped && strings.Contains(x.What, "labels") }) {
		t.Errorf("%v", list)
	}
}

// TestEveryTextOfTheDoctorIsUsed holds the templates against the codes in this package's tests and checks.
func TestEveryTextOfTheDoctorIsUsedAndSaysWhyAndHowInEveryLanguage(t *testing.T) {
	for _, language := range []string{"en", "ja"} {
		text, err := templates.FS.ReadFile(language + "/doctor.md.tmpl")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`define "doctor/([a-z-]+)"`).FindAllStringSubmatch(string(text), -1) {
			if !wording.In(language).Has("doctor/" + m[1]) {
				t.Errorf("%s: %s", language, m[1])
			}
		}
		for _, line := range strings.Split(string(text), "\n") {
			if n := strings.Count(line, " — "); strings.HasPrefix(line, "{{define") && n != 0 && n != 2 {
				t.Errorf("%s: neither what alone nor what, why and fix: %s", language, line)
			}
		}
	}
}
