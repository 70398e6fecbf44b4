package queue

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue/postgrestest"
)

// senderEnv makes the test binary a process that takes deliveries in and says which, until somebody kills it.
const senderEnv = "SENSIBLE_TEST_SENDER"

func TestMain(m *testing.M) {
	if database := os.Getenv(senderEnv); database != "" {
		if err := send(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	postgrestest.Main(m)
}

// send accepts deliveries by 8 senders at once, with workers beside them, and prints each after it was acknowledged.
func send(database string) error {
	s, err := Open(context.Background(), database, quietly())
	if err != nil {
		return err
	}
	q := New(Settings[key]{Now: time.Now, Store: s, Run: func(context.Context, key, []Note) (Outcome[key], error) { return Outcome[key]{}, nil }})
	if err := q.Start(context.Background()); err != nil {
		return err
	}
	failed := make(chan error)
	for n := range 8 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), n, i)
				if _, err := q.Accept(context.Background(), Delivery{ID: id, Event: "issues", ReceivedAt: time.Now(), Payload: benchPayload}, []Wish[key]{{Key: key(fmt.Sprint("k", i%7))}}); err != nil {
					failed <- err
					return
				}
				fmt.Println(id)
			}
		}()
	}
	return <-failed
}

// killedSender lets one run for a while, kills it, and returns what it had acknowledged.
func killedSender(t *testing.T, database string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), senderEnv+"="+database)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if text := lines.Text(); strings.Count(text, "-") == 2 {
			ids = append(ids, text)
		}
		if len(ids) == 100 {
			_ = cmd.Process.Kill() // and read on: what it said before it died counts
		}
	}
	_ = cmd.Wait()
	if len(ids) > 0 {
		ids = ids[:len(ids)-1] // the last line may be cut short
	}
	return ids
}
