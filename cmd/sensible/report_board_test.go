package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/boardview"
)

const boardJSON = `{"items": [
 {"title": "Alert on 502s", "fields": {"Importance": "high", "Size": "s", "Urgency": "high", "Confidence": "high", "Stage": "Next", "Due": "2026-12-24"}},
 {"title": "Rewrite <everything>", "fields": {"Importance": "high", "Size": "xl", "Urgency": "medium", "Confidence": "medium"}},
 {"title": "Vague", "fields": {}},
 {"title": "Old", "fields": {"Stage": "Done"}}]}`

// reportBoard runs the command line and returns what it prints.
func reportBoard(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(append([]string{"report", "--board"}, args...), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

func inFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheMatrixComesFromABoardsFileInEveryFormat(t *testing.T) {
	file := inFile(t, "board.json", boardJSON)
	out, _, code := reportBoard(t, "--input", file)
	if code != 0 || !strings.Contains(out, "## Do next (2)") || !strings.Contains(out, "&lt;everything&gt;") || !strings.Contains(out, "1 done or decided against") {
		t.Errorf("%d %s", code, out)
	}
	out, _, code = reportBoard(t, "--input", file, "--format", "svg", "--language", "ja")
	if code != 0 || !strings.HasPrefix(out, "<svg ") || !strings.Contains(out, "prefers-color-scheme") || strings.Contains(out, "<script") {
		t.Errorf("%d %s", code, out)
	}
	out, _, code = reportBoard(t, "--input", file, "--format", "json")
	var v boardview.View
	if err := json.Unmarshal([]byte(out), &v); code != 0 || err != nil || len(v.Groups) != 6 || v.Settled != 1 || v.Capacity != 10 {
		t.Errorf("%d %v %s", code, err, out)
	}
}

func TestTheMatrixComesFromAnExportedIssue(t *testing.T) {
	out, errs, code := reportBoard(t, "--input", inFile(t, "issue.json", `{"repository": {"full_name": "acme/shop"},
 "issue": {"number": 42, "title": "Checkout 502", "body": "### What do you see?\n\n502\n\n### Severity\n\nSEV2\n", "created_at": "2026-11-22T01:09:00Z", "user": {"login": "ben", "id": 2}, "labels": [{"name": "incident"}]},
 "comments": [{"id": 1001, "user": {"login": "ben", "id": 2}, "body": "/action Alert on 502s I:high S:s U:medium C:low", "created_at": "2026-11-22T01:16:00Z", "updated_at": "2026-11-22T01:16:00Z"}],
 "permissions": {"ben": "write"}, "config": "followups: {capacity_days: 1}\n", "now": "2026-11-22T02:00:00Z"}`))
	if code != 0 || !strings.Contains(out, "# Follow-ups: Checkout 502") || !strings.Contains(out, "Alert on 502s") || !strings.Contains(out, "Capacity line: 1 day*") {
		t.Errorf("%d %s%s", code, errs, out)
	}
}

func TestWhatIsNoBoardIsOneLineThatSaysWhatItShouldBe(t *testing.T) {
	for name, row := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no such format": {[]string{"--input", "x", "--format", "csv"}, 2, "csv is none of md, svg, json"},
		"no such file":   {[]string{"--input", filepath.Join(t.TempDir(), "none.json")}, 1, "cannot read"},
		"no JSON":        {[]string{"--input", inFile(t, "b.json", "items: []")}, 1, "want a board.json"},
		"another JSON":   {[]string{"--input", inFile(t, "b.json", `{"rows": []}`)}, 1, "want a board.json"},
		"two places":     {[]string{"--input", "x", "--repo", "acme/shop"}, 2, "name one"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := reportBoard(t, row.args...)
			if code != row.code || out != "" || !strings.Contains(errs, row.want) || strings.Count(errs, "\n") != 1 {
				t.Errorf("%d %q %q", code, out, errs)
			}
		})
	}
}
