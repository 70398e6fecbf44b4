package main

import (
	"context"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/setup"
)

// refreshWelcome writes the text of an open welcome anew where its branch was edited. Most repositories have none: that
// costs one request.
func refreshWelcome(ctx context.Context, c *github.Client, k reconcile.Key) (bool, error) {
	standing, err := c.Setup().Standing(ctx, k)
	if err != nil || !standing {
		return false, err
	}
	return setup.Refresh(ctx, c.Setup(), k.Owner+"/"+k.Repo)
}

// welcome does so beside the policy's own run, which it never stops: the welcome is a courtesy.
func (a *app) welcome(ctx context.Context, k reconcile.Key) {
	did, err := refreshWelcome(ctx, a.client, k)
	switch {
	case err != nil:
		a.log.Warn("the welcome's text is not up to date", "repository", k.Owner+"/"+k.Repo, "error", err.Error())
	case did:
		a.log.Info("the welcome's text was written anew", "repository", k.Owner+"/"+k.Repo)
	}
}
