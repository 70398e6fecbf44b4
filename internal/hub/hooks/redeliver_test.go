package hooks

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/hub/rest"
)

// clients are go-github with the App's own credentials and with those of its installation, over HTTP.
func (w *world) clients() (app, installed *github.Client) {
	w.t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	w.must(err)
	w.store.Update(func() { w.app.PublicKey = &key.PublicKey })
	server := httptest.NewServer(rest.New(w.store, rest.Options{Redeliver: w.sender.Redeliver}))
	w.t.Cleanup(server.Close)
	asApp := ghinstallation.NewAppsTransportFromPrivateKey(http.DefaultTransport, w.app.ID, key)
	asApp.BaseURL = server.URL
	asInstallation := ghinstallation.NewFromAppsTransport(asApp, w.bot.Installation.ID)
	for transport, client := range map[http.RoundTripper]**github.Client{asApp: &app, asInstallation: &installed} {
		*client = github.NewClient(&http.Client{Transport: transport})
		(*client).BaseURL, err = (*client).BaseURL.Parse(server.URL + "/")
		w.must(err)
	}
	return app, installed
}

func TestAnAppReadsItsDeliveriesAndAsksForOneAgainThroughTheAPI(t *testing.T) {
	w := newWorld(t, []string{"issues"})
	app, installed := w.clients()
	ctx := context.Background()
	title := "Checkout 502"
	if _, _, err := installed.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{Title: &title}); err != nil {
		t.Fatal(err)
	}
	w.drain()
	list, _, err := app.Apps.ListHookDeliveries(ctx, nil)
	if err != nil || len(list) != 1 || list[0].GetEvent() != "issues" || list[0].GetStatusCode() != http.StatusAccepted {
		t.Fatalf("%+v, %v", list, err)
	}
	one, _, err := app.Apps.GetHookDelivery(ctx, list[0].GetID())
	if err != nil || one.Request.Headers["X-GitHub-Delivery"] != w.got[0].guid || one.Request.GetRawPayload() == nil {
		t.Fatalf("%+v, %v", one, err)
	}
	if _, _, err := app.Apps.RedeliverHookDelivery(ctx, one.GetID()); err != nil {
		if _, accepted := err.(*github.AcceptedError); !accepted {
			t.Fatal(err)
		}
	}
	w.drain()
	if len(w.got) != 2 || w.got[1].guid != w.got[0].guid {
		t.Fatalf("%d deliveries", len(w.got))
	}
	if sender := w.got[0].payload["sender"].(map[string]any)["login"]; sender != "sensible[bot]" {
		t.Errorf("sent by %v", sender)
	}
}
