package hub_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

func TestGoGitHubAndGhinstallationWorkAgainstTheHub(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	h, err := hub.New(hub.Options{Validate: true, Seed: &seed.Seed{
		Repositories:  []seed.Repository{{FullName: "acme/shop", Private: true, Collaborators: map[string]string{"ben": "triage"}}},
		Apps:          []seed.App{{ID: 1, Slug: "sensible", PrivateKey: string(text), Permissions: map[string]string{"issues": "write"}}},
		Installations: []seed.Installation{{ID: 10, App: 1, Account: "acme"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, h)
	server := httptest.NewServer(h.Handler())
	t.Cleanup(func() { server.Close(); h.Close() })
	transport, err := ghinstallation.New(http.DefaultTransport, 1, 10, text)
	if err != nil {
		t.Fatal(err)
	}
	transport.BaseURL = server.URL + "/api/v3"
	client, err := github.NewClient(&http.Client{Transport: transport}).WithEnterpriseURLs(server.URL, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	issue, _, err := client.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{Title: github.String("Checkout 502"), Labels: &[]string{"incident"}})
	if err != nil || issue.GetUser().GetLogin() != "sensible[bot]" || len(issue.Labels) != 1 {
		t.Fatalf("%v, %v", issue, err)
	}
	if _, _, err := client.Issues.CreateComment(ctx, "acme", "shop", 1, &github.IssueComment{Body: github.String("card")}); err != nil {
		t.Fatal(err)
	}
	comments, resp, err := client.Issues.ListComments(ctx, "acme", "shop", 1, nil)
	if err != nil || len(comments) != 1 || resp.Rate.Remaining == 0 {
		t.Fatalf("%v, %v, %v", comments, resp, err)
	}
	level, _, err := client.Repositories.GetPermissionLevel(ctx, "acme", "shop", "ben")
	if err != nil || level.GetPermission() != "read" {
		t.Fatalf("%v, %v", level, err)
	}
}
