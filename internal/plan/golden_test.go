package plan

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

var update = flag.Bool("update", false, "write what is rendered into testdata")

// golden compares a text with testdata/name; the ledger's block is left out, its bytes depend on the compressor.
func golden(t *testing.T, name, text string) {
	t.Helper()
	text = blockRE.ReplaceAllString(text, "<!-- the ledger -->") + "\n"
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if text != string(want) {
		t.Errorf("%s differs; run with -update and look at it.\n%s", name, text)
	}
}

var blockRE = regexp.MustCompile(`<!-- sensible:ledger [^>]*-->`)

// TestOneIncidentFromFormToLastItemReadsWell plays an incident and keeps what people see on the way.
func TestOneIncidentFromFormToLastItemReadsWell(t *testing.T) {
	in := begin(t)
	judge(&in)
	settle(t, &in)
	golden(t, "card-1-declared.md", in.World.Card.Body)

	say(&in, ben, 5, "/ack\n/lead @hana")
	say(&in, hana, 6, "/severity 1 because nobody can pay\n/impact No order goes through since 09:55 | all shops")
	say(&in, hana, 9, "Looks like the deploy of 09:50, @ben can you roll it back? See #12")
	settle(t, &in)
	golden(t, "card-2-working.md", in.World.Card.Body)

	say(&in, ben, 14, "/identified connection pool exhausted by the new release")
	say(&in, eve, 15, "/fixed")
	say(&in, ben, 16, "/fxied\n/started at 7:40 IST")
	say(&in, hana, 17, "/help")
	say(&in, hana, 18, "/update Rolling back, 10 min\n/action Alert on a full pool @ben I:high S:s U:medium C:low K:detect\n/action Write the rollback down I:medium S:xs U:low C:high K:prepare")
	settle(t, &in)
	golden(t, "card-3-identified.md", in.World.Card.Body)
	golden(t, "reply.md", replyAfter(in, "/fxied"))
	golden(t, "reply-not-permitted.md", replyAfter(in, "/fixed"))
	golden(t, "help.md", replyAfter(in, "/help"))

	say(&in, ben, 30, "/mitigated\n/fixed at 10:25 JST")
	in.Now = in.Now.Add(20 * time.Minute)
	settle(t, &in)
	golden(t, "card-4-fixed.md", in.World.Card.Body)

	say(&in, hana, 55, "/recovered 2m ago")
	in.World.Earlier = []snapshot.Earlier{{Number: 31, URL: "https://github.com/acme/shop/issues/31", Recovered: incident.Point{At: zero.AddDate(0, 0, -20), Quality: incident.Observed}}}
	settle(t, &in)
	golden(t, "card-5-recovered.md", in.World.Card.Body)
	golden(t, "closing.md", commentOf(in, "closing:0"))
	golden(t, "postmortem.md", in.World.Document.Text)
	golden(t, "pull.md", in.World.Postmortem.Title+"\n\n"+in.World.Postmortem.Body)
	golden(t, "item.md", in.World.Items[0].Title+"\n\n"+in.World.Items[0].Body)
}

func TestASuspicionAsksQuietly(t *testing.T) {
	in := begin(t)
	in.World.Issue.Author, in.Timers = eve, false
	judge(&in)
	settle(t, &in)
	golden(t, "card-suspected.md", in.World.Card.Body)
	if len(in.World.Issue.Assignees) != 0 || len(in.World.Comments) != 0 || !in.World.Issue.HasLabel("phase/suspected") {
		t.Errorf("%v, %d comments, labels %v", in.World.Issue.Assignees, len(in.World.Comments), in.World.Issue.Labels)
	}
	say(&in, ben, 9, "/cancel a deploy in staging")
	settle(t, &in)
	golden(t, "card-cancelled.md", in.World.Card.Body)
	if in.World.Issue.Open {
		t.Error("still open")
	}
}

// replyAfter is the answer under the first comment that begins so.
func replyAfter(in Input, said string) string {
	for _, c := range in.World.Comments {
		if strings.HasPrefix(c.Body, said) {
			return commentOf(in, "reply "+commentID(c.ID))
		}
	}
	return "nobody said " + said
}

func commentOf(in Input, key string) string {
	s := &scene{Input: in}
	if c := s.ownComment(key); c != nil {
		return c.Body
	}
	var keys []string
	for _, c := range in.World.Comments {
		if c.Mine {
			keys = append(keys, c.Body)
		}
	}
	return "no comment " + key + " among:\n" + strings.Join(keys, "\n---\n")
}
