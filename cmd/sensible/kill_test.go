package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
)

// settled waits until every command had its effect, and then tells of all that is missing or there twice.
func (f *fleet) settled() {
	f.t.Helper()
	for len(f.comments)%commandsPerIssue != 0 {
		f.say()
	}
	// What makes issues keeps to 80 writes a minute: many commands take their time.
	deadline := time.After(90*time.Second + time.Duration(len(f.comments))*time.Second)
	for {
		wrong := f.wrong()
		if len(wrong) == 0 {
			return
		}
		select {
		case <-deadline:
			f.t.Errorf("after %d commands: %s", len(f.comments), strings.Join(wrong, "; "))
			for n, r := range f.replicas {
				f.t.Logf("replica %d:\n%s", n, r.out.String())
			}
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// wrong is what is missing or there twice.
func (f *fleet) wrong() []string {
	var wrong []string
	facts, items := map[int64]int{}, map[string]int{}
	for number, node := range f.issues {
		cards := 0
		for _, body := range f.bodiesOf(number) {
			if !strings.Contains(body, "<!-- sensible:ledger ") {
				continue
			}
			cards++
			for _, id := range f.facts(body, node) {
				facts[id]++
			}
		}
		if cards != 1 {
			wrong = append(wrong, fmt.Sprintf("%d cards on #%d", cards, number))
		}
	}
	for page := 1; ; page++ {
		var list []struct{ Title string }
		f.call("aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues?state=all&per_page=100&page=%d", page), "", &list)
		for _, i := range list {
			items[i.Title]++
		}
		if len(list) < 100 {
			break
		}
	}
	for id, c := range f.comments {
		if facts[id] != 1 {
			wrong = append(wrong, fmt.Sprintf("command %d on #%d was judged %d times", id, c.issue, facts[id]))
		}
		if c.item != "" && items[c.item] != 1 {
			wrong = append(wrong, fmt.Sprintf("%s is there %d times", c.item, items[c.item]))
		}
	}
	return wrong
}

func (f *fleet) bodiesOf(number int) []string {
	var out []string
	var list []struct {
		Body string
		User struct{ Login string }
	}
	f.call("aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues/%d/comments?per_page=100", number), "", &list)
	for _, c := range list {
		if c.User.Login == "sensible[bot]" {
			out = append(out, c.Body)
		}
	}
	return out
}

// facts are the comments that a card's ledger knows as accepted, as often as it does.
func (f *fleet) facts(card, node string) []int64 {
	ring, err := ledgerKeys(f.set)
	if err != nil {
		f.t.Fatal(err)
	}
	l, verdict, err := ledger.Decode(card, ledger.Binding{RepositoryID: f.repoID, IssueNodeID: node}, ring)
	if err != nil || !verdict.Signed() {
		f.t.Fatalf("the ledger cannot be read: %v %v", verdict, err)
	}
	var out []int64
	for _, fact := range l.Accepted() {
		if fact.Comment != 0 {
			out = append(out, fact.Comment)
		}
	}
	return out
}

// rounds is how often something is killed: few in every run, many in a long one.
func rounds(t *testing.T, name string, few int) int {
	t.Helper()
	if v := os.Getenv(name); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return n
	}
	return few
}

func TestKilledAtAnyMomentOnSQLiteNothingIsLostAndNothingIsDoneTwice(t *testing.T) {
	t.Parallel()
	f := newFleet(t, "sqlite:"+filepath.Join(t.TempDir(), "sensible.db"), 1)
	r := f.replicas[0]
	for range rounds(t, "SENSIBLE_KILLS", 14) {
		r.start()
		r.ready()
		f.talk(time.Duration(50+rand.IntN(350)) * time.Millisecond)
		r.kill()
		if rand.IntN(3) == 0 {
			f.say() // nobody is there to hear it
		}
	}
	r.start()
	f.settled()
}
