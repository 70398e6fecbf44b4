// Package postgrestest starts a Postgres for tests, from the binaries of this machine: its own, in a directory of its own,
// gone with the test.
//
// It installs nothing; where there is no Postgres the test fails and says what to install.
package postgrestest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// Server is a Postgres that runs until the test ends.
type Server struct {
	bin, dir string
	port     int
	process  *exec.Cmd
	made     int
}

// shared is the server of a whole package of tests.
var shared struct {
	sync.Mutex
	server *Server
}

// Shared is one server for all tests of a package whose TestMain is Main.
func Shared(t testing.TB) *Server {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		shared.server = start(t)
	}
	return shared.server
}

// Main runs a package's tests and then ends the server that they shared.
func Main(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		shared.server.end()
	}
	os.Exit(code)
}

// Start makes and starts a server for one test.
func Start(t testing.TB) *Server {
	t.Helper()
	s := start(t)
	t.Cleanup(s.end)
	return s
}

// end stops the server and forgets all that is in it.
func (s *Server) end() {
	s.Stop()
	_ = os.RemoveAll(s.dir)
}

func start(t testing.TB) *Server {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	found = append(found, "/usr/local/bin/postgres", "/opt/homebrew/bin/postgres")
	at := slices.IndexFunc(found, func(p string) bool { _, err := os.Stat(p); return err == nil })
	if at < 0 {
		t.Fatal("these tests need Postgres: install Debian's package postgresql")
	}
	dir, err := os.MkdirTemp("", "sensible-postgres")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{bin: filepath.Dir(found[at]), dir: dir, port: freePort(t)}
	if err := give(dir); err != nil {
		t.Fatal(err)
	}
	if out, err := s.command("initdb", "-D", s.data(), "-U", "sensible", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	s.Run(t)
	return s
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command is a program of Postgres, run as somebody it accepts: it refuses root.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+s.dir)
	demote(cmd)
	return cmd
}

// Run starts a server that was stopped, and waits until it answers.
func (s *Server) Run(t testing.TB) {
	t.Helper()
	s.process = s.command("postgres", "-D", s.data(), "-p", fmt.Sprint(s.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories="+s.dir, "-c", "shared_buffers=16MB", "-c", "fsync=off", "-c", "max_connections=100")
	var out bytes.Buffer
	s.process.Stdout, s.process.Stderr = &out, &out
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for s.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", fmt.Sprint(s.port), "-U", "sensible").Run() != nil {
		select {
		case <-ctx.Done():
			t.Fatalf("Postgres does not start:\n%s", out.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server as a crash would.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(immediate)
	_ = s.process.Wait()
	s.process = nil
}

// Database makes a new database and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.made++
	name := fmt.Sprintf("test%d", s.made)
	if out, err := s.command("createdb", "-h", "127.0.0.1", "-p", fmt.Sprint(s.port), "-U", "sensible", name).CombinedOutput(); err != nil {
		t.Fatalf("createdb: %v\n%s", err, out)
	}
	return fmt.Sprintf("postgres://sensible@127.0.0.1:%d/%s?sslmode=disable", s.port, name)
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
