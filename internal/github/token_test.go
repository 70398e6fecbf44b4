package github_test

import (
	"testing"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
)

func TestAPlainTokenActsAsItsOwnerAndTheActionsTokenAsItsBot(t *testing.T) {
	w := newWorld(t, func(s *seed.Seed) {
		s.Tokens = []seed.Token{{Token: "ghs_actions", Kind: "actions", Repository: "acme/shop", Permissions: map[string]string{"issues": "write", "contents": "read", "metadata": "read"}}}
	})
	k := w.issue("Checkout 502")
	k.Installation = 0
	for token, want := range map[string]string{"token-aiko": "aiko", "ghs_actions": "github-actions[bot]"} {
		t.Run(want, func(t *testing.T) {
			c := w.newClient(github.Settings{Token: token})
			me, err := c.Who(t.Context())
			if err != nil || me.Login != want {
				t.Fatalf("%+v, %v", me, err)
			}
			before, err := c.Observe(t.Context(), k, reconcile.Want{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Apply(t.Context(), k, before, plan.Plan{Actions: []plan.Action{{Kind: plan.CardCreate, Body: card}}})
			if err != nil || !got.World.Card.Mine || got.World.Card.Author.ID != me.ID {
				t.Errorf("card %+v, %v", got.World.Card, err)
			}
			if _, may, err := c.Permission(t.Context(), k, incident.Person{Login: "ben"}); err != nil || may != incident.TriageAccess {
				t.Errorf("permission %v, %v", may, err)
			}
		})
	}
}

func TestAddressesAreDerivedFromTheOneOfTheAPI(t *testing.T) {
	for _, bad := range []string{"", "github.com", "ftp://x", "https://user:pass@x"} {
		if _, err := github.New(github.Settings{APIURL: bad, Token: "x"}); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
