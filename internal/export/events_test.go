package export_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sensible-im/sensible/internal/snapshot"
)

func TestReferencesAreReadAsRESTShowsThem(t *testing.T) {
	const events = `"events": [
	  {"event": "cross-referenced", "actor": {"login": "ben"}, "created_at": "2026-11-22T01:11:00Z", "source": {"type": "issue", "issue": {
	    "number": 7, "title": "Fix", "html_url": "https://x.example/7", "pull_request": {"url": "https://x.example"}, "repository": {"full_name": "acme/shop"}}}},
	  {"event": "cross-referenced", "actor": {"login": "ben"}, "created_at": "2026-11-22T01:12:00Z", "source": {"issue": {"number": 9, "title": "Pool", "repository": {"full_name": "acme/api"}}}},
	  {"id": 3, "event": "referenced", "actor": {"login": "ben"}, "created_at": "2026-11-22T01:13:00Z", "commit_id": "0a1b2c3d4e5f"},`
	var got []snapshot.Event
	for _, e := range read(t, strings.Replace(documented, `"events": [`, events, 1)).World().Events {
		if e.Kind == "CrossReferenced" || e.Kind == "Referenced" {
			got = append(got, snapshot.Event{Kind: e.Kind, Number: e.Number, Title: e.Title, URL: e.URL, Repo: e.Repo, Pull: e.Pull, Commit: e.Commit})
		}
	}
	want := []snapshot.Event{
		{Kind: "CrossReferenced", Number: 7, Title: "Fix", URL: "https://x.example/7", Pull: true},
		{Kind: "CrossReferenced", Number: 9, Title: "Pool", Repo: "acme/api"},
		{Kind: "Referenced", Commit: "0a1b2c3d4e5f"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
