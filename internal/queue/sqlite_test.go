package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func quietly() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestASecondServerOnOneFileIsRefusedUntilTheFirstEnds(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "our incidents?.db")
	first, err := Open(t.Context(), database, quietly())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), database, quietly()); err == nil || !strings.Contains(err.Error(), "another server is using it") {
		t.Errorf("the second: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), database, quietly())
	if err != nil {
		t.Fatalf("after the first ended: %v", err)
	}
	_ = again.Close()
}

// raw does something to the tables that no version of the program did.
func raw(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "rwc", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestADatabaseOfANewerVersionIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensible.db")
	raw(t, path, `CREATE TABLE sensible_schema(version BIGINT PRIMARY KEY)`, `INSERT INTO sensible_schema VALUES(99)`)
	for name, open := range map[string]func() (*Store, error){
		"a server": func() (*Store, error) { return Open(t.Context(), "sqlite:"+path, quietly()) },
		"beside":   func() (*Store, error) { return Beside(t.Context(), "sqlite:"+path) },
	} {
		if _, err := open(); err == nil || !strings.Contains(err.Error(), "newer version") || !strings.Contains(err.Error(), "update this program") {
			t.Errorf("%s: %v", name, err)
		}
	}
	address := server(t).Database(t)
	s, err := Open(t.Context(), address, quietly())
	if err != nil {
		t.Fatal(err)
	}
	within(t, s, func(x txn) error {
		_, err := x.(*sqlTxn).exec(`INSERT INTO sensible_schema VALUES(99)`)
		return err
	})
	_ = s.Close()
	if _, err := Open(t.Context(), address, quietly()); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("Postgres: %v", err)
	}
}

func TestAnOlderDatabaseIsBroughtForwardWithWhatIsInIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensible.db")
	old := []string{`CREATE TABLE sensible_schema(version BIGINT PRIMARY KEY)`, `INSERT INTO sensible_schema VALUES(1)`}
	for _, m := range migrations[0] {
		old = append(old, strings.ReplaceAll(m, "BYTES", "BLOB"))
	}
	raw(t, path, append(old, `INSERT INTO inbox VALUES('d1', 'issues', '', 0, 1, NULL, 0, '', 0)`, `INSERT INTO works VALUES('d1', 'a', 1, 0, NULL)`,
		`INSERT INTO keys VALUES('a', 'a', '"a"', 1, 0, 1, 1, 0, 0, 0, '', 0)`)...)
	w := newWorker(t, at("sqlite:"+path, false).open(t), nil).started(t)
	w.rest(t)
	if w.runs("a") != 1 || w.state(t, "d1") != Done {
		t.Errorf("what waited in the older database: ran %d times, %s", w.runs("a"), w.state(t, "d1"))
	}
}

func TestAFileThatIsDeletedWhileItIsInUseIsMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensible.db")
	emptied := make(chan struct{}, 9)
	w := newWorker(t, at("sqlite:"+path, false).open(t), func(s *Settings[key]) { s.Emptied = func() { emptied <- struct{}{} } }).started(t)
	w.take(t, "d1", "a")
	w.rest(t)
	files, _ := filepath.Glob(path + "*")
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	if !w.take(t, "d2", "b") {
		t.Error("not taken")
	}
	<-emptied
	w.rest(t)
	if _, err := os.Stat(path); err != nil || w.runs("b") != 1 {
		t.Errorf("%v; ran %d times", err, w.runs("b"))
	}
	if known, err := w.Store().Known(t.Context(), "d1", "d2"); err != nil || fmt.Sprint(known) != "map[d2:true]" {
		t.Errorf("what was acknowledged after it must be in the file that is there: %v %v", known, err)
	}
	if _, err := Open(t.Context(), "sqlite:"+path, quietly()); err == nil {
		t.Error("a second server may use the new file")
	}
}

func TestAFullDiskIsToldAndNothingIsKeptAndThenItGoesOn(t *testing.T) {
	s := at("sqlite:"+filepath.Join(t.TempDir(), "sensible.db"), false).open(t)
	w := newWorker(t, s, nil).started(t)
	w.take(t, "d1", "a")
	w.rest(t)
	pages := func(n string) {
		t.Helper()
		if _, err := s.backend.(*database).engine.(*sqlite).write.Exec("PRAGMA max_page_count = " + n); err != nil {
			t.Fatal(err)
		}
	}
	pages("1")
	noise := make([]byte, 1<<20) // more than any free page holds
	for n := range noise {
		noise[n] = byte(n * n >> 3 * 2654435761 >> 7)
	}
	full := Delivery{ID: "d2", Event: "issues", ReceivedAt: time.Now(), Payload: noise}
	if _, err := w.Accept(t.Context(), full, []Wish[key]{{Key: "b"}}); err == nil || !strings.Contains(err.Error(), "full") {
		t.Fatalf("on a full disk: %v", err)
	}
	if known, err := s.Known(t.Context(), "d2"); err != nil || known["d2"] || w.runs("b") != 0 {
		t.Errorf("half of it was kept: %v %v", known, err)
	}
	pages("1000000")
	if fresh, err := w.Accept(t.Context(), full, []Wish[key]{{Key: "b"}}); err != nil || !fresh {
		t.Errorf("with room again: %v %v", fresh, err)
	}
	w.rest(t)
	if w.runs("b") != 1 {
		t.Errorf("ran %d times", w.runs("b"))
	}
}

func TestWhereADatabaseCannotBeTheErrorSaysWhatToDo(t *testing.T) {
	for database, want := range map[string]string{
		"": "sqlite:FILE", "mysql:x": "neither", "sqlite:": "neither", "sqlite:/nowhere/at/all.db": "/nowhere/at/all.db",
		"postgres://u:hush@[": "no address", "postgres://u:hush@127.0.0.1:1/x": "127.0.0.1",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err := Open(ctx, database, quietly())
		cancel()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", database, err)
		}
	}
	if _, err := Beside(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "none.db")); err == nil || !strings.Contains(err.Error(), "no database") {
		t.Errorf("beside nothing: %v", err)
	}
}

func TestAClosedStoreSaysSo(t *testing.T) {
	s := at("sqlite:"+filepath.Join(t.TempDir(), "sensible.db"), false).open(t)
	w := newWorker(t, s, nil)
	_ = s.Close()
	if _, err := w.Accept(t.Context(), Delivery{ID: "d"}, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
	if _, err := s.Stats(t.Context()); err == nil {
		t.Error("it counts although it is closed")
	}
}
