package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// deploy deploys main to production, as a pipeline of the team does.
func (l *live) deploy(description, state string) {
	l.t.Helper()
	var made struct{ ID int64 }
	l.call("aiko", "POST", "/repos/acme/gallery/deployments", map[string]any{"ref": "main", "environment": "production", "description": description}, &made)
	l.call("aiko", "POST", fmt.Sprintf("/repos/acme/gallery/deployments/%d/statuses", made.ID), map[string]any{"state": state}, nil)
}

// declare opens a further incident, after what has been done so far.
func (l *live) declare() {
	l.t.Helper()
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n\n### Started at\n\n5m ago\n"
	l.call("aiko", "POST", "/repos/acme/gallery/issues", map[string]any{"title": "Checkout 502 again", "body": body, "labels": []string{"incident"}}, &made)
	l.issue = made.Number
	l.rest()
	l.wait(time.Minute)
}

// answer is the app's reply to a comment: the newest comment of ours beside the card.
func (l *live) answer() string {
	l.t.Helper()
	ours := l.ours()
	if len(ours) < 2 {
		l.t.Fatalf("no reply among %d comments of ours", len(ours))
	}
	return ours[len(ours)-1].Body
}

func TestTheCardTellsWhatChangedBeforeItBroke(t *testing.T) {
	l := openLive(t)
	l.deploy("v42 by the pipeline", "failure")
	l.call("aiko", "POST", "/repos/acme/gallery/releases", map[string]any{"tag_name": "v42", "name": "Bigger pictures"}, nil)
	l.wait(30 * time.Minute)
	l.declare()
	card := l.card().Body
	l.must(card, "What changed before (")
	l.must(card, "Deployment to production main: v42 by the pipeline (failed)")
	l.must(card, "Release v42: Bigger pictures")
	if strings.Index(card, "Release v42") > strings.Index(card, "v42 by the pipeline") {
		t.Error("the newest change stands first")
	}
	l.say("ben", "/ack")
	l.deploy("back to v41", "success")
	l.wait(time.Minute)
	l.say("ben", "/fixed rolled back")
	_, after, _ := strings.Cut(l.card().Body, "Timeline, newest first")
	l.must(after, "back to v41")
	for _, row := range strings.Split(l.card().Body, "\n") {
		if (strings.Contains(row, "Deployment") || strings.Contains(row, "Release")) && strings.Contains(row, "aiko") {
			t.Errorf("a change has no author: %s", row)
		}
	}
}

func TestTheTimelineIsShownToWhoeverMayComment(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack")
	l.say("aiko", "+1")
	l.say("aiko", "it is back in Osaka ![graph](https://x.example/g.png)")
	l.say("aiko", "/timeline")
	reply := l.answer()
	l.must(reply, "newest last")
	l.must(reply, "Engaged")
	l.must(reply, "it is back in Osaka")
	l.must(reply, "[graph](https://x.example/g.png)")
	if strings.Contains(reply, "| +1") || strings.Contains(reply, "![") {
		t.Errorf("noise, or an image:\n%s", reply)
	}
	n := len(l.ours())
	l.say("ben", "and the queue is empty")
	l.restart()
	if got := len(l.ours()); got != n {
		t.Errorf("%d comments of ours, then %d", n, got)
	}
}

func TestAMarkMakesTheCommentBeforeARow(t *testing.T) {
	l := openLive(t)
	marked := l.say("aiko", "+1")
	l.say("ben", "/note ^")
	l.must(l.card().Body, "+1 [↗](")
	l.must(l.card().Body, fmt.Sprintf("#issuecomment-%d)", marked))
	if n := len(l.ours()); n != 1 {
		t.Errorf("%d comments of ours: a mark needs no reply", n)
	}
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", marked), map[string]string{"body": "the pool is full"}, nil)
	l.rest()
	l.say("ben", "/note ^ at 10:05 JST")
	l.must(l.card().Body, "the pool is full")
	l.must(l.answer(), "was edited")
	l.call("aiko", "DELETE", fmt.Sprintf("/repos/acme/gallery/issues/comments/%d", marked), nil, nil)
	l.rest()
	l.wait(2 * time.Minute)
	l.say("ben", "still looking at the logs")
	if strings.Contains(l.card().Body, "the pool is full") {
		t.Errorf("a comment that is gone is no row:\n%s", l.card().Body)
	}
	l.must(l.answer(), "is gone")
}

func TestPullRequestsAndIssuesThatMentionTheIncidentAreRows(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "POST", "/repos/acme/gallery/issues", map[string]any{"title": "Pool too small", "body": fmt.Sprintf("seen in #%d", l.issue)}, nil)
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/acme/gallery/issues/%d", l.issue), map[string]any{"title": "Checkout answers 502"}, nil)
	l.say("ben", "/ack")
	card := l.card().Body
	l.must(card, "Pool too small")
	l.must(card, "Renamed by aiko")
}
