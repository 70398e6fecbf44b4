package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func explain(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(append([]string{"config", "explain"}, args...), &o, &e)
	return code, o.String(), e.String()
}

func TestAKeyOfAFileIsExplainedOffline(t *testing.T) {
	t.Chdir(t.TempDir())
	file := filepath.Join(t.TempDir(), "sensible.yml")
	if err := os.WriteFile(file, []byte("stage: 2\nseverities:\n  - {name: sev1, update_every: 45m}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := explain(t, "severities.sev1.update_every", "--file", file)
	for _, want := range []string{"severities.sev1.update_every: 45m\n", "from     " + file + ":3:18", "default  30m", "does     How often", "values   a number and a unit"} {
		if code != 0 || !strings.Contains(out, want) || errOut != "" {
			t.Errorf("want %q: %d\n%s%s", want, code, out, errOut)
		}
	}
	if code, out, _ = explain(t, "severities.sev1.postmortem"); code != 0 || !strings.Contains(out, "light") || !strings.Contains(out, "the preset of stage 1") {
		t.Errorf("without a file: %d\n%s", code, out)
	}
	var j explanationJSON
	code, out, errOut = explain(t, "nudges.rules.no_update.after", "--file", file, "--json")
	if err := json.Unmarshal([]byte(out), &j); err != nil || code != 0 || errOut != "" || j.Value == nil || *j.Value != "45m" || j.Origin != "stage" || j.Where != nil {
		t.Errorf("%v %d %s%s", err, code, out, errOut)
	}
}

func TestWhatCannotBeExplainedSaysWhatToDo(t *testing.T) {
	t.Chdir(t.TempDir())
	broken := filepath.Join(t.TempDir(), "broken.yml")
	if err := os.WriteFile(broken, []byte("stage: 9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"stge"}, 2, "did you mean stage?"},
		{nil, 2, "config explain takes one key"},
		{[]string{"stage", "--file", "none.yml"}, 1, "cannot read none.yml"},
		{[]string{"stage", "--file", broken, "--repo", "acme/shop"}, 2, "give one of them"},
		{[]string{"stage", "--file", broken}, 1, "broken.yml:1:8: stage: 9 is out of range"},
	} {
		if code, _, errOut := explain(t, tt.args...); code != tt.code || !strings.Contains(errOut, tt.want) {
			t.Errorf("%v: %d %s", tt.args, code, errOut)
		}
	}
}

func TestAKeyOfARepositoryIsExplainedWithItsOrganisations(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "POST", "/orgs/acme/repos", map[string]any{"name": ".github", "auto_init": true}, nil)
	l.put("acme/.github", "main", ".github/sensible.yml", "language: ja\n")
	code, out, errOut := l.terminal("config", "explain", "language", "--repo", l.repo)
	if code != 0 || !strings.Contains(out, "language: ja\n") || !strings.Contains(out, "acme/.github:.github/sensible.yml:1:1") {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
}
