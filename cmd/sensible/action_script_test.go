package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goccy/go-yaml"
)

// asset is what a release calls the program for this machine.
var asset = "sensible_" + runtime.GOOS + "_" + runtime.GOARCH

const (
	releasedProgram = "#!/bin/sh\necho released \"$@\"\n"
	sourceProgram   = "package main\n\nimport (\"fmt\"; \"os\")\n\nvar version string\n\nfunc main() { fmt.Println(\"built\", version, os.Args[1:]) }\n"
)

// script is the action's script on a machine of its own.
type script struct {
	t        *testing.T
	source   string // the action's folder
	cache    string
	releases *httptest.Server
	fetched  atomic.Int64
}

// newScript serves files as releases, by VERSION/FILE, and lays a small program as the action's source.
func newScript(t *testing.T, files map[string]string) *script {
	t.Helper()
	s := &script{t: t, source: t.TempDir(), cache: t.TempDir()}
	s.releases = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fetched.Add(1)
		text, ok := files[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(s.releases.Close)
	for name, text := range map[string]string{"go.mod": "module x\n\ngo 1.26\n", "cmd/sensible/main.go": sourceProgram} {
		path := filepath.Join(s.source, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// run runs the script with the environment that action.yml gives it, and more.
func (s *script) run(version string, more ...string) (string, error) {
	s.t.Helper()
	path, err := filepath.Abs("../../.github/action/run.sh")
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), "bash", path)
	cmd.Env = append(os.Environ(), "SENSIBLE_VERSION="+version, "SENSIBLE_SOURCE="+s.source, "SENSIBLE_DOWNLOAD_URL="+s.releases.URL,
		"RUNNER_TOOL_CACHE="+s.cache, "RUNNER_TEMP="+s.t.TempDir(), "SENSIBLE_GITHUB_URL=", "RUNNER_OS=", "RUNNER_ARCH=")
	cmd.Env = append(cmd.Env, more...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func sums(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.Repeat("0", 64) + "  sensible_plan9_mips\n" + hex.EncodeToString(sum[:]) + "  " + asset + "\n"
}

func TestAReleasedBinaryRunsWhereItsChecksumIsRightAndIsKept(t *testing.T) {
	s := newScript(t, map[string]string{"v1.2.3/checksums.txt": sums(releasedProgram), "v1.2.3/" + asset: releasedProgram})
	for n := range 2 {
		if out, err := s.run("v1.2.3"); err != nil || out != "released action\n" {
			t.Fatalf("run %d: %q %v", n, out, err)
		}
	}
	if n := s.fetched.Load(); n != 2 {
		t.Errorf("%d requests for two runs, want two: the program is kept", n)
	}
	if out, err := s.run("v1.2.3", "SENSIBLE_GITHUB_URL=http://x.example/$(echo no)"); err != nil || out != "released action --github-url http://x.example/$(echo no)\n" {
		t.Errorf("%q %v", out, err)
	}
}

func TestABinaryThatIsNotTheOneOfItsChecksumIsRefused(t *testing.T) {
	s := newScript(t, map[string]string{"v1.2.3/checksums.txt": sums(releasedProgram), "v1.2.3/" + asset: releasedProgram + "echo worse\n"})
	out, err := s.run("v1.2.3")
	if err == nil || strings.Contains(out, "released action") || strings.Contains(out, "built") || !strings.Contains(out, "sensible: the binary "+asset+" of v1.2.3 is not the one that its checksum names") {
		t.Errorf("%q %v", out, err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.cache, "*", "*", "*", "*")); len(left) > 0 {
		t.Errorf("it was kept: %v", left)
	}
}

func TestWithoutAReleaseTheProgramIsBuiltFromTheActionsSource(t *testing.T) {
	none := newScript(t, nil)
	commit := strings.Repeat("a1", 20)
	for _, version := range []string{"v9.9.9", "main", "", commit} {
		if out, err := none.run(version); err != nil || !strings.Contains(out, "\nbuilt "+orDev(version)+" [action]") {
			t.Errorf("%q: %q %v", version, out, err)
		}
	}
	if out, err := none.run(commit); err != nil || strings.Contains(out, "building") {
		t.Errorf("a commit was built twice: %q %v", out, err)
	}
	other := newScript(t, map[string]string{"v1.2.3/checksums.txt": strings.Repeat("0", 64) + "  sensible_plan9_mips\n"})
	if out, err := other.run("v1.2.3"); err != nil || !strings.Contains(out, "built v1.2.3") {
		t.Errorf("a release without this machine's: %q %v", out, err)
	}
}

func orDev(version string) string {
	if version == "" {
		return "dev"
	}
	return version
}

func TestWhatCannotBeRunIsOneLineThatSaysWhatToDo(t *testing.T) {
	s := newScript(t, nil)
	if err := os.Remove(filepath.Join(s.source, "cmd/sensible/main.go")); err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for _, tool := range []string{"bash", "mktemp", "rm", "uname", "curl", "awk", "dirname", "cut", "cat"} {
		if path, err := exec.LookPath(tool); err == nil {
			_ = os.Symlink(path, filepath.Join(bin, tool))
		}
	}
	for name, tt := range map[string]struct {
		version, path, want string
	}{
		"a version that is a command":  {"v1;$(touch " + s.cache + "/pwned)", os.Getenv("PATH"), "sensible: the input version is no release"},
		"one that climbs":              {"v1/../../x", os.Getenv("PATH"), "sensible: the input version is no release"},
		"no Go":                        {"v9.9.9", bin, "sensible: there is no released binary v9.9.9 for "},
		"a source that does not build": {"v9.9.9", os.Getenv("PATH"), "sensible: the program could not be built from source"},
	} {
		out, err := s.run(tt.version, "PATH="+tt.path)
		if err == nil || !strings.Contains(out, tt.want) {
			t.Errorf("%s: %q %v", name, out, err)
		}
	}
	if _, err := os.Stat(filepath.Join(s.cache, "pwned")); err == nil {
		t.Error("a part of the version was run")
	}
}

// TestNothingOfAnInputIsPartOfAScript: what is in ${{ }} inside `run:` would be shell.
func TestNothingOfAnInputIsPartOfAScript(t *testing.T) {
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Inputs  map[string]struct{ Description string }
		Outputs map[string]struct{ Value string }
		Runs    struct {
			Using string
			Steps []struct {
				Run, Uses string
				Env       map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if file.Runs.Using != "composite" || len(file.Runs.Steps) != 1 {
		t.Fatalf("%+v", file.Runs)
	}
	step := file.Runs.Steps[0]
	if step.Run == "" || strings.Contains(step.Run, "${{") || step.Uses != "" {
		t.Errorf("the step is %+v", step)
	}
	used := fmt.Sprint(step.Env)
	for name := range file.Inputs {
		if !strings.Contains(used, "inputs."+name+" ") {
			t.Errorf("the input %s goes nowhere", name)
		}
	}
	for _, name := range []string{"incident", "phase", "severity", "changed"} {
		if want := "${{ steps.sensible.outputs." + name + " }}"; file.Outputs[name].Value != want {
			t.Errorf("the output %s is %q", name, file.Outputs[name].Value)
		}
	}
}
