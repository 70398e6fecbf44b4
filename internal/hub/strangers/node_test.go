package strangers_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

// modules is where .ci/run installs testdata/node/package-lock.json.
const modules = "../../../.cache/strangers/node_modules"

func TestOctokitRunsAnIncident(t *testing.T) { play(t, "incident.mjs", 13) }

func TestAProbotAppAnswersAComment(t *testing.T) { play(t, "probot.mjs", 1) }

// patience is how long a script may take; it waits for nothing but webhooks on this machine.
const patience = time.Minute

// play runs a script of testdata/node beside the installed packages: it says where it listens, is told where the hub is,
// and says at the end how many steps held.
func play(t *testing.T, script string, steps int) {
	if _, err := os.Stat(modules); err != nil {
		t.Skip("node's packages are not installed: .ci/run puts them into .cache/strangers")
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", filepath.Join(workshop(t), script))
	cmd.Env = append(os.Environ(), "NO_PROXY=*", "no_proxy=*")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if t.Failed() {
			cancel() // it waits for what will not come
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s ended with %v\n%s", script, err, complaints.String())
		}
	}()
	var said struct{ Port, Steps int }
	lines := bufio.NewScanner(out)
	hear(t, lines, &said)
	if said.Port == 0 {
		return
	}
	told, err := json.Marshal(map[string]any{
		"url": start(t, fmt.Sprintf("http://127.0.0.1:%d/webhook", said.Port)), "appId": 1, "installation": 10,
		"privateKey": string(hubtest.KeyPEM()), "secret": "s3cret-of-the-hook",
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(append(told, '\n')); err != nil {
		t.Error(err)
	}
	if hear(t, lines, &said); said.Steps != steps {
		t.Errorf("%s took %d steps, want %d\n%s", script, said.Steps, steps, complaints.String())
	}
}

// hear reads the script's next line of JSON; what else it prints is of no matter.
func hear(t *testing.T, lines *bufio.Scanner, into any) {
	t.Helper()
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "{") && json.Unmarshal(lines.Bytes(), into) == nil {
			return
		}
	}
}

// workshop is a folder with the scripts, and with the packages where node looks for them.
func workshop(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	scripts, err := filepath.Glob("testdata/node/*.mjs")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, s := range scripts {
		write(t, filepath.Join(dir, filepath.Base(s)), string(read(t, s)))
	}
	where, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(where, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	return dir
}
