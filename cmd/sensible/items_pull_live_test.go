package main

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"
)

func TestAPullRequestMovesItsItemOn(t *testing.T) {
	l := recovered(t, "/action Alert on a full pool I:high S:s U:medium C:high")
	it := l.item()
	var main struct{ Object struct{ SHA string } }
	l.call("ben", "GET", "/repos/acme/gallery/git/ref/heads/main", nil, &main)
	l.call("ben", "POST", "/repos/acme/gallery/git/refs", map[string]string{"ref": "refs/heads/alert", "sha": main.Object.SHA}, nil)
	l.call("ben", "PUT", "/repos/acme/gallery/contents/alert.yml", map[string]string{
		"message": "alert", "branch": "alert", "content": base64.StdEncoding.EncodeToString([]byte("pool: 80\n")),
	}, nil)
	var pull struct{ Number int }
	l.call("ben", "POST", "/repos/acme/gallery/pulls", map[string]string{
		"title": "Alert", "head": "alert", "base": "main", "body": fmt.Sprintf("Fixes #%d", it.Number),
	}, &pull)
	l.rest()
	l.wait(3 * time.Minute)
	l.must(l.card().Body, "· In progress")
	l.call("ben", "PUT", fmt.Sprintf("/repos/acme/gallery/pulls/%d/merge", pull.Number), map[string]any{}, nil)
	l.rest()
	l.wait(3 * time.Minute)
	l.must(l.onItem(it.Number), "/verified https://…")
}
