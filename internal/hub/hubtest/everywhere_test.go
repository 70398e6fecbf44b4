package hubtest

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// free are the tests that start a hub and need not hold it to the contract, and why.
var free = map[string]string{
	"internal/hub/bench_test.go":     "measures the hub without validation",
	"internal/hub/seed/seed_test.go": "reads the store, sends no request",
}

var starts = regexp.MustCompile(`\bhub\.New\(`)

// TestEveryTestThatTalksToAHubHoldsItToTheContract: validation is on, and a violation fails the test.
func TestEveryTestThatTalksToAHubHoldsItToTheContract(t *testing.T) {
	root, seen := os.DirFS("../../.."), 0
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") || free[path] != "" || strings.HasSuffix(path, "everywhere_test.go") {
			return nil
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		source := string(text)
		if starts.MatchString(source) || strings.Contains(source, "openDemo(") {
			seen++
			held := strings.Contains(source, "Violations()") || strings.Contains(source, "hubtest.Held(")
			validated := strings.Contains(source, "Validate: true") || strings.Contains(source, "opt.Validate") || strings.Contains(source, "openDemo(")
			if !held || !validated {
				t.Errorf("%s starts a hub and does not hold it to the contract: set Validate and call hubtest.Held, or use hubtest.Start", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 5 {
		t.Errorf("only %d tests start a hub: this test looks in the wrong place", seen)
	}
}
